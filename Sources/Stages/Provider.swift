// SPDX-License-Identifier: MIT-0

import ArgumentParser

/// Who does the work of a stage.
package enum Provider: Sendable, Equatable, ExpressibleByArgument, CustomStringConvertible {
    /// `aws` where the environment or the shared files hold credentials, else `offline`.
    case auto
    /// Amazon Transcribe, Bedrock, Polly.
    case aws
    /// whisper.cpp, llama.cpp, Piper, on this machine.
    case offline
    /// A server that speaks OpenAI's protocol (`--endpoint-url`).
    case openai
    /// A command that keeps the contract of vc(7).
    case exec(String)

    package init?(argument: String) {
        switch argument {
        case "auto": self = .auto
        case "aws": self = .aws
        case "offline": self = .offline
        case "openai": self = .openai
        default:
            guard argument.hasPrefix("exec:"), argument.count > 5 else { return nil }
            self = .exec(String(argument.dropFirst(5)))
        }
    }

    package var description: String {
        switch self {
        case .auto: "auto"
        case .aws: "aws"
        case .offline: "offline"
        case .openai: "openai"
        case .exec(let command): "exec:\(command)"
        }
    }

    package static var allValueStrings: [String] {
        ["auto", "aws", "offline", "openai", "exec:CMD"]
    }
}
