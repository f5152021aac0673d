// SPDX-License-Identifier: MIT-0

import FoundationEssentials

/// A control message from a child (descriptor 4), one JSON object a line; see vc(7).
struct ChildReport: Decodable, Equatable {
    enum Kind: String, Decodable { case ready, partial, final, done, error }

    var type: Kind
    var text: String?
    var start: Double?
    var end: Double?
    var language: String?
    /// With `done`: what was written to stdout for this line.
    var bytes: Int?
    var message: String?
    var status: Int32?

    /// Reads one line; nil for what is not a message that we know (a newer child may say more).
    init?(line: ArraySlice<UInt8>) {
        guard let report = try? JSONDecoder().decode(ChildReport.self, from: Data(line)) else {
            return nil
        }
        self = report
    }
}

/// A control message to a child (descriptor 3).
enum ChildCommand {
    case started(at: Int)
    case paused(at: Int)
    case resumed
    case ended(at: Int)
    /// Drop the work on the first `lines` lines that were ever sent.
    case cancel(lines: Int)

    /// The message as a line of JSON.
    var line: [UInt8] {
        let text =
            switch self {
            case .started(let at): #"{"type":"started","at":\#(at)}"#
            case .paused(let at): #"{"type":"paused","at":\#(at)}"#
            case .resumed: #"{"type":"resumed"}"#
            case .ended(let at): #"{"type":"ended","at":\#(at)}"#
            case .cancel(let lines): #"{"type":"cancel","lines":\#(lines)}"#
            }
        return Array((text + "\n").utf8)
    }
}
