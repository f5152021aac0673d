// SPDX-License-Identifier: MIT-0

package import ArgumentParser
package import Filter
import Glibc
package import Reporting

/// How a tool takes Ctrl-C.
package enum Interruption: Sendable {
    /// A filter that reads a pipe finishes it, flushes, and dies of SIGINT. Not taken over (the
    /// default kills at once) where stdin is no pipe.
    case finishesInput
    /// The way such a run normally ends, with status 0 (`vc-record`, `vc-chat`); SIGTERM too.
    case endsNormally
    /// A run that changes files ends where these are whole, and dies of the signal; SIGTERM too.
    case endsWork
}

/// What a run of a tool is given.
package struct Session: Sendable {
    package let diagnostics: Diagnostics
    package let interrupts: Interrupts?
}

/// Options that every tool has, beside `-h` and `--version`.
package struct CommonOptions: ParsableArguments {
    @Flag(name: .shortAndLong, help: "Say nothing but errors.")
    package var quiet = false

    package init() {}
}

/// One of the programs: its options, and what it does with them.
///
/// `main` reads the configuration, runs the tool on the main thread, reports what it throws, and
/// exits by the table of `ExitStatus`.
package protocol Tool: ParsableCommand {
    static var interruption: Interruption { get }
    /// Environment variables that stand for options: `["MODEL_ID": "model"]`.
    static var variables: KeyValuePairs<String, String> { get }
    var common: CommonOptions { get }

    /// What one of its options says about others, where there is such a one.
    func implied() throws -> ImpliedSettings?

    @MainActor func run(in session: Session) async throws -> ExitStatus
}

extension Tool {
    package static var variables: KeyValuePairs<String, String> { [:] }
    package func implied() throws -> ImpliedSettings? { nil }

    /// The name that messages, the configuration and the manual page use.
    package static var toolName: String { configuration.commandName ?? _commandName }

    @MainActor
    package static func main() async {
        Terminal.occupyClosedDescriptors()
        let interrupts = makeInterrupts()
        let arguments = Array(CommandLine.arguments.dropFirst())
        // For what is wrong before the options are known.
        let isQuiet = arguments.contains { ["-q", "--quiet"].contains($0) }
        var diagnostics = Diagnostics(tool: toolName, isQuiet: isQuiet)
        do {
            guard let tool = try parse(typed: arguments) else { exit(.success) }
            diagnostics = Diagnostics(tool: toolName, isQuiet: tool.common.quiet)
            let session = Session(diagnostics: diagnostics, interrupts: interrupts)
            let status = try await tool.run(in: session)
            try Output.standard().close()
            end(status, after: interrupts)
        } catch {
            end(diagnostics.report(error), after: interrupts)
        }
    }

    private static func makeInterrupts() -> Interrupts? {
        switch interruption {
        case .endsNormally, .endsWork: Interrupts([SIGINT, SIGTERM])
        case .finishesInput: Terminal.inputIsPipe ? Interrupts() : nil
        }
    }

    /// The tool with everything that flags, environment and configuration say; nil where help or
    /// the version was asked for and printed.
    private static func parse(typed: [String]) throws -> Self? {
        do {
            let asksForHelp = typed.contains { ["-h", "--help", "--version"].contains($0) }
            let preset = asksForHelp ? [] : try Preset.arguments(for: Self.self, typed: typed)
            let command = try parseAsRoot(preset + typed)
            guard let tool = command as? Self else {
                var help = command
                try help.run()
                return nil
            }
            guard let implied = try tool.implied() else { return tool }
            return try parse(
                Preset.arguments(for: Self.self, preset: preset, implied, typed: typed))
        } catch let error as any ReportableError {
            throw error
        } catch {
            guard exitCode(for: error) != .success else {
                try Output.standard().write(fullMessage(for: error) + "\n")
                try Output.standard().close()
                return nil
            }
            throw SettingsError.usage(Preset.problem(of: error, in: Self.self), tool: toolName)
        }
    }

    /// Ends the process; an interrupted filter dies of its signal, so that a shell's loop stops.
    private static func end(_ status: ExitStatus, after interrupts: Interrupts?) -> Never {
        switch interruption {
        case .finishesInput, .endsWork: if let signal = interrupts?.received { die(of: signal) }
        case .endsNormally: break
        }
        exit(status)
    }

    /// Without the handlers of exit(3): threads of libraries may still run, and OpenSSL's handler frees
    /// what they use (seen: a crash in 1 of 100 ends under the thread sanitizer). Nothing is lost:
    /// stdout is our own and closed by now.
    private static func exit(_ status: ExitStatus) -> Never { _exit(status.rawValue) }
}
