// SPDX-License-Identifier: MIT-0

package import ArgumentParser
package import Dialogue

/// What is remembered of a conversation, and for how long.
package struct MemoryOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Remember the conversation under this name, and take it up where it was left.",
            valueName: "name"))
    package var memory: String?

    @Flag(name: .customLong("continue"), help: "Take up the conversation that was held last.")
    package var takesUpLast = false

    @Option(
        help: ArgumentHelp(
            "Send at most so many tokens of the conversation; what falls out is summarised.",
            valueName: "n"))
    package var contextTokens = History.Limit().tokens

    package init() {}

    package func validate() throws {
        guard contextTokens >= 100 else {
            throw ValidationError("--context-tokens takes a number from 100, not \(contextTokens).")
        }
        if memory != nil, takesUpLast {
            throw ValidationError("--continue knows the name itself: leave out --memory.")
        }
    }

    /// Opens what is to be remembered in; nil where nothing is.
    ///
    /// `report` is called, on another thread, with the first error of a write. Throws `MemoryError`
    /// and `DatabaseError`.
    package func open(report: @escaping @Sendable (any Error) -> Void) async throws -> Memory? {
        if takesUpLast { return try await Memory.open(.last, report: report) }
        guard let memory else { return nil }
        let isControl = { (scalar: Unicode.Scalar) in
            scalar.properties.generalCategory == .control
        }
        guard (1...100).contains(memory.count), !memory.unicodeScalars.contains(where: isControl),
            !memory.allSatisfy(\.isWhitespace)
        else {
            throw MemoryError.badName(memory)
        }
        return try await Memory.open(.named(memory), report: report)
    }

    /// The conversation as it is at its beginning, with what `memory` knows of it.
    package func history(_ prompt: Prompt, _ memory: Memory?) -> History {
        History(
            prompt, summary: memory?.summary, exchanges: memory?.exchanges ?? [],
            limit: History.Limit(tokens: contextTokens))
    }
}
