// SPDX-License-Identifier: MIT-0

import Foundation
import Reporting
import TestSupport
import Testing

@testable import Cloud
@testable import Transfer

struct ServiceErrorTests {
    private func error(
        _ status: Int, _ body: String, _ headers: [String: String] = [:]
    ) -> ServiceError {
        let head = HTTPResponse.Head(
            status: status, version: "2", headers: headers.map { HTTPField($0.key, $0.value) })
        return ServiceError(head, body: Array(body.utf8), host: "h")
    }

    @Test(arguments: [
        (
            #"{"message":"no"}"#, ["x-amzn-ErrorType": "FooException:http://i/"], "FooException",
            "no"
        ),
        (#"{"__type":"com.amazon#FooException","Message":"no"}"#, [:], "FooException", "no"),
        (#"{"code":"Foo","errorMessage":"no"}"#, [:], "Foo", "no"),
        (#"{"__type":7,"code":"Foo","message":null,"Message":"no"}"#, [:], "Foo", "no"),
        (#"{"error":"invalid_grant","error_description":"no"}"#, [:], "invalid_grant", "no"),
        (
            "<E><Error><Code>Foo</Code><Message>a &lt;b&gt;&#x26;</Message></Error></E>", [:],
            "Foo", "a <b>&"
        ),
        ("<html><body>Bad gateway</body></html>", [:], "", ""), ("", [:], "", ""),
        ("[1]", [:], "", ""),
        ("<Code><x>1</x></Code>", [:], "", ""),
        ("<Code>&#x110000;&nope;&</Code>", [:], "&#x110000;&nope;&", ""),
        ("\u{0}\u{fffd}{", [:], "", ""),
    ])
    func `code and message are found in every shape`(
        body: String, headers: [String: String], code: String, message: String
    ) {
        let error = error(400, body, headers)
        #expect(error.message == message)
        if !code.hasPrefix("&") { #expect(error.code == code) }
    }

    @Test func `ids and hints are kept`() {
        let xml = "<E><Error><Code>C</Code></Error><RequestId>r</RequestId></E>"
        #expect(error(400, xml).requestID == "r")
        #expect(error(400, xml, ["x-amzn-RequestId": "q"]).requestID == "q")
        #expect(error(429, "", ["Retry-After": "2"]).retryHint == .demanded(.seconds(2)))
    }

    @Test(arguments: [
        (400, "ThrottlingException", RetryClass.throttling, Reporting.ExitStatus.tryAgain),
        (429, "", .throttling, .tryAgain), (503, "", .transient, .unavailable),
        (200, "InternalServerException", .transient, .unavailable),
        (429, "ModelNotReadyException", .throttling, .tryAgain),
        (500, "", .transient, .unavailable), (400, "ValidationException", .final, .unavailable),
        (403, "AccessDeniedException", .final, .noPermission), (403, "", .final, .noPermission),
        (400, "ExpiredTokenException", .final, .noPermission),
        (403, "SignatureDoesNotMatch", .final, .noPermission),
        (401, "UnauthorizedException", .final, .noPermission),
        (404, "ResourceNotFoundException", .final, .unavailable),
        (501, "", .final, .unavailable),
    ])
    func `an error tells whether to come again, and how to exit`(
        status: Int, code: String, kind: RetryClass, exit: Reporting.ExitStatus
    ) {
        let error = ServiceError(host: "h", httpStatus: status, code: code, message: "")
        #expect(error.retryClass == kind)
        #expect(error.status == exit)
    }

    @Test func `texts are one short line`() {
        let error = ServiceError(
            host: "h", httpStatus: 400, code: "C",
            message: "a\n\u{1B}[2J b" + String(repeating: "x", count: 999))
        #expect(error.description.hasPrefix("h: C: a [2J b"))
        #expect(error.description.count < 420)
        #expect(
            ServiceError(host: "h", httpStatus: 418, code: "", message: "").description
                == "h answered 418")
    }

    @Test func `a wrong clock is told from the answer's date`() {
        let now = Timestamp(milliseconds: 1_767_323_045_000)  // 2026-01-02T03:04:05Z
        let offset = { (code: String, date: String) in
            ServiceError(host: "h", httpStatus: 403, code: code, message: "", date: date)
                .clockOffset(now: now)
        }
        #expect(offset("SignatureDoesNotMatch", "Fri, 02 Jan 2026 05:04:05 GMT") == .seconds(7200))
        #expect(
            offset("RequestTimeTooSkewed", "Thu, 01 Jan 2026 03:04:05 GMT") == .seconds(-86_400))
        #expect(offset("SignatureDoesNotMatch", "Fri, 02 Jan 2026 03:05:05 GMT") == nil)
        #expect(offset("AccessDenied", "Fri, 02 Jan 2026 05:04:05 GMT") == nil)
        for odd in [
            "", "Friday, 02-Jan-26 05:04:05 GMT", "Fri, 02 Jan 2026 05:04 GMT", "a b c d e f",
        ] {
            #expect(offset("SignatureDoesNotMatch", odd) == nil)
        }
    }

    @Test(arguments: [
        ("2026-01-02T03:04:05Z", 1_767_323_045_000), ("2026-01-02T03:04:05UTC", 1_767_323_045_000),
        ("2026-01-02T04:04:05.25+01:00", 1_767_323_045_250),
        ("2026-01-01T21:34:05-0530", 1_767_323_045_000), ("2026-01-02 03:04:05", 1_767_323_045_000),
        ("2026-01-02T03:04:05.123456+00:00", 1_767_323_045_123),
    ])
    func `times are read in all forms that tools write`(text: String, milliseconds: Int64) {
        #expect(Timestamp(iso8601: text) == Timestamp(milliseconds: milliseconds))
    }

    @Test(arguments: [
        "", "2026", "2026-13-01T00:00:00Z", "2026-01-02T03:04:05Zx", "2026-01-02T03:04:05.Z",
        "2026-01-02T25:00:00Z", "२०२६-01-02T03:04:05Z", "2026-01-02T03:04:05+1",
    ])
    func `what is no time is none`(text: String) {
        #expect(Timestamp(iso8601: text) == nil)
    }

    @Test func `a time that is written is read again`() {
        var random = Seeded(2)
        for _ in 0..<500 {
            let time = Timestamp(
                milliseconds: .random(in: 0...4_000_000_000, using: &random) * 1000)
            #expect(Timestamp(iso8601: time.iso8601) == time)
        }
        #expect(Timestamp(milliseconds: 1_767_323_045_999).iso8601 == "2026-01-02T03:04:05Z")
    }
}
