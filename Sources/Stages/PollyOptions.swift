// SPDX-License-Identifier: MIT-0

package import ArgumentParser
package import Cloud

/// How Polly is asked; nobody else has these.
package struct PollyOptions: ParsableArguments {
    @Option(help: "Polly's engine: standard, neural, long-form or generative.")
    package var engine: PollyEngine?

    @Option(
        name: .customLong("lexicon"),
        help: ArgumentHelp(
            "Pronounce words as this lexicon of the AWS account says. Repeatable.",
            valueName: "name"))
    package var lexicons: [String] = []

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Ask Polly for so many pieces at once.", valueName: "n"))
    package var parallel: Int?

    @Option(
        help: ArgumentHelp(
            "How generative voices are given text: by one stream, piece by piece, or auto.",
            valueName: "way"))
    package var synthesis: PollySynthesis?

    package init() {}

    package func validate() throws {
        // polly's service model: LexiconNameList, LexiconName.
        guard lexicons.count <= 5 else {
            throw ValidationError("--lexicon can be given five times at most.")
        }
        for name in lexicons where !Self.isLexicon(name) {
            throw ValidationError(
                "'\(name)' is not the name of a lexicon: 1 to 20 letters, digits.")
        }
        // The quotas of the generative and long-form engines.
        if let parallel, !(1...26).contains(parallel) {
            throw ValidationError("--parallel takes a number from 1 to 26, not \(parallel).")
        }
    }

    /// Those that were given, by their names.
    var given: [String] {
        (engine == nil ? [] : ["--engine"]) + (lexicons.isEmpty ? [] : ["--lexicon"])
            + (parallel == nil ? [] : ["--parallel"])
            + (synthesis == nil ? [] : ["--synthesis"])
    }

    private static func isLexicon(_ name: String) -> Bool {
        (1...20).contains(name.utf8.count)
            && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
    }
}

extension PollyEngine: ExpressibleByArgument {}
extension PollySynthesis: ExpressibleByArgument {}
