// SPDX-License-Identifier: MIT-0

import Dialogue
import Transfer

/// Settings that have been looked at: makes the requests for a piece.
package struct PollySpeech: Sendable {
    package let speaker: PollySpeaker
    private let settings: PollySettings
    /// Percent of the voice's own pace; nil: as it is.
    private let pace: Int?
    private let splitter: PieceSplitter

    /// Throws `PollyError` for what Polly is known to refuse.
    package init(_ settings: PollySettings) throws(PollyError) {
        speaker = try PollySpeaker(
            voice: settings.voice, language: settings.language, engine: settings.engine)
        self.settings = settings
        if let rate = settings.rate, !settings.format.rates.contains(rate) {
            throw .noRate(rate, settings.format)
        }
        if !settings.marks.isEmpty, speaker.engine == .generative {
            throw .noMarks(voice: speaker.voice)
        }
        guard settings.speed != 1 else {
            pace = nil
            splitter = Self.splitter(around: "")
            return
        }
        // The range of `rate` in the developer guide's page on <prosody>.
        guard (0.2...2).contains(settings.speed) else { throw .noSpeed(settings.speed) }
        guard !settings.isSSML else { throw .paceOfSSML }
        let percent = Int((settings.speed * 100).rounded())
        pace = percent
        splitter = Self.splitter(around: ProsodyMarkup(percent: percent).enclosed(""))
    }

    var isEncoded: Bool { settings.format != .pcm }

    /// Hz, of PCM.
    var rate: Int { settings.rate ?? 16000 }

    /// Why the speech can't be a stream, as messages call it; nil: it can.
    ///
    /// SSML could go up too, a document in an event; but a service that holds text for the sake of
    /// prosody has none to gain from documents that are each spoken for themselves.
    package var streamObstacle: String? {
        if speaker.engine != .generative { return "the engine '\(speaker.engine.rawValue)'" }
        if isEncoded { return "the format \(settings.format.rawValue)" }
        if settings.isSSML { return "SSML" }
        return pace == nil ? nil : "--speed"
    }

    /// The header fields of a StartSpeechSynthesisStream.
    var streamFields: [HTTPField] {
        var fields = [
            HTTPField("Content-Type", "application/vnd.amazon.eventstream"),
            HTTPField("x-amzn-Engine", speaker.engine.rawValue),
            HTTPField("x-amzn-VoiceId", speaker.voice),
            HTTPField("x-amzn-OutputFormat", settings.format.wireName),
            HTTPField("x-amzn-SampleRate", "\(rate)"),
        ]
        if let code = speaker.languageCode { fields.append(HTTPField("x-amzn-LanguageCode", code)) }
        if !settings.lexicons.isEmpty {
            let names = settings.lexicons.joined(separator: ", ")
            fields.append(HTTPField("x-amzn-LexiconNames", names))
        }
        return fields
    }

    /// What an answer means. That there is no such voice is said in our words: the service's own
    /// hold the names of all others.
    func error(_ error: ServiceError, action: String) -> PollyError {
        guard error.code == "ValidationException", error.message.lowercased().contains("voiceid")
        else { return PollyError(error, action: action) }
        return .unknownVoice(speaker.voice, speaker.engine, settings.language)
    }

    /// What speaks a piece: for each part of it its marks, if they are wanted, and its audio.
    package func requests(for piece: String) -> [PollyRequest] {
        let parts = settings.isSSML ? [piece[...]] : splitter.split(piece)
        return parts.enumerated().flatMap { index, part in
            let isLast = index == parts.count - 1
            let audio = request(part, of: piece, .audio, body: audioFields, endsPiece: isLast)
            guard !settings.marks.isEmpty else { return [audio] }
            let marks = request(part, of: piece, .marks, body: markFields, endsPiece: false)
            return [marks, audio]
        }
    }

    /// At most 3000 billed characters and 6000 with tags. A character is counted as UTF-16 does,
    /// never less than the service may count.
    private static func splitter(around markup: String) -> PieceSplitter {
        let isPlain = markup.isEmpty
        return PieceSplitter(limit: 6000 - markup.utf16.count) { character in
            let billed = 2 * String(character).utf16.count
            return isPlain ? billed : max(billed, ProsodyMarkup.escaped(character).utf16.count)
        }
    }

    private func request(
        _ part: Substring, of piece: String, _ kind: PollyRequest.Kind, body: JSONValue,
        endsPiece: Bool
    ) -> PollyRequest {
        let markup = pace.map { ProsodyMarkup(percent: $0) }
        var body = body
        body["Text"] = .string(markup?.enclosed(part) ?? String(part))
        if settings.isSSML || markup != nil { body["TextType"] = "ssml" }
        return PollyRequest(
            kind: kind, piece: piece, part: part, markup: markup, body: body, endsPiece: endsPiece)
    }

    private var commonFields: JSONValue {
        var fields: JSONValue = [
            "VoiceId": .string(speaker.voice), "Engine": .string(speaker.engine.rawValue),
        ]
        fields["LanguageCode"] = speaker.languageCode.map { .string($0) }
        if !settings.lexicons.isEmpty {
            fields["LexiconNames"] = .array(settings.lexicons.map { .string($0) })
        }
        return fields
    }

    private var audioFields: JSONValue {
        var fields = commonFields
        fields["OutputFormat"] = .string(settings.format.wireName)
        let rate = settings.rate ?? (isEncoded ? nil : 16000)
        fields["SampleRate"] = rate.map { .string("\($0)") }
        return fields
    }

    private var markFields: JSONValue {
        var fields = commonFields
        fields["OutputFormat"] = "json"
        fields["SpeechMarkTypes"] = .array(settings.marks.map { .string($0.rawValue) })
        return fields
    }
}
