// SPDX-License-Identifier: MIT-0

import Channels
import Children

/// The text of PDFs, by `pdftotext(1)` of poppler-utils: a parser of such files is best a process of
/// its own, which may crash or never end.
struct PDFReader: Sendable {
    /// How long one file may take.
    let deadline: Duration

    /// UTF-8, a form feed behind each page.
    func text(of path: String, limit: Int) async throws -> [UInt8] {
        guard findExecutable("pdftotext") != nil else { throw KnowledgeError.noPDFReader(path) }
        let child = try Child(
            .init(["pdftotext", "-q", "-enc", "UTF-8", "--", path, "-"], name: "pdftotext"))
        let end = try await run(child, path, limit)
        guard end.status == .exited(0) else { throw try await refusal(path) }
        return end.output
    }

    /// Why it can't be read: without `-q` it says so.
    private func refusal(_ path: String) async throws -> KnowledgeError {
        let child = try Child(
            .init([
                "/bin/sh", "-c", "exec pdftotext -enc UTF-8 -- \"$1\" - 2>&1 >/dev/null", "sh",
                path,
            ]))
        let said = String(decoding: try await run(child, path, 1 << 16).output, as: UTF8.self)
        guard !said.contains("Incorrect password") else { return .encryptedPDF(path) }
        return .brokenPDF(path, reason: Self.reason(said))
    }

    /// `Syntax Error: Couldn't find trailer dictionary`, its last line, without what it is called.
    private static func reason(_ said: String) -> String {
        let line = said.split(whereSeparator: \.isNewline).last ?? ""
        let words = line.split(separator: ": ", maxSplits: 1).last ?? line
        return String(words.prefix(200))
    }

    private func run(
        _ child: Child, _ path: String, _ limit: Int
    ) async throws -> (output: [UInt8], status: Termination) {
        let whole = try await withThrowingTaskGroup(of: [UInt8]?.self) { group in
            group.addTask {
                child.input.finish()
                var whole: [UInt8] = []
                while let bytes = try await child.nextOutput() {
                    whole += bytes
                    guard whole.count <= limit else { return whole }
                }
                return whole
            }
            group.addTask {
                try await Task.sleep(for: deadline)
                return nil
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
        guard let whole, whole.count <= limit else {
            await child.stop(grace: .milliseconds(200))
            guard let whole else { throw KnowledgeError.slowPDF(path) }
            throw KnowledgeError.tooLarge(path, bytes: whole.count, limit: limit)
        }
        return (whole, try await child.waitForEnd())
    }
}
