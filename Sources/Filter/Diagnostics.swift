// SPDX-License-Identifier: MIT-0

import Glibc
package import Reporting

/// What a tool says to people, on stderr. Every message of every tool is shaped here.
///
/// A message is one line: `vc-record: cannot open device 'hw:9': No such file or directory`, with
/// a `hint:` line behind it where the remedy is known. Success is silent.
package struct Diagnostics: Sendable {
    /// The tool's name, in front of each line.
    package let tool: String
    /// `-q`: errors only.
    package let isQuiet: Bool

    package init(tool: String, isQuiet: Bool) {
        self.tool = tool
        self.isQuiet = isQuiet
    }

    /// Reports an error and its hint.
    /// - Returns: the status to exit with.
    @discardableResult
    package func report(_ error: any Error) -> ExitStatus {
        guard let reportable = error as? any ReportableError else {
            say("internal error: \(error)")
            return .software
        }
        say(reportable.description)
        if let hint = reportable.hint, !isQuiet { say("hint: \(hint)") }
        return reportable.status
    }

    /// Something went wrong that the work goes on in spite of.
    package func warn(_ message: String) {
        if !isQuiet { say("warning: \(message)") }
    }

    /// Something that only a person who watches wants to know: said on a terminal only.
    package func note(_ message: String) {
        if !isQuiet, isatty(STDERR_FILENO) == 1 { say(message) }
    }

    /// Says something that was asked for.
    package func say(_ message: String) {
        // One write, so that lines of tools in a pipeline don't mix. There is nobody to tell
        // about a stderr that is closed.
        var line = "\(tool): \(message)\n"
        line.withUTF8 { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
