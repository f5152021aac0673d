// SPDX-License-Identifier: MIT-0

import Channels
package import Dialogue
import Glibc
import Synchronization

/// One conversation that is remembered while it goes on.
///
/// The store is written on a thread of its own, in the order of the calls. What can't be written is
/// reported, once, and the conversation goes on without being remembered.
package final class Memory: Remembering {
    /// Which conversation.
    package enum Name: Sendable, Equatable {
        case named(String)
        /// The one that was used last.
        case last
    }

    package let name: String
    /// What is remembered so far.
    package let summary: String?
    package let exchanges: [Exchange]
    private let jobs: Channel<Job>
    private let broken: Broken
    /// Ended when the store is closed.
    private let closed: Channel<Never>

    private enum Job: Sendable {
        case exchange(Exchange)
        case summary(String, end: Int)
        case settle(Channel<Never>)
    }

    private enum Opening: Sendable {
        case done(name: String, MemoryStore.Past)
        case failed(any Error)
    }

    private init(
        _ name: String, _ past: MemoryStore.Past, _ jobs: Channel<Job>, _ broken: Broken,
        _ closed: Channel<Never>
    ) {
        self.name = name
        summary = past.summary
        exchanges = past.exchanges.enumerated().map {
            Exchange(number: $0, turn: $1.turn, reply: $1.reply)
        }
        self.jobs = jobs
        self.broken = broken
        self.closed = closed
    }

    /// Takes up a conversation, or begins it.
    ///
    /// Throws `MemoryError` and `DatabaseError`. `report` is called, on another thread, with the
    /// first error of a write. `file`: in the place of the user's store.
    package static func open(
        _ name: Name, file: String? = nil, report: @escaping @Sendable (any Error) -> Void
    ) async throws -> Memory {
        let jobs = Channel<Job>(capacity: 1024)
        let opened = Channel<Opening>(capacity: 1)
        let broken = Broken(report)
        let closed = Channel<Never>(capacity: 1)
        _ = Thread {
            work(name, file, opened, jobs, broken)
            closed.finish()
        }
        switch try await opened.receive() {
        case .done(let name, let past): return Memory(name, past, jobs, broken, closed)
        case .failed(let error): throw error
        case nil: throw CancellationError()
        }
    }

    /// The first error of a write.
    package var failure: (any Error)? { broken.first }

    package func keep(_ exchange: Exchange) { put(.exchange(exchange)) }

    package func keep(summary: String, before end: Int) { put(.summary(summary, end: end)) }

    /// Waits until all that was given to it is on the disk, or has failed.
    package func settle() async {
        let done = Channel<Never>(capacity: 1)
        guard jobs.trySend(.settle(done)) else { return }
        _ = try? await done.receive()
    }

    /// Writes what is left and closes the store, with which SQLite puts its log into the file.
    /// Nothing is kept any more after it.
    package func close() async {
        jobs.finish()
        _ = try? await closed.receive()
    }

    private func put(_ job: Job) {
        if !jobs.trySend(job) { broken.note(MemoryError.tooSlow) }
    }

    // MARK: On the thread

    private static func work(
        _ name: Name, _ file: String?, _ opened: Channel<Opening>, _ jobs: Channel<Job>,
        _ broken: Broken
    ) {
        var writer: Writer
        do {
            writer = try Writer(name, file)
            opened.trySend(.done(name: writer.name, writer.past))
        } catch {
            opened.trySend(.failed(error))
            return
        }
        while let job = try? jobs.receiveBlocking() {
            do {
                switch job {
                case .exchange(let exchange): try writer.keep(exchange)
                case .summary(let text, let end): try writer.keep(text, before: end)
                case .settle(let done): done.finish()
                }
            } catch { broken.note(error) }
        }
    }

    deinit { jobs.finish() }
}

/// Keeps the first error, and says it.
private final class Broken: Sendable {
    private let error = Mutex<(any Error)?>(nil)
    private let report: @Sendable (any Error) -> Void

    init(_ report: @escaping @Sendable (any Error) -> Void) { self.report = report }

    var first: (any Error)? { error.withLock { $0 } }

    func note(_ new: any Error) {
        let isFirst = error.withLock { error in
            defer { error = error ?? new }
            return error == nil
        }
        if isFirst { report(new) }
    }
}
