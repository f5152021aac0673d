// SPDX-License-Identifier: MIT-0

import Channels
import Foundation
import Synchronization
import Testing

@testable import Cloud

/// A clock that the test sets, and a source whose answers the test gives.
private final class Source: Sendable {
    private struct State {
        var time = Timestamp(milliseconds: 0)
        var fetches = 0
    }
    private let state = Mutex(State())
    /// Each fetch waits for one.
    let answers = Channel<Result<Credentials, Refusal>>(capacity: 10)
    /// Says that a fetch has begun.
    let begun = Channel<Int>(capacity: 100)

    struct Refusal: Error {}

    var fetches: Int { state.withLock { $0.fetches } }

    func at(_ seconds: Int64) {
        state.withLock { $0.time = Timestamp(milliseconds: seconds * 1000) }
    }

    func cache() -> CredentialsCache {
        CredentialsCache(now: { self.state.withLock { $0.time } }) {
            let number = self.state.withLock {
                $0.fetches += 1
                return $0.fetches
            }
            self.begun.trySend(number)
            return try await self.answers.receive()?.get() ?? keys("none")
        }
    }

    func answer(_ name: String, until seconds: Int64?) {
        answers.trySend(.success(keys(name, until: seconds)))
    }
}

private func keys(_ name: String, until seconds: Int64? = nil) -> Credentials {
    Credentials(
        accessKey: name, secretKey: "s",
        expiry: seconds.map { Timestamp(milliseconds: $0 * 1000) })
}

@Suite(.timeLimit(.minutes(5)))
struct CredentialsCacheTests {
    @Test func `many callers, one fetch`() async throws {
        let source = Source()
        let cache = source.cache()
        let names = try await withThrowingTaskGroup { group in
            for _ in 0..<50 { group.addTask { try await cache.credentials().accessKey } }
            _ = try await source.begun.receive()
            source.answer("a", until: nil)
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(names == ["a"])
        #expect(source.fetches == 1)
        #expect(try await cache.credentials().accessKey == "a")
    }

    @Test func `they are fetched anew behind the callers' backs, and then before the end`()
        async throws
    {
        let source = Source()
        let cache = source.cache()
        source.answer("a", until: 3600)
        #expect(try await cache.credentials().accessKey == "a")
        source.at(2600)
        #expect(try await cache.credentials().accessKey == "a")
        #expect(source.fetches == 1)
        source.at(2750)  // under 15 minutes are left: nobody waits
        _ = try await source.begun.receive()
        #expect(try await cache.credentials().accessKey == "a")
        #expect(try await source.begun.receive() == 2)
        #expect(try await cache.credentials().accessKey == "a")
        source.answer("b", until: 7200)
        // `renewed` waits for the fetch that is under way.
        #expect(try await cache.renewed(after: keys("a", until: 3600))?.accessKey == "b")
        #expect(source.fetches == 2)
        source.at(7000)  // under 5: they wait
        source.answer("c", until: 9999)
        #expect(try await cache.credentials().accessKey == "c")
    }

    @Test func `while the old are valid a failing source disturbs nobody`() async throws {
        let source = Source()
        let cache = source.cache()
        source.answer("a", until: 3600)
        _ = try await cache.credentials()
        source.at(3400)
        source.answers.trySend(.failure(Source.Refusal()))
        #expect(try await cache.credentials().accessKey == "a")
        // Not again within a minute.
        source.at(3430)
        #expect(try await cache.credentials().accessKey == "a")
        #expect(source.fetches == 2)
        source.at(3461)
        source.answers.trySend(.failure(Source.Refusal()))
        #expect(try await cache.credentials().accessKey == "a")
        #expect(source.fetches == 3)
        source.at(3600)
        source.answers.trySend(.failure(Source.Refusal()))
        await #expect(throws: Source.Refusal.self) { try await cache.credentials() }
        source.answer("b", until: 9999)
        #expect(try await cache.credentials().accessKey == "b")
    }

    @Test func `short-lived ones are not fetched for each call`() async throws {
        let source = Source()
        let cache = source.cache()
        source.answer("a", until: 300)
        for second in 0..<190 {
            source.at(Int64(second))
            #expect(try await cache.credentials().accessKey == "a")
        }
        #expect(source.fetches == 1)
        source.at(210)  // a third of their life is left: nobody waits
        #expect(try await cache.credentials().accessKey == "a")
        #expect(source.answers.trySend(.success(keys("b", until: 600))))
        source.at(260)  // a sixth
        #expect(try await cache.credentials().accessKey == "b")
    }

    @Test func `a source that gives the same again is asked once a minute`() async throws {
        let source = Source()
        let cache = source.cache()
        source.answer("a", until: 3600)
        _ = try await cache.credentials()
        for second in 3350..<3400 {
            source.at(Int64(second))
            if second == 3350 { source.answer("a", until: 3600) }
            #expect(try await cache.credentials().accessKey == "a")
        }
        #expect(source.fetches == 2)
    }

    @Test func `refused ones are fetched anew once for all, even if they never expire`()
        async throws
    {
        let source = Source()
        let cache = source.cache()
        source.answer("a", until: nil)
        let old = try await cache.credentials()
        _ = try await source.begun.receive()
        let names = try await withThrowingTaskGroup { group in
            for _ in 0..<20 {
                group.addTask { try await cache.renewed(after: old)?.accessKey ?? "none" }
            }
            _ = try await source.begun.receive()
            source.answer("b", until: nil)
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(names == ["b"])
        #expect(source.fetches == 2)
        source.answer("b", until: nil)
        #expect(try await cache.renewed(after: keys("b")) == nil)
    }

    @Test func `a cancelled caller leaves, and the fetch goes on for others`() async throws {
        let source = Source()
        let cache = source.cache()
        let first = Task { try await cache.credentials() }
        _ = try await source.begun.receive()
        first.cancel()
        await #expect(throws: CancellationError.self) { try await first.value }
        async let second = cache.credentials()
        source.answer("a", until: nil)
        #expect(try await second.accessKey == "a")
        #expect(source.fetches == 1)
    }

    @Test func `signed calls renew expired credentials once, and set the clock right`() async throws
    {
        let source = Source()
        source.answer("a", until: nil)
        source.answer("b", until: nil)
        let now = Timestamp(milliseconds: 1_767_323_045_000)
        let calls = SignedCalls(
            credentials: source.cache(), retrying: Retrying(sleep: { _ in }), now: { now })
        let seen = Mutex<[String]>([])
        let value = try await calls.run { keys, offset in
            seen.withLock { $0.append("\(keys.accessKey) \(offset / .seconds(1))") }
            if offset == .zero {
                throw ServiceError(
                    host: "h", httpStatus: 403, code: "SignatureDoesNotMatch", message: "",
                    date: "Fri, 02 Jan 2026 04:04:05 GMT")
            }
            return 1
        }
        #expect(value == 1)
        let expired = ServiceError(host: "h", httpStatus: 400, code: "ExpiredToken", message: "")
        for _ in 0..<2 {
            _ = try? await calls.run { keys, offset in
                seen.withLock { $0.append("\(keys.accessKey) \(offset / .seconds(1))") }
                if keys.accessKey == "a" { throw expired }
            }
        }
        #expect(seen.withLock { $0 } == ["a 0.0", "a 3600.0", "a 3600.0", "b 3600.0", "b 3600.0"])
        source.answer("b", until: nil)
        await #expect(throws: expired) { try await calls.run { _, _ in throw expired } }
        #expect(source.fetches == 3)
    }
}
