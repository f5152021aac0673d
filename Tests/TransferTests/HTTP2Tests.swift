// SPDX-License-Identifier: MIT-0

import Foundation
import LoopbackServer
import Testing

@testable import Transfer

/// The Python that has the package h2: `VC_TEST_PYTHON`, else the system's.
private let python = ProcessInfo.processInfo.environment["VC_TEST_PYTHON"] ?? "python3"

private func pythonHasH2() -> Bool {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [python, "-c", "import h2"]
    process.standardError = FileHandle.nullDevice
    try? process.run()
    process.waitUntilExit()
    return process.terminationStatus == 0
}

/// HTTP/2 with prior knowledge, on loopback.
@Suite(.timeLimit(.minutes(1)), .enabled(if: pythonHasH2(), "no Python with the package h2"))
struct HTTP2Tests {
    let client = HTTPClient()

    func request(_ server: LoopbackServer, _ path: String, _ body: HTTPRequest.Body = .none)
        -> HTTPRequest
    {
        HTTPRequest("POST", server.url(path), body: body, version: .http2PriorKnowledge)
    }

    @Test func `both ways stream at once`() async throws {
        let server = try await LoopbackServer("h2_server.py", python: python)
        let upload = BodyStream()
        try await client.exchange(request(server, "/duplex", .stream(upload))) { response in
            #expect(response.version == "2")
            for number in 0..<200 {
                let piece = Array("\(number)".utf8)
                try await upload.send(piece)
                #expect(try await response.body.receive() == piece)
            }
            upload.finish()
            #expect(try await response.body.receive() == nil)
        }
    }

    @Test func `cancelling resets the stream and keeps the connection`() async throws {
        let server = try await LoopbackServer("h2_server.py", python: python)
        try await client.preconnect(to: server.url("/hello"), version: .http2PriorKnowledge)
        let task = Task {
            try await client.exchange(request(server, "/stall")) { response in
                while try await response.body.receive() != nil {}
            }
        }
        _ = try await server.line(beginning: "request POST /stall")
        task.cancel()
        #expect(try await server.line(beginning: "reset")?.hasPrefix("reset /stall") == true)
        try await client.exchange(request(server, "/hello")) { response in
            let body = try await response.body.collect(atMost: 10)
            #expect(body == Array("hello".utf8))
        }
        #expect(server.linesSoFar() == ["request POST /hello on 1"])
    }

    @Test func `an answer that ends before the upload does is the end`() async throws {
        let server = try await LoopbackServer("h2_server.py", python: python)
        let upload = BodyStream(capacity: 1)
        try await client.exchange(request(server, "/early", .stream(upload))) { response in
            try await upload.send([1])
            #expect(try await response.body.receive() == Array("enough".utf8))
            #expect(try await response.body.receive() == nil)
        }
    }
}
