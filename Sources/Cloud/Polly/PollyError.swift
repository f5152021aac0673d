// SPDX-License-Identifier: MIT-0

package import Dialogue
package import Reporting

/// What goes wrong between Polly and us, apart from the network. Messages are the service's own.
package enum PollyError: ReportableError, Equatable {
    case noVoice(Language)
    /// The service doesn't know the voice.
    case unknownVoice(String, PollyEngine, Language)
    case noEngine(PollyEngine, voice: String, has: [PollyEngine])
    case noVoiceWithEngine(PollyEngine, language: String)
    case noRate(Int, PollyFormat)
    case noSpeed(Double)
    /// `--speed` with SSML, which says by itself how fast it is.
    case paceOfSSML
    /// The generative engine has no speech marks.
    case noMarks(voice: String)
    /// `--synthesis stream` with what a stream doesn't take.
    case noStream(String)
    /// Credentials or permissions; `action` is the permission that the call needs.
    case refused(code: String, message: String, action: String)
    /// After every retry.
    case throttled(message: String)
    /// The service doesn't take the text.
    case badText(code: String, message: String)
    /// The service doesn't take what the options say.
    case rejected(code: String, message: String)
    /// The service failed; may pass by itself.
    case failed(code: String, message: String)
    /// The service ended a stream before all was spoken.
    case cutOff
    /// A line of the speech marks that is none.
    case brokenMark(String)
    /// An answer to DescribeVoices that is none.
    case brokenVoices

    package var description: String {
        switch self {
        case .noVoice(let language): "Polly has no voice for \(language.name) ('\(language)')"
        case .unknownVoice(let name, let engine, let language):
            "Polly has no voice '\(name.prefix(100))' (engine \(engine.rawValue), "
                + "language \(language))"
        case .noEngine(let engine, let voice, let engines):
            "the voice '\(voice)' has no engine '\(engine.rawValue)', only "
                + engines.map(\.rawValue).joined(separator: " and ")
        case .noVoiceWithEngine(let engine, let language):
            "Polly has no voice for '\(language)' with the engine '\(engine.rawValue)'"
        case .noRate(let rate, let format):
            "Polly makes \(format.rawValue) at "
                + format.rates.map { "\($0)" }.joined(separator: ", ") + " Hz, not at \(rate)"
        case .noSpeed(let speed): "Polly speaks from 0.2 to 2 times as fast, not \(speed) times"
        case .paceOfSSML: "--speed is for plain text, not for SSML"
        case .noMarks(let voice):
            "Polly has no speech marks for the engine 'generative' (voice '\(voice)')"
        case .noStream(let what): "Polly has no stream for \(what)"
        case .refused(let code, let message, _): "Polly refused: \(code)" + suffix(message)
        case .throttled(let message): "Polly wants fewer requests" + suffix(message)
        case .badText(let code, let message):
            "Polly doesn't accept the text: \(code)" + suffix(message)
        case .rejected(let code, let message):
            "Polly doesn't accept the request: \(code)" + suffix(message)
        case .failed(let code, let message): "Polly failed: \(code)" + suffix(message)
        case .cutOff: "Polly ended the stream before all was spoken"
        case .brokenMark(let line): "Polly sent a speech mark that is none: '\(line)'"
        case .brokenVoices: "Polly sent a list of voices that is none"
        }
    }

    private func suffix(_ message: String) -> String { message.isEmpty ? "" : ": \(message)" }

    package var hint: String? {
        switch self {
        case .noVoice, .unknownVoice, .noEngine, .noVoiceWithEngine:
            "`vc-speak --provider aws --list-voices` shows voices, languages and engines"
        case .paceOfSSML: "put <prosody rate=\"150%\"> into the text"
        case .noStream:
            "streams are for --engine generative and plain text; or leave --synthesis out"
        case .noMarks: "choose another --engine"
        case .refused(let code, let message, let action):
            Refusal.hint(
                code: code, message: message, missing: "the permission \(action) is missing")
        case .throttled: "try later, lower --parallel, or ask for a higher quota"
        case .badText("TextLengthExceededException", _):
            "a document has at most 3000 characters, and 6000 with its tags"
        case .rejected("LexiconNotFoundException", _): "lexicons belong to an account and a region"
        case .rejected("EngineNotSupportedException", _), .rejected("ValidationException", _),
            .rejected("LanguageNotSupportedException", _):
            "`vc-speak --provider aws --list-voices` shows voices, languages and engines"
        default: nil
        }
    }

    package var status: ExitStatus {
        switch self {
        case .noVoice, .unknownVoice, .noEngine, .noVoiceWithEngine, .noRate, .noSpeed,
            .paceOfSSML, .noMarks, .noStream, .rejected:
            .usage
        case .badText: .badInput
        case .refused: .noPermission
        case .throttled: .tryAgain
        case .failed, .cutOff, .brokenMark, .brokenVoices: .unavailable
        }
    }
}

extension PollyError {
    private static let aboutText: Set = [
        "InvalidSsmlException", "TextLengthExceededException",
        "SsmlMarksNotSupportedForTextTypeException",
    ]
    private static let aboutOptions: Set = [
        "EngineNotSupportedException", "InvalidSampleRateException",
        "LanguageNotSupportedException", "LexiconNotFoundException",
        "MarksNotSupportedForFormatException", "ValidationException",
    ]

    /// What a service's error means. Codes: polly's service model.
    package init(_ error: ServiceError, action: String) {
        let code = error.code.isEmpty ? "HTTP \(error.httpStatus)" : error.code
        let message = error.message
        switch code {
        case _ where error.retryClass == .throttling: self = .throttled(message: message)
        case _ where error.isRefusal:
            self = .refused(code: code, message: message, action: action)
        case _ where Self.aboutText.contains(code): self = .badText(code: code, message: message)
        case _ where Self.aboutOptions.contains(code):
            self = .rejected(code: code, message: message)
        default: self = .failed(code: code, message: message)
        }
    }
}

extension PollyError: RetryClassified {
    /// Of an answer that was refused every retry is over; a stream that broke may be opened again.
    package var retryClass: RetryClass {
        switch self {
        case .throttled: .throttling
        case .failed, .cutOff: .transient
        default: .final
        }
    }
}
