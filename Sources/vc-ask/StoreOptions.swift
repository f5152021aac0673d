// SPDX-License-Identifier: MIT-0

import ArgumentParser
import Database
import Dialogue
import Filter
import FoundationEssentials
import Glibc
import Memory
import Reporting

/// What can be done with conversations that are remembered, instead of holding one.
struct StoreOptions: ParsableArguments {
    @Flag(help: "Show the conversations that are remembered, the last one first, and exit.")
    var memories = false

    @Option(
        help: ArgumentHelp("Forget the conversation of this name, and exit.", valueName: "name"))
    var forget: String?

    @Option(
        help: ArgumentHelp(
            "Write the conversation of this name as JSON Lines, and exit.", valueName: "name"))
    var export: String?

    func validate() throws {
        if forget != nil, export != nil {
            throw ValidationError("--export and --forget are two runs: the one, then the other.")
        }
    }

    /// Does what was asked for; nil where nothing was.
    func run(_ output: Output) throws -> ExitStatus? {
        guard memories || forget != nil || export != nil else { return nil }
        let store: MemoryStore
        do {
            store = try MemoryStore(creating: false)
        } catch DatabaseError.missing {
            if let name = forget ?? export { throw MemoryError.unknown(name) }
            return .nothing
        }
        if let forget { try store.forget(forget) }
        if let export { try write(export, of: store, to: output) }
        guard memories else { return .success }
        let entries = try store.entries()
        for entry in entries {
            try output.write("\(entry.name)\t\(entry.turns)\t\(time(entry.used))\n")
        }
        return entries.isEmpty ? .nothing : .success
    }

    /// A line for each message, then one for the summary if there is one.
    private func write(_ name: String, of store: MemoryStore, to output: Output) throws {
        let summary = try store.read(name) { turn, reply, said in
            try write(Line(role: "user", content: turn, time: time(said)), to: output)
            try write(Line(role: "assistant", content: reply, time: time(said)), to: output)
        }
        if let summary {
            try write(Line(role: "summary", content: summary, time: nil), to: output)
        }
    }

    private struct Line: Encodable {
        let role, content: String
        let time: String?
    }

    private func write(_ line: Line, to output: Output) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try output.write([UInt8](try encoder.encode(line)) + [UInt8(ascii: "\n")])
    }

    /// As in RFC 3339, in UTC.
    private func time(_ seconds: Double) -> String {
        var clock = time_t(seconds)
        var parts = tm()
        gmtime_r(&clock, &parts)
        var text = [CChar](repeating: 0, count: 32)
        let count = strftime(&text, text.count, "%Y-%m-%dT%H:%M:%SZ", &parts)
        return String(decoding: text.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
