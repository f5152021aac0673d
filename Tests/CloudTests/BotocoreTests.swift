// SPDX-License-Identifier: MIT-0

import Foundation
import TestSupport
import Testing
import Transfer

@testable import Cloud

/// Random requests and events, judged by botocore: Tests/Reference/botocore_wire.py makes both.
@Suite(.timeLimit(.minutes(5)))
struct BotocoreTests {
    struct Keys: Decodable {
        let accessKey, secretKey: String
        let sessionToken: String?
    }

    struct Request: Decodable {
        let region, service, method, url, authorization: String
        let time: Int64
        let credentials: Keys
        let headers: [[String]]
        let body: HexBytes
        let events, sendsHash: Bool
        let sent: [String: String]
    }

    struct Chain: Decodable {
        struct Frame: Decodable {
            let date: Int64
            let inner, wire: HexBytes
        }
        let region, service, secretKey: String
        let seed: HexBytes
        let frames: [Frame]
    }

    private func generated<Case: Decodable>(_ kind: String, _ count: Int) async throws -> [Case] {
        let script = repository.appending(path: "Tests/Reference/botocore_wire.py").path
        let python = #""$XDG_DATA_HOME/vc/tests-venv/bin/python""#
        let outcome = try await shell("\(python) -B '\(script)' \(kind) \(count)")
        try #require(outcome.status == 0, "\(outcome.stderr)")
        let cases = try JSONDecoder().decode([Case].self, from: outcome.stdout)
        try #require(cases.count == count)
        return cases
    }

    @Test func `random requests are signed as botocore signs them`() async throws {
        for vector in try await generated("requests", 400) as [Request] {
            let keys = vector.credentials
            let signed = try RequestSigner(region: vector.region, service: vector.service).sign(
                SignableRequest(
                    vector.method, vector.url,
                    headers: vector.headers.map { HTTPField($0[0], $0[1]) },
                    payload: vector.events ? .events : .body(vector.body.bytes),
                    sendsContentHash: vector.sendsHash),
                with: Credentials(
                    accessKey: keys.accessKey, secretKey: keys.secretKey,
                    sessionToken: keys.sessionToken),
                at: Timestamp(milliseconds: vector.time))
            #expect(signed.headers.last?.value == vector.authorization, "\(vector.url)")
            for (name, value) in vector.sent {
                #expect(signed.headers.contains(HTTPField(name, value)))
            }
        }
    }

    @Test func `random streams of events are signed with botocore's keys`() async throws {
        for chain in try await generated("chains", 60) as [Chain] {
            var signer = EventSigner(
                after: chain.seed.bytes, secretKey: chain.secretKey, region: chain.region,
                service: chain.service)
            for frame in chain.frames {
                let wire = try signer.sign(
                    frame.inner.bytes, at: Timestamp(milliseconds: frame.date))
                #expect(wire == frame.wire.bytes)
            }
        }
    }

    @Test func `random messages are read as botocore reads them`() async throws {
        for vector in try await generated("messages", 400) as [EventStreamVectors.Good] {
            let decoded = Decoded([vector.bytes.bytes])
            #expect(decoded.failure == nil)
            #expect(
                decoded.messages.map { $0.headers.map(\.shown) } == vector.messages.map(\.headers))
            #expect(decoded.messages.map(\.payload) == vector.messages.map(\.payload.bytes))
            #expect(try decoded.messages.flatMap { try $0.encoded() } == vector.bytes.bytes)
        }
    }
}
