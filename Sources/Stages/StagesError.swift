// SPDX-License-Identifier: MIT-0

package import Dialogue
package import Reporting

/// Why a stage can't be had.
package enum StagesError: ReportableError, Equatable {
    /// A provider that doesn't do this stage.
    case unsupported(provider: String, stage: String)
    /// `openai` without a server.
    case noEndpoint
    /// The offline engines are not installed; `missing` is what was looked for.
    case notInstalled(missing: String)
    /// A model that the offline engines don't know.
    case unknownModel(String, known: [String])
    /// A model file that is not there.
    case noModelFile(String)
    /// A file that is not what was verified at set-up.
    case changedModel(path: String)
    /// A voice or a language that the offline engines don't have.
    case unknownVoice(String)
    /// A language that the offline engines can't speak.
    case noVoice(Language)
    case serverFailed(String)
    /// An option that only AWS has.
    case needsAWS(option: String, provider: String)

    package var description: String {
        switch self {
        case .unsupported(let provider, let stage):
            "provider '\(provider)' can't \(stage)"
        case .noEndpoint: "--provider openai needs --endpoint-url"
        case .notInstalled(let missing): "the offline engines are not installed: no \(missing)"
        case .unknownModel(let name, let known):
            "no model '\(name)' here; installed: \(known.joined(separator: ", "))"
        case .noModelFile(let path): "cannot open the model '\(path)': no such file"
        case .changedModel(let path):
            "the model file '\(path)' is not what was verified at set-up"
        case .unknownVoice(let name): "no voice '\(name)'"
        case .noVoice(let language):
            "the offline engines have no voice for \(language.name) ('\(language)')"
        case .serverFailed(let reason): "the language model's server failed: \(reason)"
        case .needsAWS(let option, let provider):
            "\(option) is for the provider aws, not for '\(provider)'"
        }
    }

    package var hint: String? {
        switch self {
        case .noEndpoint: "for instance --endpoint-url http://127.0.0.1:8080"
        case .notInstalled: "run `scripts/setup` in vc's source folder"
        case .unknownModel: "name a GGUF file, or fetch a model with scripts/models/fetch.py"
        case .changedModel: "remove it and run `scripts/setup` again"
        case .unknownVoice, .noVoice: "`vc-speak --list-voices` shows them"
        default: nil
        }
    }

    package var status: ExitStatus {
        switch self {
        case .unsupported, .notInstalled, .unknownModel, .serverFailed: .unavailable
        case .noEndpoint, .unknownVoice, .noVoice, .needsAWS: .usage
        case .noModelFile: .noInput
        case .changedModel: .badInput
        }
    }
}
