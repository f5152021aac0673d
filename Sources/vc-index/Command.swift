// SPDX-License-Identifier: MIT-0

import ArgumentParser
import Dialogue
import Filter
import Knowledge
import Reporting
import Settings
import Stages

/// `vc-index`: what a language model may look up.
@main
struct Index: Tool {
    static let configuration = CommandConfiguration(
        commandName: "vc-index",
        abstract: "Index documents, so that a language model can look things up in them.",
        discussion: """
            Indexes text, Markdown, HTML and PDF: files, or all files in folders. Run again, it takes \
            in what has changed. vc-ask and vc-chat look things up with --knowledge.
            """,
        version: toolVersion)
    static let interruption = Interruption.endsWork

    @Argument(help: ArgumentHelp("What to index, or to look up in.", valueName: "path"))
    var paths: [String]

    @Option(
        help: ArgumentHelp(
            "Keep one index of all of it in this file, not in the data folder.", valueName: "file"))
    var output: String?

    @Option(
        help: ArgumentHelp(
            "Index nothing; show the passages that fit. With - each line of stdin is a question.",
            valueName: "text"))
    var query: String?

    @Option(help: ArgumentHelp("How many passages to show.", valueName: "n"))
    var limit = 5

    @Flag(help: "Write passages as events, JSON Lines.")
    var json = false

    @Option(
        help: ArgumentHelp(
            "Add vectors by this model of Bedrock: passages are found by meaning too.",
            valueName: "model"))
    var embed: String?

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard limit > 0 else { throw ValidationError("--limit takes a number from 1.") }
        if query != nil, output != nil || embed != nil {
            throw ValidationError("--query looks things up; it goes without --output and --embed.")
        }
        if json, query == nil { throw ValidationError("--json needs --query.") }
    }

    func run(in session: Session) async throws -> ExitStatus {
        let stages = Stages(session.diagnostics, connection)
        if let query {
            let library = Library(try paths.map { try stages.source($0) }, limit: limit)
            return try await Looking(library, isJSON: json, session).run(query)
        }
        let embedder = try embed.map { try stages.embedder($0) }
        return try await Updating(output: output, embedder: embedder, session).run(paths)
    }
}
