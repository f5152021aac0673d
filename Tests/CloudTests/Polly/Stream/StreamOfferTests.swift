// SPDX-License-Identifier: MIT-0

import Dialogue
import Settings
import Testing
import Transfer

@testable import Cloud

/// Where a stream is asked for at all.
struct StreamOfferTests {
    private func region(_ name: String) throws -> Region {
        try Region(AWSSetting(value: name, origin: .option("--region")))
    }

    @Test func `regions offer all voices, some, or none`() throws {
        #expect(StreamRegions.offer(voice: "Lucia", in: try region("us-east-1")))
        #expect(StreamRegions.offer(voice: "Amy", in: try region("eu-west-2")))
        #expect(!StreamRegions.offer(voice: "Lucia", in: try region("eu-west-2")))
        #expect(!StreamRegions.offer(voice: "Amy", in: try region("eu-west-1")))
        // Generative voices, but no stream.
        #expect(!StreamRegions.offer(voice: "Seoyeon", in: try region("ap-northeast-2")))
    }

    @Test func `a stream takes plain text of generative voices, as PCM`() throws {
        var settings = PollySettings(try #require(Language("en-US")))
        #expect(try PollySpeech(settings).streamObstacle == "the engine 'neural'")
        settings.engine = .generative
        #expect(try PollySpeech(settings).streamObstacle == nil)
        settings.rate = 8000
        #expect(try PollySpeech(settings).streamObstacle == nil)
        settings.speed = 1.5
        #expect(try PollySpeech(settings).streamObstacle == "--speed")
        settings.speed = 1
        settings.isSSML = true
        #expect(try PollySpeech(settings).streamObstacle == "SSML")
        settings.format = .opus
        settings.rate = nil
        #expect(try PollySpeech(settings).streamObstacle == "the format opus")
    }

    @Test func `the request has the fields of the service's model`() throws {
        var settings = PollySettings(try #require(Language("hi-IN")))
        (settings.voice, settings.engine, settings.lexicons) = ("Kajal", .neural, ["a", "b"])
        let fields = try PollySpeech(settings).streamFields.map { "\($0.name): \($0.value)" }
        #expect(
            fields == [
                "Content-Type: application/vnd.amazon.eventstream", "x-amzn-Engine: neural",
                "x-amzn-VoiceId: Kajal", "x-amzn-OutputFormat: pcm", "x-amzn-SampleRate: 16000",
                "x-amzn-LanguageCode: hi-IN", "x-amzn-LexiconNames: a, b",
            ])
    }
}
