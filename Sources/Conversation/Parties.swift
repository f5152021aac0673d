// SPDX-License-Identifier: MIT-0

package import Dialogue
package import Waveform

/// Whom and what a conversation talks with.
package struct Parties: Sendable {
    package var source: any AudioSource
    package var sink: any AudioSink
    package var hearing: any UserHearing
    package var transcriber: any Transcriber
    package var model: any LanguageModel
    package var synthesizer: any Synthesizer

    package init(
        source: any AudioSource, sink: any AudioSink, hearing: any UserHearing,
        transcriber: any Transcriber, model: any LanguageModel, synthesizer: any Synthesizer
    ) {
        self.source = source
        self.sink = sink
        self.hearing = hearing
        self.transcriber = transcriber
        self.model = model
        self.synthesizer = synthesizer
    }
}
