// SPDX-License-Identifier: MIT-0

import Reporting
import Testing

@testable import Cloud

/// What people read when Bedrock says no. Texts: recorded, or of public reports.
struct BedrockErrorTests {
    private func error(
        _ code: String, _ status: Int, _ message: String,
        model: String = "amazon.nova-lite-v1:0", api: BedrockAPI = .converse
    ) throws -> BedrockError {
        BedrockError(
            code: code, httpStatus: status, message: message,
            call: try BedrockCall(model: model, api: api))
    }

    private static let endOfLife =
        "This model version has reached the end of its life. Please refer to the AWS documentation "
        + "for more details."

    @Test func `a retired model is named with its replacement`() throws {
        let titan = "amazon.titan-text-express-v1"
        let ended = try error("ResourceNotFoundException", 404, Self.endOfLife, model: titan)
        #expect(ended == .retired(titan, replacement: "amazon.nova-lite-v1:0"))
        #expect(ended.status == .unavailable)
        #expect(ended.hint == "use 'amazon.nova-lite-v1:0'")
        #expect(ended.description.contains(titan))
        let gone = try error(
            "ValidationException", 400, "The provided model identifier is invalid.", model: titan)
        #expect(gone == ended)
        let legacy = try error(
            "ResourceNotFoundException", 404,
            "Access denied. This Model is marked by provider as Legacy and you have not been "
                + "actively using the model in the last 30 days.", model: "amazon.nova-x-v1:0")
        #expect(legacy == .retired("amazon.nova-x-v1:0", replacement: nil))
        #expect(legacy.hint?.contains("--list-models") == true)
    }

    @Test func `an unknown model is named with the way to list them`() throws {
        let unknown = try error(
            "ValidationException", 400, "The provided model identifier is invalid.")
        #expect(
            unknown
                == .unknownModel(
                    "amazon.nova-lite-v1:0", message: "The provided model identifier is invalid."))
        #expect(unknown.status == .unavailable)
        #expect(unknown.hint?.contains("--list-models") == true)
        #expect(
            try error("ResourceNotFoundException", 404, "Model not found.").status == .unavailable)
    }

    @Test func `a model that wants an inference profile says so`() throws {
        let error = try error(
            "ValidationException", 400,
            "Invocation of model ID amazon.nova-lite-v1:0 with on-demand throughput isn't "
                + "supported. Retry your request with the ID or ARN of an inference profile that "
                + "contains this model.")
        #expect(error == .needsProfile("amazon.nova-lite-v1:0"))
        #expect(error.hint?.contains("us.amazon.nova-lite-v1:0") == true)
    }

    static let refusals: [(String, Int, String, String)] = [
        (
            "AccessDeniedException", 403,
            "User: arn:aws:iam::1:user/u is not authorized to perform: "
                + "bedrock:InvokeModelWithResponseStream on resource: arn:aws:bedrock:x",
            "the permission bedrock:InvokeModelWithResponseStream is missing"
        ),
        (
            "AccessDeniedException", 403,
            "You don't have access to the model with the specified model ID.", "page Model access"
        ),
        ("AccessDeniedException", 403, "", "bedrock:InvokeModelWithResponseStream"),
        (
            "UnrecognizedClientException", 403,
            "The security token included in the request is invalid.", "credentials"
        ),
        ("ExpiredTokenException", 403, "The security token is expired", "renew"),
        (
            "ResourceNotFoundException", 404,
            "Model use case details have not been submitted for this account. Fill out the "
                + "Anthropic use case details form before using the model.", "use case form"
        ),
        ("", 403, "", "credentials"),
    ]

    @Test(arguments: refusals)
    func `a refusal names what is missing`(
        code: String, status: Int, message: String, hint: String
    ) throws {
        let error = try error(code, status, message)
        #expect(error.status == .noPermission)
        #expect(error.description.contains(message))
        #expect(error.hint?.contains(hint) == true)
        #expect(error.retryClass == .final)
    }

    @Test(arguments: [
        ("ThrottlingException", 429), ("throttlingException", 200), ("ModelNotReadyException", 429),
        ("TooManyRequestsException", 429), ("", 429),
    ])
    func `a throttled call is for later`(code: String, status: Int) throws {
        let error = try error(code, status, "Too many tokens, please wait before trying again.")
        #expect(error.status == .tryAgain)
        #expect(error.retryClass == .throttling)
        #expect(error.description.contains("Too many tokens"))
    }

    @Test(arguments: [
        ("internalServerException", 200, true), ("modelStreamErrorException", 200, true),
        ("modelTimeoutException", 200, true), ("serviceUnavailableException", 200, true),
        ("InternalServerException", 500, true), ("", 502, true), ("ModelErrorException", 424, true),
        ("ServiceQuotaExceededException", 400, false), ("", 418, false),
    ])
    func `other failures are unavailability`(code: String, status: Int, isTransient: Bool) throws {
        let error = try error(code, status, "Something went wrong.")
        #expect(error.status == .unavailable)
        #expect((error.retryClass == .transient) == isTransient)
        #expect(error.description.contains("Something went wrong."))
    }

    @Test(arguments: [
        "Input is too long for requested model.",
        "prompt is too long: 205000 tokens > 199999 maximum",
        "This model's maximum context length is 8192 tokens. Please reduce the length of the prompt",
        "400 Bad Request: Too many input tokens. Max input tokens: 8192",
        "Input Tokens Exceeded: Number of input tokens exceeds maximum length.",
    ])
    func `a text that is too long is bad input`(message: String) throws {
        let error = try error("ValidationException", 400, message)
        #expect(error == .tooLong(model: "amazon.nova-lite-v1:0", message: message))
        #expect(error.status == .badInput)
    }

    @Test func `what the service says of a bad request is passed on`() throws {
        let message = "Malformed input request: #: required key [messages] not found"
        let converse = try error("ValidationException", 400, message)
        #expect(converse == .rejected(.converse, message: message))
        #expect(converse.description.hasSuffix(message))
        #expect(converse.hint == nil)
        #expect(converse.status == .usage)
        #expect(converse.retryClass == .final)
        #expect(try error("validationException", 200, message, api: .invoke).hint != nil)
    }
}
