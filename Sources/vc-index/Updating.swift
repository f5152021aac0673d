// SPDX-License-Identifier: MIT-0

import Dialogue
import Filter
import Glibc
import Knowledge
import Reporting
import Settings
import Stages

/// Brings indexes up to date.
@MainActor
struct Updating {
    private let output: String?
    private let embedder: (any TextEmbedder)?
    private let session: Session
    private let progress: Progress

    init(output: String?, embedder: (any TextEmbedder)?, _ session: Session) {
        self.output = output
        self.embedder = embedder
        self.session = session
        progress = Progress(session.diagnostics)
    }

    /// Goes on after a path that can't be indexed.
    /// - Returns: the first failure's status.
    func run(_ paths: [String]) async throws -> ExitStatus {
        var status = ExitStatus.success
        for path in paths where session.interrupts?.received == nil {
            do {
                let failure = try await update(path)
                if status == .success, let failure { status = failure }
            } catch let error as any ReportableError {
                progress.clear()
                let failure = session.diagnostics.report(error)
                if status == .success { status = failure }
            }
        }
        return status
    }

    /// - Returns: the status of the first document that failed.
    private func update(_ path: String) async throws -> ExitStatus? {
        guard let real = IndexPlace.realPath(path) else {
            throw FilterError.cannotOpen(path, code: errno)
        }
        try checkKind(path)
        let index = try KnowledgeIndex(file(of: real), creating: true, of: path)
        var indexing = Indexing(
            index, diagnostics: progress.diagnostics,
            isInterrupted: { session.interrupts?.received != nil },
            progress: { progress.show("\($0) documents") })
        let summary = try await indexing.run(real)
        if !summary.wasInterrupted { try await embed(index) }
        progress.clear()
        let counts = try index.counts()
        session.diagnostics.note(
            "\(path): \(counts.documents) documents, \(counts.passages) passages; "
                + "\(summary.indexed) read, \(summary.removed) gone")
        return summary.failure
    }

    private func checkKind(_ path: String) throws {
        var status = stat()
        guard stat(path, &status) == 0 else { throw FilterError.cannotOpen(path, code: errno) }
        let kind = status.st_mode & S_IFMT
        guard kind == S_IFDIR || kind == S_IFREG else { throw KnowledgeError.noDocument(path) }
    }

    private func file(of path: String) throws -> String {
        if let output { return output }
        guard let folder = Stages.indexFolder else { throw KnowledgeError.noHome }
        try UserFolder.make(folder)
        return IndexPlace.file(of: path, in: folder)
    }

    /// Adds the vectors that are missing; what was added stays, whatever happens.
    private func embed(_ index: KnowledgeIndex) async throws {
        guard let embedder else {
            let missing = try index.embedding() == nil ? 0 : index.countWithoutVector()
            if missing > 0 {
                progress.clear()
                session.diagnostics.warn(
                    "\(missing) passages have no vectors yet; --embed MODEL adds them")
            }
            return
        }
        try index.keepVectors(of: embedder.model)
        var last = 0
        while session.interrupts?.received == nil {
            let next = try index.passages(withoutVectorAbove: last, limit: 96)
            guard let end = next.last?.id else { return }
            let vectors = try await embedder.vectors(of: next.map(\.text), for: .document)
            try index.add(zip(next, vectors).map { ($0.id, $1) }, of: embedder.model)
            last = end
            progress.show("vectors up to passage \(last)")
        }
    }
}
