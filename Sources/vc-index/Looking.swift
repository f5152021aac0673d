// SPDX-License-Identifier: MIT-0

import Dialogue
import Filter
import Knowledge
import Reporting
import Settings
import Stages

/// `--query`: shows what would be found.
@MainActor
struct Looking {
    private let library: Library
    private let output = Output.standard()
    private let events: EventLog?
    private let session: Session

    init(_ library: Library, isJSON: Bool, _ session: Session) {
        self.library = library
        self.session = session
        events = isJSON ? EventLog(output) : nil
    }

    /// One question, or with `-` each line of stdin.
    func run(_ query: String) async throws -> ExitStatus {
        session.interrupts?.endAtOnce()
        guard query == "-" else { return try await show(query) ? .success : .nothing }
        var status = ExitStatus.nothing
        var lines = UTF8Lines()
        let input = Input.standard()
        var isOver = false
        while !isOver {
            let bytes = try input.read(upTo: 65_536)
            isOver = bytes.isEmpty
            for line in isOver ? lines.finish() : lines.push(bytes) {
                if try await show(line) { status = .success }
            }
        }
        return status
    }

    /// - Returns: whether anything was found.
    private func show(_ query: String) async throws -> Bool {
        let began = monotonicSeconds()
        let passages = try await library.passages(for: query)
        if let events {
            let took = ((monotonicSeconds() - began) * 1e6).rounded() / 1e3
            try events.write("found", Found(query, passages, milliseconds: took))
        } else {
            for passage in passages { try output.write(Self.line(passage)) }
        }
        return !passages.isEmpty
    }

    /// Score, source, heading, text, with tabs between.
    private static func line(_ passage: Passage) -> String {
        let score = (passage.score * 1000).rounded() / 1000
        let cells = ["\(score)", passage.source, passage.heading, passage.text]
        return cells.map(oneLine).joined(separator: "\t") + "\n"
    }

    private static func oneLine(_ text: String) -> String {
        var line = SingleLine()
        return line.push(text.replacing("\t", with: " "))
    }

    private struct Found: Encodable {
        let query: String
        let passages: [CitedPassage]
        let milliseconds: Double

        init(_ query: String, _ passages: [Passage], milliseconds: Double) {
            self.query = query
            self.passages = passages.map(CitedPassage.init)
            self.milliseconds = milliseconds
        }
    }
}
