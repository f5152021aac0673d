// SPDX-License-Identifier: MIT-0

import Foundation
import Reporting
import Synchronization
import Testing
import Transfer

@testable import Cloud

struct RetryTests {
    struct Delay: Decodable {
        let attempt: Int
        let isThrottled: Bool
        let hint: String
        let random, seconds: Double

        init(from decoder: any Decoder) throws {
            var row = try decoder.unkeyedContainer()
            attempt = try row.decode(Int.self)
            isThrottled = try row.decode(Bool.self)
            hint = try row.decode(String.self)
            random = try row.decode(Double.self)
            seconds = try row.decode(Double.self)
        }
    }

    @Test(.timeLimit(.minutes(5)))
    func `delays are botocore's`() async throws {
        let delays = try await botocore("delays", as: [Delay].self)
        try #require(delays.count == 288)
        for delay in delays {
            let kind: RetryClass = delay.isThrottled ? .throttling : .transient
            var (state, bucket) = (RetryState(maxAttempts: 10), RetryBucket())
            for _ in 1..<delay.attempt {
                _ = state.failed(kind, random: 0, bucket: &bucket)
            }
            let hint = RetryHint([HTTPField("X-Amz-Retry-After", delay.hint)])
            let wait = state.failed(kind, hint: hint, random: delay.random, bucket: &bucket)
            let seconds = try #require(wait) / .seconds(1)
            #expect(abs(seconds - delay.seconds) < 1e-9, "\(delay)")
        }
    }

    @Test func `a demand to wait is kept, up to twenty seconds`() {
        let waits = [("3", 3.0), ("600", 20), ("0", 0.05)].map { value, _ in
            var (state, bucket) = (RetryState(maxAttempts: 2), RetryBucket())
            return state.failed(
                .transient, hint: RetryHint([HTTPField("retry-after", value)]), random: 1,
                bucket: &bucket)
        }
        #expect(waits == [.seconds(3), .seconds(20), .milliseconds(50)])
        for odd in ["", "-1", "soon", "Fri, 02 Jan 2026 03:04:05 GMT", "99999999999"] {
            #expect(RetryHint([HTTPField("Retry-After", odd)]) == nil)
        }
    }

    @Test func `attempts end, and so do tokens`() {
        var bucket = RetryBucket()
        var state = RetryState(maxAttempts: 3)
        let three = (0..<3).map { _ in state.failed(.transient, random: 0, bucket: &bucket) }
        #expect(three == [.zero, .zero, nil])
        #expect(bucket.tokens == 500 - 28)
        // What the last retry has cost comes back.
        state.succeeded(bucket: &bucket)
        #expect(bucket.tokens == 500 - 14)
        var calls = 0
        var next: Duration? = .zero
        while next != nil {
            calls += 1
            var other = RetryState(maxAttempts: 2)
            next = other.failed(.throttling, random: 0, bucket: &bucket)
        }
        #expect(calls == 98)  // 97 retries of 5 tokens, then none
        #expect(bucket.tokens == 1)
        RetryState(maxAttempts: 2).succeeded(bucket: &bucket)
        #expect(bucket.tokens == 2)
        var failed = RetryState(maxAttempts: 2)
        #expect(failed.failed(.final, random: 0, bucket: &bucket) == nil)
    }

    @Test func `a bucket is never fuller than full`() {
        var bucket = RetryBucket()
        RetryState(maxAttempts: 1).succeeded(bucket: &bucket)
        #expect(bucket.tokens == RetryBucket.capacity)
    }

    @Test func `a call is tried again until it succeeds`() async throws {
        let waits = Mutex<[Duration]>([])
        let retrying = Retrying(
            random: { 1 }, sleep: { wait in waits.withLock { $0.append(wait) } })
        let value = try await retrying.run { attempt in
            if attempt == 1 {
                throw ServiceError(host: "h", httpStatus: 503, code: "", message: "")
            }
            if attempt == 2 { throw ServiceError(host: "h", code: "SlowDown", message: "") }
            return attempt
        }
        #expect(value == 3)
        #expect(waits.withLock { $0 } == [.milliseconds(50), .seconds(2)])
    }

    @Test func `what is final, or was delivered, is not tried again`() async {
        let retrying = Retrying(sleep: { _ in })
        for (status, mayRepeat) in [(400, true), (503, false)] {
            var calls = 0
            await #expect(throws: ServiceError.self) {
                try await retrying.run(mayRepeat: { mayRepeat }) { _ in
                    calls += 1
                    throw ServiceError(host: "h", httpStatus: status, code: "", message: "")
                }
            }
            #expect(calls == 1)
        }
    }

    @Test func `a stream that was of use meanwhile counts anew, with short delays again`() async {
        let waits = Mutex<[Duration]>([])
        let retrying = Retrying(
            maxAttempts: 2, random: { 1 }, sleep: { wait in waits.withLock { $0.append(wait) } })
        var calls = 0
        await #expect(throws: ServiceError.self) {
            try await retrying.run(startsAnew: { calls <= 4 }) { _ in
                calls += 1
                throw ServiceError(host: "h", httpStatus: 503, code: "", message: "")
            }
        }
        #expect(calls == 5)
        #expect(waits.withLock { $0 } == Array(repeating: .milliseconds(50), count: 4))
    }

    @Test(arguments: [
        (TransferError.cannotConnect(host: "h", code: 7, reason: ""), RetryClass.transient),
        (.tooSlow(host: "h", .waiting, limit: .seconds(1)), .transient),
        (.broken(host: "h", .receiving, code: 56, reason: ""), .transient),
        (.untrusted(host: "h", code: 60, reason: ""), .final), (.invalidURL(""), .final),
    ])
    func `a broken connection may pass, a refused certificate doesn't`(
        error: TransferError, kind: RetryClass
    ) {
        #expect(RetryClass(error) == kind)
        #expect(RetryClass(CancellationError()) == .final)
    }
}
