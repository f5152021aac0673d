// SPDX-License-Identifier: MIT-0

import ArgumentParser
import Filter
import Glibc
import Reporting

/// The offline child: hears with whisper.cpp, speaks with sherpa-onnx and espeak-ng.
///
/// Started by the tools with control descriptors (vc(7), exec:), and usable by hand without them.
/// It ends at the end of its input, or of SIGPIPE when nobody reads it any more: a parent that dies
/// takes it along. Rejected: PR_SET_PDEATHSIG (it fires when the *thread* that started us ends).
@main
struct Engine: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vc-engine",
        abstract: "Hears and speaks offline; the tools start it as a child.",
        version: "0.1.0",
        subcommands: [Hear.self, Speak.self])

    static let diagnostics = Diagnostics(tool: "vc-engine", isQuiet: false)

    static func main() {
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch {
            guard exitCode(for: error) != .success else { exit(withError: error) }
            end(with: UsageError(description: message(for: error)), nil)
        }
    }

    /// Runs `body` with the control descriptors, if there are any, and reports what it throws
    /// there too.
    static func serve(_ body: (ControlPort?) throws -> ExitStatus) throws {
        let port = try ControlPort.inherited()
        do {
            end(try body(port))
        } catch {
            end(with: error, port)
        }
    }

    /// Ends the process, from any thread.
    static func end(with error: any Error, _ port: ControlPort?) -> Never {
        if let error = error as? any ReportableError { port?.failure(error) }
        end(diagnostics.report(error))
    }

    /// Ends the process at once: what was written is written, and the libraries' own clean-up at
    /// exit crashes where a thread of theirs still works.
    private static func end(_ status: ExitStatus) -> Never { _exit(status.rawValue) }

    /// The processors that are online, at most four: more buy nothing for models of this size.
    static var defaultThreads: Int { min(4, max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }
}

/// What is wrong with the command line.
private struct UsageError: ReportableError {
    let description: String
    var status: ExitStatus { .usage }
}
