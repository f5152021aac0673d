// SPDX-License-Identifier: MIT-0

import Dialogue
import Foundation
import TestSupport
import Testing

@testable import Cloud

@Suite(.timeLimit(.minutes(5)))
struct PollyVoicesTests {
    private static func speaker(
        _ voice: String? = nil, _ tag: String = "en-US", _ engine: PollyEngine? = nil
    ) throws -> PollySpeaker {
        let language = try #require(Language(tag))
        return try PollySpeaker(voice: voice, language: language, engine: engine)
    }

    @Test func `every word of the table is one of the service's own model`() async throws {
        let script = """
            import botocore.session, json
            model = botocore.session.get_session().get_service_model("polly")
            names = ["VoiceId", "LanguageCode", "Engine", "OutputFormat", "SpeechMarkType"]
            print(json.dumps({name: model.shape_for(name).enum for name in names}))
            """
        let outcome = try await shell("'\(testPython)' -", stdin: Data(script.utf8))
        let model = try JSONDecoder().decode([String: Set<String>].self, from: outcome.stdout)
        let unknown = Set(PollyVoices.all.map(\.id)).subtracting(try #require(model["VoiceId"]))
        // On the page of voices, and not in the model.
        #expect(unknown == ["Patrick", "Alba", "Raul"])
        let languages = Set(PollyVoices.all.map(\.language))
        #expect(languages == model["LanguageCode"])
        #expect(Set(PollyEngine.allCases.map(\.rawValue)) == model["Engine"])
        let formats = try #require(model["OutputFormat"])
        #expect(formats.isSuperset(of: PollyFormat.allCases.map(\.wireName)))
        #expect(Set(SpeechMark.Kind.allCases.map(\.rawValue)) == model["SpeechMarkType"])
        #expect(PollyVoices.all.allSatisfy { !$0.engines.isEmpty })
    }

    @Test(arguments: [
        ("en", "en-US"), ("en-CA", "en-US"), ("en-GB", "en-GB"), ("en-AB", "en-GB"),
        ("en-WL", "en-GB-WLS"), ("de", "de-DE"), ("de-AT", "de-AT"), ("de-LI", "de-DE"),
        ("zh", "cmn-CN"), ("zh-CN", "cmn-CN"), ("zh-Hant-TW", "cmn-CN"), ("cmn", "cmn-CN"),
        ("zh-HK", "yue-CN"), ("yue", "yue-CN"), ("no", "nb-NO"), ("nb-NO", "nb-NO"),
        ("ar", "arb"), ("ar-SA", "arb"), ("ar-AE", "ar-AE"), ("cy", "cy-GB"), ("cy-WL", "cy-GB"),
        ("pt", "pt-BR"), ("pt-PT", "pt-PT"), ("es-419", "es-MX"), ("es-AR", "es-ES"),
        ("ja", "ja-JP"), ("fr-LU", "fr-FR"), ("nl", "nl-NL"), ("sv-FI", "sv-SE"),
    ])
    func `a language tag becomes Polly's code`(tag: String, code: String) {
        #expect(Language(tag).flatMap(PollyVoices.code) == code)
    }

    @Test(arguments: [
        ("en-US", "Joanna", PollyEngine.neural), ("de", "Vicki", .neural),
        ("ja", "Kazuha", .neural),
        ("ar", "Zeina", .standard), ("ru-RU", "Tatyana", .standard), ("no", "Ida", .neural),
    ])
    func `a language has a default voice, neural where there is one`(
        tag: String, voice: String, engine: PollyEngine
    ) throws {
        let speaker = try Self.speaker(nil, tag)
        #expect(speaker.voice == voice)
        #expect(speaker.engine == engine)
        #expect(speaker.languageCode == nil)
    }

    @Test func `a named voice goes before the language, and tells the best engine it has`() throws {
        #expect(try Self.speaker("vicki").voice == "Vicki")
        #expect(try Self.speaker("Léa").voice == "Lea")
        #expect(try Self.speaker("Tiffany").engine == .generative)
        #expect(try Self.speaker("Patrick").engine == .longForm)
        #expect(try Self.speaker("Joanna", "en-US", .standard).engine == .standard)
        #expect(try Self.speaker(nil, "en-US", .longForm).voice == "Danielle")
    }

    @Test func `a voice with two languages is told which`() throws {
        #expect(try Self.speaker("Kajal", "hi-IN").languageCode == "hi-IN")
        #expect(try Self.speaker("Kajal", "en-IN").languageCode == "en-IN")
        #expect(try Self.speaker("Kajal", "en-US").languageCode == nil)
        #expect(try Self.speaker(nil, "hi").languageCode == "hi-IN")
    }

    @Test func `a voice that nobody knows is left to the service`() throws {
        let speaker = try Self.speaker("Arjun", "hu", .generative)
        #expect((speaker.voice, speaker.engine) == ("Arjun", .generative))
        #expect(try Self.speaker("Arjun").engine == .neural)
    }

    @Test func `what is known to be impossible is refused`() throws {
        #expect(throws: PollyError.noVoice(try #require(Language("hu")))) {
            try Self.speaker(nil, "hu")
        }
        #expect(
            throws: PollyError.noEngine(.standard, voice: "Matthew", has: [.generative, .neural])
        ) { try Self.speaker("Matthew", "en-US", .standard) }
        #expect(throws: PollyError.noVoiceWithEngine(.longForm, language: "de-DE")) {
            try Self.speaker(nil, "de", .longForm)
        }
    }
}
