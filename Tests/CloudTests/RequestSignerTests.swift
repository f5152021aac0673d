// SPDX-License-Identifier: MIT-0

import Testing
import Transfer

@testable import Cloud

struct RequestSignerTests {
    let vectors: SigningVectors
    let time: Timestamp

    init() throws {
        vectors = try SigningVectors.load()
        time = Timestamp(milliseconds: vectors.time)
    }

    private func credentials(_ token: String?) -> Credentials {
        Credentials(
            accessKey: vectors.credentials.accessKey, secretKey: vectors.credentials.secretKey,
            sessionToken: token)
    }

    private func sign(
        _ vector: SigningVectors.Request, extra: [HTTPField] = [], at time: Timestamp? = nil,
        clockOffset: Duration = .zero
    ) throws -> SignedRequest {
        try RequestSigner(region: vector.region, service: vector.service).sign(
            SignableRequest(
                vector.method, vector.url, headers: vector.fields + extra,
                payload: vector.events ? .events : .body(vector.body.bytes)),
            with: credentials(vector.sessionToken), at: time ?? self.time, clockOffset: clockOffset)
    }

    @Test(arguments: try SigningVectors.load().requests)
    func `a published request gets its published signature`(
        _ vector: SigningVectors.Request
    ) throws {
        let signed = try sign(vector)
        #expect(signed.signature == vector.signature.bytes)
        let sent = signed.headers.filter { $0.name == "Authorization" }
        #expect(sent == [HTTPField("Authorization", vector.authorization)])
    }

    @Test(arguments: try SigningVectors.load().requests)
    func `each step on the way is the published one`(_ vector: SigningVectors.Request) throws {
        let payload = SignableRequest.Payload.body(vector.body.bytes)
        let hash = vector.events ? "STREAMING-AWS4-HMAC-SHA256-EVENTS" : try payload.hash()
        var fields = vector.fields + [HTTPField("x-amz-date", time.basicText)]
        if vector.events { fields.append(HTTPField("x-amz-content-sha256", hash)) }
        if let token = vector.sessionToken {
            fields.append(HTTPField("x-amz-security-token", token))
        }
        let canonical = CanonicalRequest(
            method: vector.method, target: try RequestTarget(url: vector.url), headers: fields,
            payloadHash: hash)
        #expect(canonical.text == vector.canonicalRequest)
        let signer = RequestSigner(region: vector.region, service: vector.service)
        let key = try signer.key(for: vectors.credentials.secretKey, at: time)
        #expect(key.bytes == vector.signingKey.bytes)
        let text = try RequestSigner.stringToSign(canonical, at: time, scope: key.scope)
        #expect(text == vector.stringToSign)
    }

    @Test(arguments: try SigningVectors.load().presigned)
    func `a published URL of a WebSocket carries the signature of its other parameters`(
        _ vector: SigningVectors.Presigned
    ) throws {
        let url = try #require(vector.url.firstRange(of: "&X-Amz-Signature="))
        #expect(String(vector.url[url.upperBound...]) == Hex.text(vector.signature.bytes))
        let canonical = CanonicalRequest(
            method: "GET", target: try RequestTarget(url: String(vector.url[..<url.lowerBound])),
            headers: [], payloadHash: try SignableRequest.Payload.body([]).hash())
        #expect(canonical.text == vector.canonicalRequest)
        let signer = RequestSigner(region: "us-east-1", service: "transcribe")
        let key = try signer.key(for: vectors.credentials.secretKey, at: time)
        let text = try RequestSigner.stringToSign(canonical, at: time, scope: key.scope)
        #expect(text == vector.stringToSign)
        #expect(try key.signature(of: text) == vector.signature.bytes)
    }

    @Test func `what a proxy or libcurl may touch isn't signed`() throws {
        let vector = vectors.requests[0]
        let extra = [
            "Accept", "User-Agent", "Content-Length", "Expect", "Connection", "X-Amzn-Trace-Id",
            "TE", "Transfer-Encoding", "amz-sdk-request",
        ].map { HTTPField($0, "x") }
        let signed = try sign(vector, extra: extra)
        #expect(signed.signature == vector.signature.bytes)
        #expect(extra.allSatisfy(signed.headers.contains))
    }

    @Test func `a signed request can be signed again`() throws {
        let vector = try #require(vectors.requests.first { $0.sessionToken != nil })
        let signer = RequestSigner(region: vector.region, service: vector.service)
        var request = SignableRequest(
            vector.method, vector.url, headers: vector.fields,
            payload: .body(vector.body.bytes))
        let later = Timestamp(milliseconds: vectors.time + 86_400_000)
        request.headers =
            try signer.sign(request, with: credentials("an older token"), at: later).headers
        let again = try signer.sign(request, with: credentials(vector.sessionToken), at: time)
        #expect(again == (try sign(vector)))
    }

    @Test func `the body's hash is sent and signed where it is wanted`() throws {
        let body = Array("hello".utf8)
        let signer = RequestSigner(region: "eu-west-1", service: "bedrock")
        let digest = try SHA256.digest(of: body)
        let requests = [SignableRequest.Payload.body(body), .digest(digest)].map {
            SignableRequest("POST", "https://host/", payload: $0, sendsContentHash: true)
        }
        let signed = try requests.map { try signer.sign($0, with: credentials(nil), at: time) }
        #expect(signed[0] == signed[1])
        #expect(signed[0].headers.contains(HTTPField("X-Amz-Content-SHA256", Hex.text(digest))))
        #expect(
            signed[0].headers.last?.value.contains(
                "SignedHeaders=host;x-amz-content-sha256;x-amz-date,") == true)
    }

    @Test func `a clock that is wrong is put right by its offset`() throws {
        let vector = vectors.requests[0]
        let slow = Timestamp(milliseconds: vectors.time - 3_600_000)
        #expect(try sign(vector, at: slow, clockOffset: .seconds(3600)) == sign(vector))
        #expect(try sign(vector, at: slow) != sign(vector))
    }

    @Test func `a key serves for a day and a secret`() throws {
        let signer = RequestSigner(region: "us-east-1", service: "polly")
        let midnight = Timestamp(year: 2026, month: 1, day: 3)
        let before = Timestamp(milliseconds: midnight.milliseconds - 1)
        let keys = try [(before, "a"), (midnight, "a"), (midnight, "b"), (before, "a")].map {
            let signed = try signer.key(for: $0.1, at: $0.0)
            let scope = SigningKey.Scope(day: $0.0.day, region: "us-east-1", service: "polly")
            #expect(signed.bytes == (try SigningKey(secretKey: $0.1, scope: scope)).bytes)
            return signed.bytes
        }
        #expect(Set(keys).count == 3)
    }

    @Test func `a host field that is sent is the one that is signed`() throws {
        let signer = RequestSigner(region: "us-east-1", service: "polly")
        let plain = SignableRequest("GET", "https://polly.test/v1/voices")
        let named = SignableRequest(
            "GET", "https://127.0.0.1:8443/v1/voices", headers: [HTTPField("Host", "polly.test")])
        let signatures = try [plain, named].map {
            try signer.sign($0, with: credentials(nil), at: time).signature
        }
        #expect(signatures[0] == signatures[1])
    }

    @Test(arguments: ["", "polly.test/v1", "ftp://host/", "https:///path", "https://", "//host"])
    func `what isn't an http URL is refused`(_ url: String) throws {
        let signer = RequestSigner(region: "us-east-1", service: "polly")
        #expect(throws: SigningError.self) {
            try signer.sign(SignableRequest("GET", url), with: credentials(nil), at: time)
        }
    }
}
