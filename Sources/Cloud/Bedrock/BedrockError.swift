// SPDX-License-Identifier: MIT-0

package import Dialogue
package import Reporting

/// What goes wrong between Bedrock and us, apart from the network. Messages are the service's own.
package enum BedrockError: ReportableError, Equatable {
    /// Not the id of a model in any form.
    case invalidModel(String)
    /// `--api invoke` with a model whose body nobody knows.
    case unknownFamily(String)
    /// An option that a family has no field for.
    case unsupportedOption(String, family: String)
    /// The model can't be shown such a thing.
    case sightless(Attachment.Kind, model: String)
    /// InvokeModel's body of that family has no place for such a thing, or not here.
    case noPlace(Attachment.Kind, family: String)
    /// A `--temperature` that Converse doesn't take.
    case badTemperature(Double)
    /// A `--param`.
    case badParameter(String, problem: String)
    /// A `--params` file.
    case badParameterFile(String, problem: String)
    /// The model has ended, or this account may no longer use it.
    case retired(String, replacement: String?)
    case unknownModel(String, message: String)
    /// The model is only to be had through an inference profile.
    case needsProfile(String)
    /// Credentials, permissions, or access to the model.
    case refused(code: String, message: String)
    /// After every retry.
    case throttled(message: String)
    /// The service doesn't accept what we sent.
    case rejected(BedrockAPI, message: String)
    /// The conversation is longer than the model can read.
    case tooLong(model: String, message: String)
    /// The service or the model failed, perhaps in mid-stream; may pass by itself.
    case failed(code: String, message: String)
    /// The reply ended without its end.
    case cutOff(model: String)
    /// The reply was damaged on its way.
    case broken(model: String, EventStreamError)
    /// A part of the reply that isn't what the model has there.
    case malformed(model: String, problem: String)

    package var description: String {
        switch self {
        case .invalidModel(let model): "not the id of a model: '\(model.prefix(100))'"
        case .unknownFamily(let model):
            "don't know the form in which '\(model)' is asked with --api invoke"
        case .unsupportedOption(let option, let family):
            "\(option) is not possible with --api invoke and a model of the family '\(family)'"
        case .sightless(let kind, let model):
            "the model '\(model)' can't be shown \(kind.rawValue)s"
        case .noPlace(let kind, let family):
            "\(kind.rawValue)s are not possible with --api invoke and a model of the family "
                + "'\(family)'"
        case .badTemperature(let number):
            "--temperature takes a number from 0 to 1 with --api converse, not \(number)"
        case .badParameter(let option, let problem):
            "--param '\(option.inOneLine(atMost: 80))': \(problem)"
        case .badParameterFile(let file, let problem): "--params '\(file)': \(problem)"
        case .retired(let model, _): "Bedrock no longer has the model '\(model)'"
        case .unknownModel(let model, let message):
            "Bedrock doesn't know the model '\(model)'" + suffix(message)
        case .needsProfile(let model):
            "Bedrock has the model '\(model)' only through an inference profile"
        case .refused(let code, let message): "Bedrock refused: \(code)" + suffix(message)
        case .throttled(let message): "Bedrock wants fewer requests" + suffix(message)
        case .rejected(_, let message): "Bedrock doesn't accept the request" + suffix(message)
        case .tooLong(let model, let message):
            "the text is too long for '\(model)'" + suffix(message)
        case .failed(let code, let message): "Bedrock failed: \(code)" + suffix(message)
        case .cutOff(let model): "the reply of '\(model)' ended before it was complete"
        case .broken(let model, let error): "the reply of '\(model)' did not arrive whole: \(error)"
        case .malformed(let model, let problem):
            "the reply of '\(model)' is not what the model is known for: \(problem)"
        }
    }

    private func suffix(_ message: String) -> String { message.isEmpty ? "" : ": \(message)" }

    package var hint: String? {
        switch self {
        case .unknownFamily:
            "leave --api invoke out, or say `family = NAME` in the model's section of the config file"
        case .sightless: "amazon.nova-lite-v1:0 can, and so can Claude and others: --model"
        case .unsupportedOption, .noPlace, .rejected(.invoke, _): "--api converse may do it"
        case .retired(_, let replacement?): "use '\(replacement)'"
        case .retired(_, nil), .unknownModel: "`vc-ask --list-models` shows models"
        case .needsProfile(let model):
            "put a geography before it: 'us.\(model)', 'eu.…', 'apac.…' or 'global.…'"
        case .refused(let code, let message): ModelRefusal.hint(code: code, message: message)
        case .throttled: "try later, or ask for a higher quota"
        default: nil
        }
    }

    package var status: ExitStatus {
        switch self {
        case .invalidModel, .unknownFamily, .unsupportedOption, .badTemperature, .badParameter,
            .sightless, .noPlace, .rejected:
            .usage
        case .tooLong: .badInput
        case .badParameterFile: .configuration
        case .refused: .noPermission
        case .throttled: .tryAgain
        default: .unavailable
        }
    }
}

/// What is missing where Bedrock refuses.
private enum ModelRefusal {
    static func hint(code: String, message: String) -> String {
        let words = message.lowercased()
        if words.contains("use case") {
            return "fill in the use case form of Anthropic's models in the Bedrock console"
        }
        if words.contains("access to the model") || words.contains("marketplace") {
            return "get access to the model in the Bedrock console, page Model access"
        }
        return Refusal.hint(
            code: code, message: message,
            missing: "the permission bedrock:InvokeModelWithResponseStream is missing, or access "
                + "to the model (Bedrock console, page Model access)")
    }
}
