// SPDX-License-Identifier: MIT-0

import FoundationEssentials

/// What a controlled child is told on descriptor 3: one JSON object a line (vc(7), exec:).
///
/// Frames count from the start of descriptor 0, at 16 kHz.
package enum ControlMessage: Equatable, Sendable {
    /// Somebody speaks since the frame, lead-in included.
    case started(Int)
    /// Nobody has spoken since the frame; more may follow.
    case paused(Int)
    /// Speech goes on: the pause was none.
    case resumed
    /// The turn is over at the frame.
    case ended(Int)
    /// Forget the open turn and all audio before the frame.
    case cancelAudio(Int)
    /// Drop the work on the first lines, as many as were ever sent.
    case cancelLines(Int)

    /// Reads a line; nil where it is none of ours: what a later protocol adds is passed over.
    package init?(line: some Collection<UInt8>) {
        guard let form = try? JSONDecoder().decode(Form.self, from: Data(line)) else { return nil }
        let at = max(0, form.at ?? 0)
        switch form.type {
        case "started": self = .started(at)
        case "paused": self = .paused(at)
        case "resumed": self = .resumed
        case "ended": self = .ended(at)
        case "cancel":
            self = form.lines.map { .cancelLines(max(0, $0)) } ?? .cancelAudio(at)
        default: return nil
        }
    }

    /// How many frames must have come before the message can be acted on.
    package var frame: Int {
        switch self {
        case .started(let at), .paused(let at), .ended(let at), .cancelAudio(let at): at
        case .resumed, .cancelLines: 0
        }
    }

    private struct Form: Decodable {
        let type: String
        let at: Int?
        let lines: Int?
    }
}
