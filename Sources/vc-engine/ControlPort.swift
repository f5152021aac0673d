// SPDX-License-Identifier: MIT-0

import Filter
import FoundationEssentials
import Glibc
package import Reporting

/// The two control descriptors of a child that is controlled: 3 to it, 4 from it.
///
/// Writing to a parent that has gone ends the process by SIGPIPE: nobody waits for its work.
package final class ControlPort: Sendable {
    /// The descriptor messages come on.
    package static let input: Int32 = 3

    private let output: Output

    /// The port, if the environment says that the descriptors are there (`VC_CONTROL=1`).
    ///
    /// From now on SIGINT is ignored (a parent interrupts by `cancel`), and children of ours
    /// don't inherit the descriptors.
    package static func inherited() throws -> ControlPort? {
        guard let value = getenv("VC_CONTROL"), String(cString: value) == "1" else { return nil }
        signal(SIGINT, SIG_IGN)
        let port = ControlPort(output: try Output.events("fd:4"))
        guard fcntl(input, F_GETFD) >= 0 else { throw FilterError.notADescriptor("fd:3") }
        for descriptor in [input, 4] { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        return port
    }

    private init(output: Output) { self.output = output }

    /// The models are loaded: work may come.
    package func ready() throws { try write(Report(type: "ready")) }

    /// What a pause has heard, while it may still go on.
    package func partial(_ text: String) throws { try write(Report(type: "partial", text: text)) }

    /// A part of the turn, heard for good; times are seconds of the stream.
    package func final(_ utterance: Utterance) throws {
        try write(
            Report(
                type: "final", text: utterance.text, start: utterance.start, end: utterance.end,
                language: utterance.language))
    }

    /// The turn, or the line, is answered; `bytes` were written to stdout for a line.
    package func done(bytes: Int? = nil) throws { try write(Report(type: "done", bytes: bytes)) }

    /// The child can't go on.
    package func failure(_ error: any ReportableError) {
        let message = [error.description, error.hint].compactMap(\.self).joined(separator: "; ")
        try? write(Report(type: "error", message: message, status: error.status.rawValue))
    }

    private func write(_ report: Report) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try output.write([UInt8](try encoder.encode(report)) + [UInt8(ascii: "\n")])
    }
}

/// A line on descriptor 4.
private struct Report: Encodable {
    let type: String
    var text: String?
    var start: Double?
    var end: Double?
    var language: String?
    var bytes: Int?
    var message: String?
    var status: Int32?
}
