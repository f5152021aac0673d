// SPDX-License-Identifier: MIT-0

import Testing
import Transfer

@testable import Cloud

struct EventSignerTests {
    let vectors: SigningVectors

    init() throws { vectors = try SigningVectors.load() }

    private func opened(
        by name: String, clockOffset: Duration = .zero
    ) throws -> EventSigner {
        let vector = try #require(vectors.requests.first { $0.name == name })
        let credentials = Credentials(
            accessKey: vectors.credentials.accessKey, secretKey: vectors.credentials.secretKey)
        let signer = RequestSigner(region: vector.region, service: vector.service)
        let request = try signer.sign(
            SignableRequest(vector.method, vector.url, headers: vector.fields, payload: .events),
            with: credentials, at: Timestamp(milliseconds: vectors.time))
        #expect(request.signature == vector.signature.bytes)
        return signer.events(after: request, with: credentials, clockOffset: clockOffset)
    }

    @Test(arguments: try SigningVectors.load().chains)
    func `a published stream is signed to the byte`(_ chain: SigningVectors.Chain) throws {
        var signer = try opened(by: chain.request)
        for frame in chain.frames {
            let time = Timestamp(milliseconds: frame.date)
            if frame.inner.bytes.isEmpty {
                #expect(try signer.end(at: time) == frame.wire.bytes)
                #expect(frame.wire.bytes.count == 83)
            } else {
                let event = try #require(Decoded([frame.inner.bytes]).messages.first)
                #expect(try signer.sign(event, at: time) == frame.wire.bytes)
            }
            #expect(signer.priorSignature == frame.signature.bytes)
        }
    }

    @Test(arguments: try SigningVectors.load().chains)
    func `the strings to sign are the published ones`(_ chain: SigningVectors.Chain) throws {
        let vector = try #require(vectors.requests.first { $0.name == chain.request })
        var prior = vector.signature.bytes
        for frame in chain.frames {
            let time = Timestamp(milliseconds: frame.date)
            let text = try EventSigner.stringToSign(
                frame.inner.bytes, dated: [EventStreamHeader(":date", .timestamp(time))].encoded(),
                at: time,
                scope: .init(day: time.day, region: vector.region, service: vector.service),
                after: prior)
            if let published = frame.stringToSign { #expect(text == published) }
            let key = SigningKey.self
            #expect(
                try key.init(
                    secretKey: vectors.credentials.secretKey,
                    scope: .init(day: time.day, region: vector.region, service: vector.service)
                ).signature(of: text) == frame.signature.bytes)
            prior = frame.signature.bytes
        }
    }

    @Test func `AWS's own test vector, with milliseconds, holds`() throws {
        let vector = vectors.event
        let time = Timestamp(milliseconds: vector.date)
        let date = try [EventStreamHeader(":date", .timestamp(time))].encoded()
        #expect(date == vector.headers.bytes)
        let scope = SigningKey.Scope(day: time.day, region: vector.region, service: vector.service)
        let text = try EventSigner.stringToSign(
            vector.inner.bytes, dated: date, at: time, scope: scope, after: vector.prior.bytes)
        #expect(text == vector.stringToSign)
        var signer = EventSigner(
            after: vector.prior.bytes, secretKey: vector.secretKey, region: vector.region,
            service: vector.service)
        _ = try signer.sign(vector.inner.bytes, at: time)
        #expect(signer.priorSignature == vector.signature.bytes)
    }

    @Test func `an event after midnight is signed with the new day's key`() throws {
        let midnight = Timestamp(year: 2026, month: 1, day: 3)
        let before = Timestamp(milliseconds: midnight.milliseconds - 1)
        func signer(_ prior: [UInt8]) -> EventSigner {
            EventSigner(after: prior, secretKey: "s", region: "r", service: "transcribe")
        }
        var long = signer([1, 2, 3])
        _ = try long.sign([7], at: before)
        var fresh = signer(long.priorSignature)
        #expect(try long.sign([8], at: midnight) == fresh.sign([8], at: midnight))
        var stale = signer([1, 2, 3])
        _ = try stale.sign([7], at: before)
        #expect(try stale.sign([8], at: before) != fresh.sign([8], at: before))
    }

    @Test func `an event that can't be sent leaves the chain as it was`() throws {
        var signer = try opened(by: "V4")
        let prior = signer.priorSignature
        let large = EventStreamMessage(
            event: "AudioEvent", contentType: "application/octet-stream",
            payload: Array(repeating: 0, count: EventStreamLimits.sentPayload))
        let time = Timestamp(milliseconds: vectors.time)
        #expect(throws: EventStreamError.self) { try signer.sign(large, at: time) }
        #expect(signer.priorSignature == prior)
    }

    @Test func `a clock that is wrong is put right by its offset`() throws {
        var (right, wrong) = (try opened(by: "V4"), try opened(by: "V4", clockOffset: .seconds(-9)))
        let time = Timestamp(milliseconds: vectors.time)
        #expect(try right.end(at: time) == wrong.end(at: time.advanced(by: .seconds(9))))
    }
}
