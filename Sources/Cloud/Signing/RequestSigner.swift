// SPDX-License-Identifier: MIT-0

import Synchronization
import Transfer

/// Signs requests to one service of one region (AWS Signature Version 4, in header fields).
///
/// A signature depends on the arguments alone; what the signer keeps is the last key it derived,
/// which serves until the day or the secret changes. Safe from any thread.
package final class RequestSigner: Sendable {
    package let region: String
    /// The signing name, which isn't the host's: `bedrock`, `transcribe`, `polly`.
    package let service: String

    private struct Derived {
        let secretKey: String
        let key: SigningKey
    }

    private let derived = Mutex<Derived?>(nil)

    package init(region: String, service: String) {
        self.region = region
        self.service = service
    }

    /// Signs a request as of `time`, put right by `clockOffset`: how far the service's clock is
    /// ahead of ours, where a refused request has told.
    ///
    /// Fields of an earlier signature are replaced, so that a request can be signed again.
    package func sign(
        _ request: SignableRequest, with credentials: Credentials, at time: Timestamp,
        clockOffset: Duration = .zero
    ) throws(SigningError) -> SignedRequest {
        let time = time.advanced(by: clockOffset)
        let hash = try request.payload.hash()
        var headers = request.headers.filter { !Self.ours.contains($0.name.lowercased()) }
        headers.append(HTTPField("X-Amz-Date", time.basicText))
        if let token = credentials.sessionToken {
            headers.append(HTTPField("X-Amz-Security-Token", token))
        }
        if request.sendsContentHash { headers.append(HTTPField("X-Amz-Content-SHA256", hash)) }
        let canonical = CanonicalRequest(
            method: request.method, target: try RequestTarget(url: request.url), headers: headers,
            payloadHash: hash)
        let key = try key(for: credentials.secretKey, at: time)
        let text = try Self.stringToSign(canonical, at: time, scope: key.scope)
        let signature = try key.signature(of: text)
        headers.append(
            HTTPField(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=\(credentials.accessKey)/\(key.scope.text), "
                    + "SignedHeaders=\(canonical.signedHeaders), Signature=\(Hex.text(signature))"))
        return SignedRequest(headers: headers, signature: signature)
    }

    /// Signs the events of a stream that a signed request opened. Its credentials are frozen: an
    /// event names no key, so that the service can only check it by the key of the request.
    package func events(
        after request: SignedRequest, with credentials: Credentials, clockOffset: Duration = .zero
    ) -> EventSigner {
        EventSigner(
            after: request.signature, secretKey: credentials.secretKey, region: region,
            service: service, clockOffset: clockOffset)
    }

    private static let ours: Set = [
        "authorization", "date", "x-amz-date", "x-amz-security-token", "x-amz-content-sha256",
    ]

    static func stringToSign(
        _ request: CanonicalRequest, at time: Timestamp, scope: SigningKey.Scope
    ) throws(SigningError) -> String {
        let hash = Hex.text(try SHA256.digest(of: request.text))
        return "AWS4-HMAC-SHA256\n\(time.basicText)\n\(scope.text)\n\(hash)"
    }

    /// The key of a day, derived once.
    func key(for secretKey: String, at time: Timestamp) throws(SigningError) -> SigningKey {
        let scope = SigningKey.Scope(day: time.day, region: region, service: service)
        let known = derived.withLock { $0 }
        if let known, known.secretKey == secretKey, known.key.scope == scope { return known.key }
        let key = try SigningKey(secretKey: secretKey, scope: scope)
        derived.withLock { $0 = Derived(secretKey: secretKey, key: key) }
        return key
    }
}
