// SPDX-License-Identifier: MIT-0

import Children
package import Filter
package import Reporting

/// One run over a folder or a file: brings its index up to date.
///
/// What a file's size and time of modification don't show to be unchanged is read; what its content
/// doesn't is cut into passages. Every so often what was read is committed, so that a run may be
/// ended at any time: the next goes on from there.
package struct Indexing {
    /// What a run came to.
    package struct Summary: Sendable, Equatable {
        package var documents = 0
        package var indexed = 0
        package var removed = 0
        /// Of the first document that failed.
        package var failure: ExitStatus?
        package var wasInterrupted = false
    }

    /// Bytes of text that are committed together.
    private static let batchBytes = 4 << 20

    private let index: KnowledgeIndex
    private let reader: DocumentReader
    private let diagnostics: Diagnostics
    private let isInterrupted: () -> Bool
    private let progress: (Int) -> Void

    private var summary = Summary()
    private var root = 0
    private var known: [String: KnowledgeIndex.Known] = [:]
    private var batch: [KnowledgeIndex.Entry] = []
    private var batchWeight = 0
    private var hasToldOfPDF = false
    /// Names of files and folders of which nothing is known now: what was known of them and of what
    /// is below them stays.
    private var unreadable: [String] = []

    /// `progress` is told how many documents were looked at.
    package init(
        _ index: KnowledgeIndex, reader: DocumentReader = DocumentReader(),
        diagnostics: Diagnostics, isInterrupted: @escaping () -> Bool,
        progress: @escaping (Int) -> Void
    ) {
        self.index = index
        self.reader = reader
        self.diagnostics = diagnostics
        self.isInterrupted = isInterrupted
        self.progress = progress
    }

    /// - Parameter path: a real path.
    package mutating func run(_ path: String) async throws -> Summary {
        summary = Summary()
        root = try index.root(path)
        known = try index.documents(of: root)
        unreadable = []
        var failed: [(name: String, path: String, code: Int32)] = []
        try await DocumentTree.visit(path) { file in
            guard !isInterrupted() else {
                summary.wasInterrupted = true
                return false
            }
            try await take(file)
            return true
        } failed: {
            failed.append(($0, $1, $2))
        }
        for (name, path, code) in failed {
            fail(FilterError.cannotOpen(path, code: code), name: name)
        }
        try commit()
        if !summary.wasInterrupted { try removeGone() }
        return summary
    }

    private mutating func take(_ file: FoundFile) async throws {
        summary.documents += 1
        progress(summary.documents)
        let old = known[file.name]
        if let old, old.bytes == file.bytes, old.modified == file.modified {
            known[file.name] = nil
            return
        }
        do {
            switch try await reader.read(file, known: old?.fingerprint) {
            case .binary:
                guard file.isNamed else { return }
                throw KnowledgeError.notText(file.path)
            case .unchanged:
                try add(.init(file: file, fingerprint: old?.fingerprint ?? 0, chunks: nil))
            case .text(let document, let fingerprint, let hadInvalid):
                if hadInvalid {
                    diagnostics.warn(
                        "'\(file.path)' is not valid UTF-8; what is not was replaced")
                }
                let chunks = Chunker.chunks(of: document, title: Self.title(of: file.name))
                if chunks.isEmpty, file.isNamed || file.name.lowercased().hasSuffix(".pdf") {
                    diagnostics.warn("there is no text in '\(file.path)' (scanned pages have none)")
                }
                summary.indexed += 1
                try add(.init(file: file, fingerprint: fingerprint, chunks: chunks))
            }
            known[file.name] = nil
        } catch let error as any ReportableError where error.isOfOneDocument {
            fail(error, name: file.name)
        }
    }

    /// What a document is called that doesn't say it: its name without folders and ending.
    private static func title(of name: String) -> String {
        let last = name.split(separator: "/").last.map(String.init) ?? name
        guard let dot = last.lastIndex(of: "."), dot > last.startIndex else { return last }
        return String(last[..<dot])
    }

    private mutating func add(_ entry: KnowledgeIndex.Entry) throws {
        batch.append(entry)
        batchWeight += entry.weight
        if batchWeight >= Self.batchBytes { try commit() }
    }

    private mutating func commit() throws {
        guard !batch.isEmpty else { return }
        try index.add(batch, to: root)
        batch = []
        batchWeight = 0
    }

    /// What is still known here was not met again.
    private mutating func removeGone() throws {
        let gone = known.keys.filter { name in
            !unreadable.contains { $0.isEmpty || $0 == name || name.hasPrefix($0 + "/") }
        }
        guard !gone.isEmpty else { return }
        try index.remove(gone.sorted(), from: root)
        summary.removed = gone.count
    }

    /// Says what is wrong with a document or a folder, and goes on.
    private mutating func fail(_ error: any ReportableError, name: String) {
        unreadable.append(name)
        summary.failure = summary.failure ?? error.status
        if case KnowledgeError.noPDFReader = error {
            // Said once: it is so for all of them.
            guard !hasToldOfPDF else { return }
            hasToldOfPDF = true
        }
        diagnostics.report(error)
    }
}

extension ReportableError {
    /// Whether the others can be read all the same; else it is about the index.
    fileprivate var isOfOneDocument: Bool {
        switch self {
        case is KnowledgeError: return true
        case let error as FilterError:
            switch error {
            case .cannotOpen, .readFailed: return true
            default: return false
            }
        default: return self is ChildError
        }
    }
}
