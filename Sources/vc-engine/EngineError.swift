// SPDX-License-Identifier: MIT-0

import Glibc
package import Reporting

/// What keeps an engine from working.
package enum EngineError: ReportableError {
    /// A model file that can't be opened; `code` is the errno.
    case noModel(String, code: Int32)
    /// A model that the library refuses: cut short, of another kind, or not a model at all.
    case brokenModel(String, reason: String)
    /// whisper.cpp knows no such language.
    case unknownLanguage(String)
    /// espeak-ng has no such voice.
    case unknownVoice(String)
    /// Neither a model nor espeak was asked for.
    case noVoice
    /// espeak-ng can't be started; `code` is the errno.
    case noEspeak(code: Int32)
    /// espeak-ng ended with a failure.
    case espeakFailed(status: Int32)
    /// The library gave no result; `code` is what it returned.
    case decodingFailed(code: Int32)
    case synthesisFailed

    package var description: String {
        switch self {
        case .noModel(let path, let code):
            "cannot open the model '\(path)': \(String(cString: strerror(code)))"
        case .brokenModel(let path, let reason): "cannot load the model '\(path)': \(reason)"
        case .unknownLanguage(let name): "'\(name)' is no language that the model knows"
        case .unknownVoice(let name): "espeak-ng has no voice '\(name)'"
        case .noVoice: "no voice: neither --model nor --engine espeak is given"
        case .noEspeak(let code): "cannot run espeak-ng: \(String(cString: strerror(code)))"
        case .espeakFailed(let status): "espeak-ng failed with status \(status)"
        case .decodingFailed(let code): "whisper.cpp could not decode the audio (\(code))"
        case .synthesisFailed: "sherpa-onnx could not speak the text"
        }
    }

    package var hint: String? {
        switch self {
        case .noEspeak: "install it: apt-get install espeak-ng"
        case .noModel, .brokenModel: "scripts/setup installs the models"
        case .unknownVoice: "`espeak-ng --voices` lists them"
        default: nil
        }
    }

    package var status: ExitStatus {
        switch self {
        case .noModel: .noInput
        case .brokenModel: .badInput
        case .unknownLanguage, .unknownVoice, .noVoice: .usage
        case .noEspeak, .espeakFailed: .unavailable
        case .decodingFailed, .synthesisFailed: .software
        }
    }
}
