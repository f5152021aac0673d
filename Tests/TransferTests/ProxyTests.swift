// SPDX-License-Identifier: MIT-0

import Glibc
import LoopbackServer
import Testing

@testable import Transfer

/// Each in a process of its own: libcurl reads the environment.
@Suite(.timeLimit(.minutes(5)))
struct ProxyTests {
    @Test func `a proxy that fails is named beside the host`() async {
        await #expect(processExitsWith: .success) {
            let client = HTTPClient()
            func failure(_ url: String, by proxy: String) async -> String {
                for name in ["http_proxy", "https_proxy"] { setenv(name, proxy, 1) }
                let request = HTTPRequest("GET", url, deadlines: .init(connect: .seconds(5)))
                do {
                    return "\(try await client.exchange(request) { $0.status })"
                } catch { return "\(error)" }
            }
            for (scheme, port) in [("http", 80), ("https", 443)] {
                let dead = await failure("\(scheme)://x.invalid/", by: "http://me:word@127.0.0.1:1")
                #expect(
                    dead == "cannot connect to x.invalid:\(port) through the proxy 127.0.0.1:1: "
                        + "Connection refused")
            }
            let nobody = await failure("https://x.invalid/", by: "nobody.invalid:3128")
            #expect(
                nobody == "cannot connect to x.invalid:443 through the proxy nobody.invalid:3128: "
                    + "Couldn't resolve proxy name")
            let server = try await LoopbackServer("http_server.py")
            let place = "127.0.0.1:\(server.port)"
            let refused = await failure("https://x.invalid/", by: "http://\(place)")
            #expect(
                refused == "cannot connect to x.invalid:443 through the proxy \(place): "
                    + "CONNECT tunnel failed, response 403")
            setenv("no_proxy", "example.org,invalid", 1)
            let direct = await failure("https://x.invalid/", by: "http://127.0.0.1:1")
            #expect(
                direct == "cannot connect to x.invalid:443: Couldn't resolve host name")
        }
    }

    @Test(arguments: [
        ("https", "a.example.com:443", ["https_proxy": "http://me:w@p:1/"], "p:1"),
        ("https", "a.example.com:443", ["HTTPS_PROXY": "p:1"], "p:1"),
        ("http", "a.example.com:80", ["HTTP_PROXY": "p:1"], nil),
        ("http", "a.example.com:80", ["http_proxy": "", "ALL_PROXY": "socks5h://p"], "p"),
        ("https", "a.example.com:443", ["https_proxy": "p", "no_proxy": "example.com"], nil),
        ("https", "a.example.com:443", ["https_proxy": "p", "NO_PROXY": "b, .Example.com"], nil),
        ("https", "a.example.com:443", ["https_proxy": "p", "NO_PROXY": "*"], nil),
        ("https", "a.example.com:443", ["https_proxy": "p", "NO_PROXY": "ample.com"], "p"),
    ])
    func `the environment names it`(
        scheme: String, host: String, variables: [String: String], name: String?
    ) throws {
        let origin = try Origin(url: "\(scheme)://\(host)/")
        let found = Proxy.name(for: origin) { variables[$0].flatMap { $0.isEmpty ? nil : $0 } }
        #expect(found == name)
    }

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
