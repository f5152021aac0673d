// SPDX-License-Identifier: MIT-0

package import ArgumentParser
package import Dialogue

/// What a language model may look up.
package struct KnowledgeOptions: ParsableArguments {
    @Option(
        name: .customLong("knowledge"),
        help: ArgumentHelp(
            "Look up each turn in what was indexed, in an index file, or in kb:ID. Repeatable.",
            valueName: "place"))
    package var places: [String] = []

    @Flag(help: "Say which passages were found for a reply.")
    package var cite = false

    package init() {}

    package func validate() throws {
        if cite, places.isEmpty { throw ValidationError("--cite needs --knowledge.") }
    }
}

/// A passage as events tell of it.
package struct CitedPassage: Encodable {
    private let source, heading, text: String
    private let score: Double

    package init(_ passage: Passage) {
        source = passage.source
        heading = passage.heading
        text = passage.text
        // Six digits are what a reader may want to compare.
        score = (passage.score * 1e6).rounded() / 1e6
    }
}
