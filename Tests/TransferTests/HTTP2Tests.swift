// SPDX-License-Identifier: MIT-0

import Foundation
import LoopbackServer
import TestSupport
import Testing

@testable import Transfer

/// HTTP/2 on loopback: by ALPN over TLS, and with prior knowledge.
@Suite(.timeLimit(.minutes(5)))
struct HTTP2Tests {
    /// A server, and a client that trusts it.
    struct Pair {
        let server: LoopbackServer
        let client: HTTPClient

        init() async throws {
            server = try await LoopbackServer("h2_server.py", ["tls"], python: testPython)
            client = HTTPClient(trusting: server.greeting + "/cert.pem")
        }

        func request(_ path: String, _ body: HTTPRequest.Body = .none) -> HTTPRequest {
            HTTPRequest("POST", server.url(path, scheme: "https"), body: body)
        }

        func body(of path: String) async throws -> String {
            try await client.exchange(request(path)) {
                String(decoding: try await $0.body.collect(atMost: 100), as: UTF8.self)
            }
        }
    }

    func echoes(_ client: HTTPClient, _ request: HTTPRequest, _ upload: BodyStream) async throws {
        try await client.exchange(request) { response in
            #expect(response.version == "2")
            for number in 0..<200 {
                let piece = Array("\(number)".utf8)
                try await upload.send(piece)
                let echo = try await response.body.receive()
                #expect(echo == piece)
            }
            upload.finish()
            let piece = try await response.body.receive()
            #expect(piece == nil)
        }
    }

    @Test func `both ways stream at once`() async throws {
        let pair = try await Pair()
        let upload = BodyStream()
        try await echoes(pair.client, pair.request("/duplex", .stream(upload)), upload)
    }

    @Test func `prior knowledge needs no TLS`() async throws {
        let server = try await LoopbackServer("h2_server.py", python: testPython)
        let client = HTTPClient()
        for _ in 0..<2 {
            let upload = BodyStream()
            let request = HTTPRequest(
                "POST", server.url("/duplex"), body: .stream(upload), version: .http2PriorKnowledge)
            try await echoes(client, request, upload)
        }
    }

    @Test func `exchanges share a connection, also at the same time`() async throws {
        let pair = try await Pair()
        try await pair.client.preconnect(to: pair.server.url("/hello", scheme: "https"))
        try await pair.client.exchange(pair.request("/stall")) { response in
            async let one = pair.body(of: "/hello")
            async let other = pair.body(of: "/hello")
            let bodies = try await [one, other]
            #expect(bodies == ["hello", "hello"])
        }
        #expect(try await pair.server.linesSoFar().filter { $0.hasPrefix("open") } == ["open 1"])
    }

    @Test func `cancelling the only stream closes the connection at once`() async throws {
        let pair = try await Pair()
        let task = Task { try await pair.body(of: "/stall") }
        _ = try await pair.server.line(beginning: "request POST /stall")
        task.cancel()
        #expect(try await pair.server.line(beginning: "closed") == "closed 1")
        #expect(try await pair.body(of: "/hello") == "hello")
    }

    @Test func `cancelling one of two resets its stream at once`() async throws {
        let pair = try await Pair()
        let upload = BodyStream()
        try await pair.client.exchange(pair.request("/duplex", .stream(upload))) { response in
            let task = Task { try await pair.body(of: "/stall") }
            _ = try await pair.server.line(beginning: "request POST /stall")
            task.cancel()
            let line = try await pair.server.line(beginning: "reset")
            #expect(line?.hasPrefix("reset /stall") == true)
            try await upload.send([1])
            #expect(try await response.body.receive() == [1])
            #expect(try await pair.body(of: "/hello") == "hello")
            #expect(try await pair.server.linesSoFar() == ["request POST /hello on 1"])
        }
    }

    @Test func `an answer of known length ends before its upload does`() async throws {
        let pair = try await Pair()
        let upload = BodyStream(capacity: 1)
        try await pair.client.exchange(pair.request("/early", .stream(upload))) { response in
            try await upload.send([1])
            let body = try await response.body.collect(atMost: 100)
            #expect(body == Array("enough".utf8))
        }
        #expect(try await pair.body(of: "/hello") == "hello")
    }
}
