// SPDX-License-Identifier: MIT-0

import Reporting
import Testing

@testable import Cloud

struct TranscribeErrorTests {
    @Test(arguments: [
        ("AccessDeniedException", 403, Reporting.ExitStatus.noPermission, RetryClass.final),
        ("UnrecognizedClientException", 403, .noPermission, .final),
        ("InvalidSignatureException", 403, .noPermission, .final),
        ("ExpiredTokenException", 403, .noPermission, .final), ("", 403, .noPermission, .final),
        ("LimitExceededException", 429, .tryAgain, .throttling), ("", 429, .tryAgain, .throttling),
        ("LimitExceededException", 200, .tryAgain, .throttling),
        ("BadRequestException", 400, .usage, .final),
        ("BadRequestException", 200, .unavailable, .final),
        ("ConflictException", 409, .unavailable, .final),
        ("InternalFailureException", 200, .unavailable, .transient),
        ("ServiceUnavailableException", 503, .unavailable, .transient),
        ("InternalError", 500, .unavailable, .transient),
    ])
    func `an answer has a status, and a worth of trying again`(
        code: String, httpStatus: Int, status: Reporting.ExitStatus, retryClass: RetryClass
    ) {
        let error = ServiceError(host: "h", httpStatus: httpStatus, code: code, message: "m")
        #expect(TranscribeError(error).status == status)
        #expect(error.retryClass == retryClass)
        #expect(
            TranscribeError(error).description.hasPrefix("Transcribe ") || code.hasPrefix("Conf"))
    }

    @Test func `the missing permission is named`() {
        let plain = TranscribeError.refused(code: "AccessDeniedException", message: "")
        #expect(plain.hint == "the permission transcribe:StartStreamTranscription is missing")
        let told = TranscribeError.refused(
            code: "AccessDeniedException",
            message: "User: x is not authorized to perform: transcribe:Foo because")
        #expect(told.hint == "the permission transcribe:Foo is missing")
    }

    @Test func `what was damaged on its way is tried again`() {
        for error: TranscribeError in [.cutOff, .malformed, .broken(.truncated(bytes: 3))] {
            #expect(error.retryClass == .transient)
            #expect(error.status == .unavailable)
        }
    }
}
