// SPDX-License-Identifier: MIT-0

import Channels
import LoopbackServer
import Reporting
import Testing

@testable import Transfer

/// What a person is told, and how soon, when the other side fails.
@Suite(.timeLimit(.minutes(5)))
struct TransferFailureTests {
    let client = HTTPClient()

    /// The error of an exchange whose body is read to its end, and what was read before.
    func failure(_ request: HTTPRequest) async -> (error: TransferError?, read: Int) {
        var read = 0
        do {
            try await client.exchange(request) { response in
                while let piece = try await response.body.receive() { read += piece.count }
            }
            return (nil, read)
        } catch { return (error as? TransferError, read) }
    }

    @Test func `nobody listens`() async throws {
        let deaf = try DeafPort(.refuses)
        let (error, _) = await failure(HTTPRequest("GET", "http://127.0.0.1:\(deaf.port)/"))
        #expect(
            error?.description == "cannot connect to 127.0.0.1:\(deaf.port): Connection refused")
        #expect(error?.status == .unavailable)
    }

    @Test func `a name that nobody has`() async throws {
        let (error, _) = await failure(HTTPRequest("GET", "http://nobody.invalid/x?key=secret"))
        #expect(
            error?.description == "cannot connect to nobody.invalid:80: Couldn't resolve host name")
    }

    @Test(arguments: ["", "foo", "ftp://x/", "http://", "file:///etc/passwd", "http://a b/"])
    func `what is no URL of ours is refused`(url: String) async throws {
        let (error, _) = await failure(HTTPRequest("GET", url))
        #expect(error == .invalidURL(url))
        #expect(error?.status == .usage)
    }

    @Test func `an error about a URL keeps its secrets`() async throws {
        let (error, _) = await failure(HTTPRequest("GET", "ftp://me:word@host/x?key=secret"))
        #expect(error?.description == "not an http or https URL: '…@host/x'")
    }

    @Test(arguments: ["a\nX-Evil: 1", "a\r", "a\0b"])
    func `a header can't smuggle another in`(value: String) async throws {
        let headers = [HTTPField("Authorization", value)]
        let (error, _) = await failure(HTTPRequest("GET", "http://127.0.0.1:9/", headers: headers))
        #expect(error == .invalidHeader("Authorization"))
        #expect(error?.hint != nil)
    }

    @Test func `a silent server`() async throws {
        let server = try await LoopbackServer("http_server.py")
        let request = HTTPRequest(
            "GET", server.url("/silent"), deadlines: .init(firstByte: .seconds(2)))
        let (error, _) = await failure(request)
        #expect(error?.description == "no answer from 127.0.0.1:\(server.port) within 2 s")
        #expect(try await server.line(beginning: "closed") != nil)
    }

    @Test func `a server that falls silent in the middle`() async throws {
        let server = try await LoopbackServer("http_server.py")
        let request = HTTPRequest(
            "GET", server.url("/stall"), deadlines: .init(silence: .seconds(2)))
        let (error, read) = await failure(request)
        #expect(
            error?.description == "the answer of 127.0.0.1:\(server.port) stood still for 2 s")
        #expect(read == 5)
        #expect(try await server.line(beginning: "closed") != nil)
    }

    @Test func `a connection that never stands`() async throws {
        let deaf = try DeafPort(.isSilent)
        let request = HTTPRequest(
            "GET", "http://127.0.0.1:\(deaf.port)/",
            deadlines: .init(connect: .milliseconds(300)))
        let (error, _) = await failure(request)
        #expect(
            error?.description
                == "cannot connect to 127.0.0.1:\(deaf.port): no connection within 0.3 s")
    }

    @Test func `a body that is cut off`() async throws {
        let server = try await LoopbackServer("http_server.py")
        let (error, read) = await failure(HTTPRequest("GET", server.url("/short")))
        #expect(
            error?.description == "the answer of 127.0.0.1:\(server.port) broke off: "
                + "Transferred a partial file")
        #expect(read == 10)
    }

    @Test func `a reset in the middle`() async throws {
        let server = try await LoopbackServer("http_server.py")
        let upload = BodyStream()
        let request = HTTPRequest("POST", server.url("/broken"), body: .stream(upload))
        do {
            try await client.exchange(request) { response in
                #expect(try await response.body.receive() == Array("begun".utf8))
                try await upload.send([1])
                _ = try await response.body.receive()
            }
            Issue.record("no error")
        } catch let error as TransferError {
            #expect(
                error.description == "the answer of 127.0.0.1:\(server.port) broke off: "
                    + "Failure when receiving data from the peer")
        }
    }

    @Test(arguments: ["/silent", "/stall"])
    func `cancelling closes the connection at once`(path: String) async throws {
        let server = try await LoopbackServer("http_server.py")
        let task = Task { await failure(HTTPRequest("GET", server.url(path))) }
        _ = try await server.line(beginning: "request")
        task.cancel()
        #expect(try await server.line(beginning: "closed") == "closed 1")
        #expect(await task.value.error == nil)
    }

    @Test func `cancelling a body closes the connection`() async throws {
        let server = try await LoopbackServer("http_server.py")
        await #expect(throws: CancellationError.self) {
            try await client.exchange(HTTPRequest("GET", server.url("/stall"))) { response in
                _ = try await response.body.receive()
                response.body.cancel()
                #expect(try await server.line(beginning: "closed") == "closed 1")
                throw CancellationError()
            }
        }
    }

    @Test func `a cancelled task asks nothing`() async throws {
        let server = try await LoopbackServer("http_server.py")
        let gate = Channel<Void>(capacity: 1)
        let task = Task {
            try? await gate.receive()
            return await failure(HTTPRequest("GET", server.url("/hello")))
        }
        task.cancel()
        let (error, read) = await task.value
        #expect(error == nil)
        #expect(read == 0)
    }

    @Test func `a client that goes ends its exchanges`() async throws {
        let server = try await LoopbackServer("http_server.py")
        do {
            let client = HTTPClient()
            try await client.exchange(HTTPRequest("GET", server.url("/stall"))) { _ in }
        }
        #expect(try await server.line(beginning: "closed") == "closed 1")
    }

    @Test func `TLS is verified`() async throws {
        let server = try await LoopbackServer("http_server.py", ["tls"])
        let request = HTTPRequest("GET", server.url("/hello", scheme: "https"))
        let (error, _) = await failure(request)
        #expect(error?.description.hasPrefix("no secure connection to 127.0.0.1:") == true)
        #expect(error?.description.contains("certificate") == true)
        let trusting = HTTPClient(trusting: server.greeting + "/cert.pem")
        try await trusting.exchange(request) { response in
            let body = try await response.body.collect(atMost: 5)
            #expect(body == Array("hello".utf8))
        }
    }
}
