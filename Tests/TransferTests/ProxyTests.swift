// SPDX-License-Identifier: MIT-0

import Glibc
import LoopbackServer
import Testing

@testable import Transfer

/// Each in a process of its own: libcurl reads the environment.
@Suite(.timeLimit(.minutes(5)))
struct ProxyTests {
    @Test func `a request that asks for no proxy uses none`() async {
        await #expect(processExitsWith: .success) {
            setenv("http_proxy", "http://127.0.0.1:1", 1)
            let server = try await LoopbackServer("http_server.py")
            let client = HTTPClient()
            let url = server.url("/hello")
            await #expect(throws: TransferError.self) {
                try await client.exchange(HTTPRequest("GET", url)) { $0.status }
            }
            let direct = HTTPRequest("GET", url, usesProxy: false)
            #expect(try await client.exchange(direct) { $0.status } == 200)
        }
    }
}
