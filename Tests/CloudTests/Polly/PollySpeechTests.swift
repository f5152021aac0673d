// SPDX-License-Identifier: MIT-0

import Dialogue
import Reporting
import Testing
import Transfer

@testable import Cloud

struct PollySpeechTests {
    private static func settings(_ change: (inout PollySettings) -> Void = { _ in }) throws
        -> PollySettings
    {
        var settings = PollySettings(try #require(Language("en-US")))
        change(&settings)
        return settings
    }

    private static func speech(_ change: (inout PollySettings) -> Void = { _ in }) throws
        -> PollySpeech
    {
        try PollySpeech(settings(change))
    }

    private static func bodies(_ piece: String, _ change: (inout PollySettings) -> Void) throws
        -> [String]
    {
        try speech(change).requests(for: piece).map {
            String(decoding: try $0.body.encoded(), as: UTF8.self)
        }
    }

    @Test func `the plain body is that of the wire reference`() throws {
        let body =
            #"{"Engine":"neural","OutputFormat":"pcm","SampleRate":"16000","Text":"Hi","VoiceId":"Joanna"}"#
        #expect(try Self.bodies("Hi") { _ in } == [body])
    }

    @Test func `every setting has its field`() throws {
        let bodies = try Self.bodies("<speak>x</speak>") {
            $0.voice = "Kajal"
            $0.language = Language("hi-IN") ?? $0.language
            $0.lexicons = ["a", "b"]
            $0.format = .ogg
            $0.rate = 24000
            $0.marks = [.word, .ssml]
            $0.isSSML = true
        }
        let common =
            #""Engine":"neural","LanguageCode":"hi-IN","LexiconNames":["a","b"],"OutputFormat":"#
        let end = #""Text":"<speak>x</speak>","TextType":"ssml","VoiceId":"Kajal"}"#
        #expect(
            bodies == [
                "{" + common + #""json","SpeechMarkTypes":["word","ssml"],"# + end,
                "{" + common + #""ogg_vorbis","SampleRate":"24000","# + end,
            ])
    }

    @Test func `a pace is SSML around escaped text`() throws {
        let requests = try Self.speech { $0.speed = 1.25 }.requests(for: "a & <b>\u{1}\"c's\"")
        #expect(
            requests.first?.body["Text"]
                == #"<speak><prosody rate="125%">a &amp; &lt;b&gt; &quot;c&apos;s&quot;</prosody></speak>"#
        )
        #expect(requests.first?.body["TextType"] == "ssml")
    }

    @Test func `a mark's bytes are those of the piece, whatever stands around and before`() throws {
        let piece = "é & \"zwei\""
        let request = try #require(
            try Self.speech { ($0.speed, $0.marks) = (0.5, [.word]) }.requests(for: piece).first)
        guard case .string(let text)? = request.body["Text"] else { return }
        let place = try #require(text.firstRange(of: "zwei"))
        let start = text.utf8.distance(from: text.startIndex, to: place.lowerBound)
        let line =
            #"{"time":250,"type":"word","start":\#(start),"end":\#(start + 4),"value":"zwei"}"#
        let mark = try request.mark(Array(line.utf8))
        #expect(mark == SpeechMark(.word, "zwei", time: .milliseconds(250), range: 6..<10))
        #expect(throws: PollyError.brokenMark("{}")) { try request.mark(Array("{}".utf8)) }
    }

    @Test func `a piece above the service's limits is split, and ends once`() throws {
        let sentence = "It's <so> & \"so\". "
        let piece = String(repeating: sentence, count: 700)
        for speed in [1.0, 1.5] {
            let requests = try Self.speech { $0.speed = speed }.requests(for: piece)
            #expect(requests.count >= 4)
            #expect(requests.map(\.endsPiece) == requests.indices.map { $0 == requests.count - 1 })
            for request in requests {
                guard case .string(let text)? = request.body["Text"] else { continue }
                #expect(request.part.utf16.count <= 3000)
                #expect(text.utf16.count <= 6000)
                #expect(request.part.hasSuffix("."))
            }
            let words = requests.flatMap { $0.part.split(separator: " ") }
            #expect(words == piece.split(separator: " "))
        }
    }

    @Test func `what Polly lacks is refused before it is asked`() throws {
        #expect(throws: PollyError.noRate(22050, .pcm)) { try Self.speech { $0.rate = 22050 } }
        #expect(throws: PollyError.noRate(8000, .opus)) {
            try Self.speech { ($0.rate, $0.format) = (8000, .opus) }
        }
        #expect(throws: PollyError.noSpeed(3)) { try Self.speech { $0.speed = 3 } }
        #expect(throws: PollyError.paceOfSSML) {
            try Self.speech { ($0.speed, $0.isSSML) = (1.5, true) }
        }
        #expect(throws: PollyError.noMarks(voice: "Tiffany")) {
            try Self.speech { ($0.voice, $0.marks) = ("Tiffany", [.word]) }
        }
        #expect(PollyError.noSpeed(3).status == .usage)
    }

    @Test(arguments: [
        (400, "ThrottlingException", Reporting.ExitStatus.tryAgain),
        (500, "ServiceFailureException", .unavailable),
        (400, "InvalidSsmlException", .badInput), (400, "TextLengthExceededException", .badInput),
        (404, "LexiconNotFoundException", .usage), (400, "EngineNotSupportedException", .usage),
        (403, "AccessDeniedException", .noPermission),
        (403, "ExpiredTokenException", .noPermission),
        (503, "", .unavailable),
    ])
    func `an error has its status, and says what the service said`(
        http: Int, code: String, status: Reporting.ExitStatus
    ) {
        let answer = ServiceError(host: "h", httpStatus: http, code: code, message: "why not")
        let error = PollyError(answer, action: "polly:SynthesizeSpeech")
        #expect(error.status == status)
        #expect(error.description.hasSuffix("why not"))
    }

    @Test func `a missing permission is named, by the service or by us`() {
        let hint = { (message: String) in
            let answer = ServiceError(
                host: "h", httpStatus: 403, code: "AccessDeniedException", message: message)
            return PollyError(answer, action: "polly:DescribeVoices").hint
        }
        #expect(hint("") == "the permission polly:DescribeVoices is missing")
        #expect(
            hint("User: arn is not authorized to perform: polly:SynthesizeSpeech on resource: x")
                == "the permission polly:SynthesizeSpeech is missing")
    }
}
