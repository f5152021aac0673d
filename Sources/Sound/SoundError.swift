// SPDX-License-Identifier: MIT-0

import CALSA
package import Reporting

/// Why a sound device can't be used. `code` is ALSA's own: a negative errno.
package enum SoundError: ReportableError, Equatable {
    /// There is no device of that name; `known` are the names of those that exist.
    case unknownDevice(String, Direction, code: Int32, known: [String])
    /// The default device does not exist, and the machine has no sound card.
    case noSoundCard(Direction, code: Int32)
    /// Another program holds the device.
    case busy(String, code: Int32)
    /// The device can't be opened for another reason.
    case cannotOpen(String, code: Int32)
    /// The device does not do what was asked (`what`: `16000 Hz`), and ALSA can't convert for it.
    case refused(String, what: String, code: Int32)
    /// The device failed while it worked (`action`: `record from`); unplugged, for instance.
    case failed(String, action: String, code: Int32)
    /// The device takes no audio, and setting it going again didn't help: suspended, for instance.
    case standsStill(String)

    package var description: String {
        switch self {
        case .unknownDevice(let name, _, let code, _), .cannotOpen(let name, let code):
            "cannot open device '\(name)': \(reason(code))"
        case .noSoundCard(let direction, let code):
            "cannot open the default \(direction) device: no sound card (\(reason(code)))"
        case .busy(let name, let code):
            "device '\(name)' is used by another program: \(reason(code))"
        case .refused(let name, let what, let code):
            "device '\(name)' does not support \(what): \(reason(code))"
        case .failed(let name, let action, let code):
            "cannot \(action) device '\(name)': \(reason(code))"
        case .standsStill(let name): "device '\(name)' stands still: it takes no audio"
        }
    }

    package var hint: String? {
        switch self {
        case .unknownDevice(_, let direction, _, let known) where !known.isEmpty:
            "devices for \(direction): \(known.joined(separator: " "))"
        case .noSoundCard(.capture, _): "--input FILE takes a recording in the microphone's place"
        case .busy: "choose another one with --device"
        case .standsStill: "see whether the sound server has suspended it"
        default: nil
        }
    }

    package var status: ExitStatus { .unavailable }

    /// ALSA's words for a code: `snd_strerror(3)`.
    private func reason(_ code: Int32) -> String { String(cString: snd_strerror(code)) }
}
