// SPDX-License-Identifier: MIT-0

import Testing

@testable import Cloud

struct RequestTargetTests {
    @Test(arguments: [
        ("https://host", "host", "", ""), ("https://host:443/a", "host", "/a", ""),
        ("https://host:80/a", "host:80", "/a", ""), ("http://host:80?q", "host", "", "q"),
        ("http://host:8080/a?b=c?d#e", "host:8080", "/a", "b=c?d"),
        ("HTTPS://user:pass@host:8443/@/?x=@", "host:8443", "/@/", "x=@"),
        ("https://[::1]:443/", "[::1]", "/", ""), ("https://host/a#?b", "host", "/a", ""),
    ])
    func `a URL is taken apart`(_ url: String, host: String, path: String, query: String) throws {
        let target = try RequestTarget(url: url)
        #expect([target.host, target.path, target.query] == [host, path, query])
    }

    @Test(arguments: [
        ("", "/"), ("/", "/"), ("/a/b/", "/a/b/"), ("//a//b", "/a/b"), ("/a/./b/../c", "/a/c"),
        ("/../..", "/"), ("/a/..", "/"), ("/a/b/..", "/a"), ("/a%3Ab%2Fc", "/a%253Ab%252Fc"),
        ("/a:b", "/a%3Ab"), ("/-_.~", "/-_.~"), ("/é", "/%C3%A9"), ("/a+b c", "/a%2Bb%20c"),
    ])
    func `a path is normalised and encoded once more`(_ path: String, canonical: String) throws {
        #expect(try RequestTarget(url: "https://host\(path)").canonicalPath == canonical)
    }

    @Test(arguments: [
        ("", ""), ("b=2&a=1", "a=1&b=2"), ("a", "a="), ("a=2&a=1&a", "a=&a=1&a=2"),
        ("a=b=c", "a=b%3Dc"), ("a=%2f&B=x:y", "B=x%3Ay&a=%2F"), ("a-b=1&a=2", "a=2&a-b=1"),
        ("a=%&b=%4&c=%zz", "a=%25&b=%254&c=%25zz"), ("a=%C3%A9", "a=%C3%A9"), ("&&a=1&", "a=1"),
        ("a=~&b=%7E", "a=~&b=~"),
    ])
    func `a query is sorted by what is encoded`(_ query: String, canonical: String) throws {
        #expect(try RequestTarget(url: "https://host/?\(query)").canonicalQuery == canonical)
    }

    @Test func `a model's name is one segment of a path`() {
        #expect(PercentEncoding.component("anthropic.claude-v2:1") == "anthropic.claude-v2%3A1")
        #expect(
            PercentEncoding.component("arn:aws:bedrock:us-east-1:1:inference-profile/us.x-v1:0")
                == "arn%3Aaws%3Abedrock%3Aus-east-1%3A1%3Ainference-profile%2Fus.x-v1%3A0")
    }

    @Test func `a query is written from its items`() {
        let query = PercentEncoding.query([("Engine", "neural"), ("Name", "a b/ü"), ("x", "")])
        #expect(query == "Engine=neural&Name=a%20b%2F%C3%BC&x=")
    }
}
