// SPDX-License-Identifier: MIT-0

import LoopbackServer
import Testing

@testable import Transfer

/// Against a server in a process of its own, on loopback.
@Suite(.timeLimit(.minutes(5)))
struct HTTPClientTests {
    let client = HTTPClient()

    func text(_ request: HTTPRequest) async throws -> String {
        try await client.exchange(request) {
            String(decoding: try await $0.body.collect(atMost: 1 << 20), as: UTF8.self)
        }
    }

    @Test func `a request and its body arrive as they were given`() async throws {
        let server = try await LoopbackServer("http_server.py")
        let request = HTTPRequest(
            "POST", server.url("/mirror"),
            headers: [
                HTTPField("X-One", "1"), HTTPField("X-Empty", ""), HTTPField("Accept", "a/b"),
            ],
            body: .bytes(Array("höllo\0".utf8)))
        let answer = try await text(request)
        #expect(
            answer == """
                POST
                accept=a/b
                content-length=7
                host=127.0.0.1:\(server.port)
                x-empty=
                x-one=1

                höllo\0
                """)
    }

    @Test func `head first, body as it comes`() async throws {
        let server = try await LoopbackServer("http_server.py")
        try await client.exchange(HTTPRequest("GET", server.url("/drip"))) { response in
            #expect(response.status == 200)
            #expect(response.version == "1.1")
            #expect(response.headers.first("transfer-encoding") == "chunked")
            var pieces: [String] = []
            for try await piece in response.body {
                pieces.append(String(decoding: piece, as: UTF8.self))
            }
            #expect(pieces == ["0", "1", "2", "3", "4"])
        }
    }

    @Test func `interim answers are passed over`() async throws {
        let server = try await LoopbackServer("http_server.py")
        try await client.exchange(HTTPRequest("GET", server.url("/interim"))) { response in
            #expect(response.status == 204)
            #expect(response.headers == [HTTPField("X-Kind", "final")])
            let piece = try await response.body.receive()
            #expect(piece == nil)
        }
    }

    @Test func `exchanges use one connection, one that was opened ahead of need`() async throws {
        let server = try await LoopbackServer("http_server.py")
        try await client.preconnect(to: server.url("/hello"))
        for _ in 0..<3 {
            #expect(try await text(HTTPRequest("GET", server.url("/hello"))) == "hello")
        }
        // An answer that isn't read to its end leaves the connection whole, unless it is long.
        try await client.exchange(HTTPRequest("GET", server.url("/hello"))) { response in
            _ = try await response.body.receive()
        }
        try await client.exchange(HTTPRequest("GET", server.url("/huge"))) { _ in }
        #expect(try await text(HTTPRequest("GET", server.url("/hello"))) == "hello")
        let own = HTTPRequest("GET", server.url("/hello"), sharesConnection: false)
        #expect(try await text(own) == "hello")
        // A slow machine lets the server say that it was kept waiting, which isn't the point.
        let lines = try await server.linesSoFar().filter { !$0.hasPrefix("blocked") }
        #expect(
            lines == [
                "open 1", "request HEAD /hello on 1", "request GET /hello on 1",
                "request GET /hello on 1", "request GET /hello on 1", "request GET /hello on 1",
                "request GET /huge on 1", "open 2", "request GET /hello on 2", "open 3",
                "request GET /hello on 3",
            ])
    }

    @Test func `both ways stream at once`() async throws {
        let server = try await LoopbackServer("http_server.py")
        let upload = BodyStream()
        let request = HTTPRequest("POST", server.url("/duplex"), body: .stream(upload))
        try await client.exchange(request) { response in
            for number in 0..<200 {
                let piece = Array("\(number)".utf8)
                try await upload.send(piece)
                #expect(try await response.body.receive() == piece)
            }
            upload.finish()
            #expect(try await response.body.receive() == nil)
        }
    }

    @Test func `a slow consumer slows the server`() async throws {
        let server = try await LoopbackServer("http_server.py")
        let request = HTTPRequest(
            "GET", server.url("/huge"), deadlines: .init(silence: .seconds(5)))
        try await client.exchange(request) { response in
            var count = try await response.body.receive()?.count ?? 0
            let line = try await server.line(beginning: "blocked")
            // What is on its way: the stream's pieces and the kernel's buffers.
            let sent = try #require(line.flatMap { Int($0.dropFirst("blocked ".count)) })
            #expect(sent < 32 << 20)
            while let piece = try await response.body.receive() { count += piece.count }
            #expect(count == 64 << 20)
        }
    }

    @Test func `a slow server slows the producer, and everything arrives`() async throws {
        let server = try await LoopbackServer("http_server.py")
        let upload = BodyStream(capacity: 4)
        let sent = Counter()
        let answer = try await withThrowingTaskGroup(of: String?.self) { group in
            group.addTask {
                for _ in 0..<512 {
                    try await upload.send([UInt8](repeating: 1, count: 65536))
                    sent.add()
                }
                upload.finish()
                return nil
            }
            group.addTask {
                try await text(HTTPRequest("POST", server.url("/sink"), body: .stream(upload)))
            }
            _ = try await server.line(beginning: "request")
            try await sent.settled()
            #expect(sent.count < 512)
            try server.go()
            return try await group.reduce(nil) { $0 ?? $1 }
        }
        #expect(answer == "\(32 << 20)")
    }

    @Test func `an answer that comes before the upload's end stops the producer`() async throws {
        let server = try await LoopbackServer("http_server.py")
        let upload = BodyStream(capacity: 1)
        let request = HTTPRequest("POST", server.url("/refuse"), body: .stream(upload))
        try await client.exchange(request) { response in
            #expect(response.status == 403)
            let body = try await response.body.collect(atMost: 10)
            #expect(body == Array("no".utf8))
        }
        await #expect(throws: CancellationError.self) {
            while true { try await upload.send([1]) }
        }
    }

    @Test func `a producer's error breaks the exchange off`() async throws {
        struct Broken: Error {}
        let server = try await LoopbackServer("http_server.py")
        let upload = BodyStream()
        let request = HTTPRequest("POST", server.url("/duplex"), body: .stream(upload))
        await #expect(throws: CancellationError.self) {
            try await client.exchange(request) { response in
                upload.finish(throwing: Broken())
                _ = try await response.body.receive()
            }
        }
    }
}
