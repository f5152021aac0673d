// SPDX-License-Identifier: MIT-0

import Foundation
import TestSupport
import Testing

/// What README.md shows is what happens.
struct ReadmeTests {
    private let blocks: [Block]

    /// A fenced block and the last line that is not blank in front of it.
    private struct Block {
        let language: String
        let text: String
        let isLeftOut: Bool
    }

    init() throws {
        let file = repository.appending(path: "README.md")
        var blocks: [Block] = []
        var previous = ""
        var block: (language: String, lines: [String])?
        for line in try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n") {
            if let open = block {
                if line == "```" {
                    blocks.append(
                        Block(
                            language: open.language, text: open.lines.joined(separator: "\n"),
                            isLeftOut: previous.hasPrefix("<!-- not run: ")))
                    block = nil
                    previous = ""
                } else {
                    block?.lines.append(line)
                }
            } else if line.hasPrefix("```") {
                block = (String(line.dropFirst(3)), [])
            } else if !line.isEmpty {
                previous = line
            }
        }
        self.blocks = blocks
    }

    @Test(.timeLimit(.minutes(5)))
    func `the shell commands that can be run here work`() async throws {
        let scripts = blocks.filter { $0.language == "sh" && !$0.isLeftOut }
        try #require(!scripts.isEmpty)
        for script in scripts {
            let outcome = try await Stand().run("set -e\n" + script.text)
            #expect(outcome.status == 0, "\(script.text)")
            #expect(outcome.stderr == "", "\(script.text)")
        }
    }

    @Test(
        .timeLimit(.minutes(5)),
        arguments: [
            "vc-record", "vc-transcribe", "vc-ask", "vc-speak", "vc-play", "vc-chat", "vc-index",
        ])
    func `the configuration is accepted`(tool: String) async throws {
        let configurations = blocks.filter { $0.language == "ini" }
        try #require(!configurations.isEmpty)
        for configuration in configurations {
            let stand = try await Stand(configuration: configuration.text)
            let outcome = try await stand.run("\(tool) --version")
            #expect(outcome.status == 0)
            #expect(outcome.stderr == "")
        }
    }

    @Test
    func `the pages and files it links to are there`() throws {
        let file = repository.appending(path: "README.md")
        let links = try String(contentsOf: file, encoding: .utf8).matches(of: /\]\(([^)#:]+)\)/)
        try #require(!links.isEmpty)
        for link in links {
            let path = repository.appending(path: String(link.1)).path
            #expect(FileManager.default.fileExists(atPath: path), "\(link.1)")
        }
    }
}
