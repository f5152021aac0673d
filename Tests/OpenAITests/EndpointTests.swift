// SPDX-License-Identifier: MIT-0

import Testing

@testable import OpenAI

struct EndpointTests {
    @Test(arguments: [
        ("http://h", "http://h/v1", "h"), ("https://h:1/", "https://h:1/v1", "h:1"),
        ("https://h/v1", "https://h/v1", "h"), ("https://h/api/v3//", "https://h/api/v3", "h"),
        ("https://h/vault", "https://h/vault/v1", "h"), ("http://u:p@h/", "http://u:p@h/v1", "h"),
        ("http://[::1]:80", "http://[::1]:80/v1", "[::1]:80"), ("http://h/v", "http://h/v/v1", "h"),
    ])
    func `a version is added where there is none`(url: String, base: String, host: String) throws {
        let endpoint = try Endpoint(url)
        #expect(endpoint.base == base)
        #expect(endpoint.host == host)
    }

    @Test(arguments: ["", "h:80", "ftp://h", "http://", "http:///v1", "http://h?x=1", "http://h#x"])
    func `what is no server's address is refused`(url: String) {
        #expect(throws: OpenAIError.self) { try Endpoint(url) }
    }

    @Test func `waits grow, are bounded, and do as the server says`() throws {
        let policy = RetryPolicy(attempts: 30)
        for attempt in 2...30 {
            let wait = try #require(policy.wait(before: attempt, retryAfter: nil))
            #expect(wait >= .milliseconds(250))
            #expect(wait <= .seconds(20))
        }
        #expect(policy.wait(before: 31, retryAfter: nil) == nil)
        #expect(policy.wait(before: 2, retryAfter: "3") == .seconds(3))
        #expect(policy.wait(before: 2, retryAfter: "21") == nil)
        for odd in ["-1", "nan", "soon", "Wed, 21 Oct 2015 07:28:00 GMT"] {
            #expect(try #require(policy.wait(before: 2, retryAfter: odd)) <= .milliseconds(500))
        }
    }
}
