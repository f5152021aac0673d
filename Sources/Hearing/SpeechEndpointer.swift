// SPDX-License-Identifier: MIT-0

package import Waveform

extension SpeechEndpointer where Detector == SpeechDetector {
    /// Makes one that hears with the library.
    package init(_ endpointer: Endpointer = Endpointer()) {
        self.init(detector: SpeechDetector(), endpointer: endpointer)
    }
}
