// SPDX-License-Identifier: MIT-0

import Foundation
import Reporting
import TestSupport
import Testing

private let tools = [
    "vc-record", "vc-transcribe", "vc-ask", "vc-speak", "vc-play", "vc-chat", "vc-index",
]
private let pages = tools.map { $0 + ".1" } + ["vc.7", "vc-aws.7", "vc-persona.5"]

/// The manual pages against the built tools.
struct ManualTests {
    @Test(.timeLimit(.minutes(5)), arguments: pages)
    func `the examples of a page work, and say nothing on stderr`(name: String) async throws {
        let examples = try ManualPage(name).examples
        try #require(!examples.isEmpty)
        for example in examples {
            let outcome = try await Stand().run(example)
            #expect(outcome.status == 0, "\(example)")
            #expect(outcome.stderr == "", "\(example)")
        }
    }

    @Test(arguments: tools)
    func `a page has the flags of its tool, and no others`(tool: String) async throws {
        let page = try ManualPage(tool + ".1")
        let documented = ManualPage.flags(
            in: page.section("OPTIONS").filter { $0.hasPrefix(".It") })
        let flags = try await flags(of: tool)
        #expect(documented == Set(flags.joined()))
        let synopsis = ManualPage.flags(in: page.section("SYNOPSIS"))
        #expect(synopsis.subtracting(flags.joined()) == [])
        let missing = flags.filter { synopsis.isDisjoint(with: $0) }
        #expect(missing == [["--version"], ["-h", "--help"]])
    }

    /// The flags that the argument parser knows: the names of each, in its order.
    private func flags(of tool: String) async throws -> [[String]] {
        struct Dump: Decodable {
            struct Name: Decodable {
                let kind: String
                let name: String
            }
            struct Argument: Decodable { let names: [Name]? }
            struct Command: Decodable { let arguments: [Argument] }
            let command: Command
        }
        let outcome = try await shell("\(tool) --experimental-dump-help")
        let dump = try JSONDecoder().decode(Dump.self, from: outcome.stdout)
        return dump.command.arguments.compactMap { argument in
            argument.names?.map { ($0.kind == "short" ? "-" : "--") + $0.name }
        }
    }

    @Test
    func `the table of exit statuses is the one of the code`() throws {
        let table = ManualPage.terms(
            in: try ManualPage("vc.7").section("EXIT STATUS"), macro: ".It ")
        #expect(table == Set(ExitStatus.allCases.map { "\($0.rawValue)" }))
    }

    @Test(arguments: tools)
    func `a page names only statuses of the table`(tool: String) throws {
        let statuses = ManualPage.terms(
            in: try ManualPage(tool + ".1").section("EXIT STATUS"), macro: ".It ")
        #expect(statuses.isSubset(of: ExitStatus.allCases.map { "\($0.rawValue)" }))
        #expect(statuses.isSuperset(of: ["0", "1", "64", "78"]))
    }

    @Test(arguments: tools)
    func `every event of a tool is documented, and no other`(tool: String) throws {
        let page = try ManualPage("vc.7")
        let parts = ["--json", "--events"].flatMap { page.subsection("\(tool) \($0)") }
        let documented = ManualPage.terms(in: parts)
        #expect(documented == (try events(of: tool)))
        #expect(documented != [])
    }

    @Test func `every member of vc-transcribe's events is documented`() throws {
        let part = try ManualPage("vc.7").subsection("vc-transcribe --json").joined(separator: " ")
        let file = repository.appending(path: "Sources/vc-transcribe/EventFields.swift")
        let source = try String(contentsOf: file, encoding: .utf8)
        let members = source.matches(of: /let ([a-z]+):/).map { String($0.1) }
        #expect(members.count > 15)
        for member in Set(members) {
            #expect(part.contains(".Li \(member)"), "\(member)")
        }
    }

    /// The types that the tool's sources hand to an event log.
    private func events(of tool: String) throws -> Set<String> {
        let folder = repository.appending(path: "Sources/\(tool)")
        let files = try FileManager.default.contentsOfDirectory(
            at: folder, includingPropertiesForKeys: nil)
        var events: Set<String> = []
        for file in files {
            let source = try String(contentsOf: file, encoding: .utf8)
            for call in source.matches(of: /events\??\.write\(\s*([^,)]*)/) {
                events.formUnion(call.1.matches(of: /"([a-z_]+)"/).map { String($0.1) })
            }
        }
        return events
    }

    @Test(.timeLimit(.minutes(5)), arguments: tools)
    func `the configuration that vc(7) shows is accepted`(tool: String) async throws {
        let configuration = try ManualPage("vc.7").configuration
        try #require(configuration.contains("[vc-chat]"))
        let outcome = try await Stand(configuration: configuration).run("\(tool) --version")
        #expect(outcome.status == 0)
        #expect(outcome.stderr == "")
    }
}
