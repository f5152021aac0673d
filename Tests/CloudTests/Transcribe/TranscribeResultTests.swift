// SPDX-License-Identifier: MIT-0

import Dialogue
import Foundation
import TestSupport
import Testing

@testable import Cloud

struct TranscribeResultTests {
    private let full = """
        {"Transcript":{"Results":[{"ResultId":"r-1","StartTime":0.12,"EndTime":1.4,"IsPartial":false,
        "ChannelId":"ch_0","LanguageCode":"en-US",
        "LanguageIdentification":[{"LanguageCode":"en-US","Score":0.94}],
        "Alternatives":[{"Transcript":"Hello, Ann","Items":[
        {"StartTime":0.12,"EndTime":0.5,"Type":"pronunciation","Content":"Hello",
        "VocabularyFilterMatch":false,"Speaker":"0","Confidence":0.98,"Stable":true},
        {"StartTime":0.5,"EndTime":0.5,"Type":"punctuation","Content":","},
        {"StartTime":0.6,"EndTime":1.4,"Type":"pronunciation","Content":"Ann","Confidence":0.9,
        "Speaker":"0"}],
        "Entities":[{"StartTime":0.6,"EndTime":1.4,"Category":"PII","Type":"NAME","Content":"Ann",
        "Confidence":0.99}]}]}]}}
        """

    private func results(_ json: String) throws -> [TranscribeResult] {
        try TranscribeResult.all(in: Array(json.utf8))
    }

    @Test func `every field is read`() throws {
        let result = try #require(try results(full).first)
        #expect(result.id == "r-1")
        #expect(!result.isPartial)
        let transcript = result.transcript
        #expect(transcript.text == "Hello, Ann")
        #expect(transcript.start == .milliseconds(120))
        #expect(transcript.end == .milliseconds(1400))
        #expect(transcript.language == "en-US")
        #expect(transcript.channel == "ch_0")
        #expect(transcript.speaker == "spk_0")
        #expect(abs((transcript.confidence ?? 0) - 0.94) < 1e-9)
        #expect(
            transcript.items == [
                TranscriptItem(
                    "Hello", start: .milliseconds(120), end: .milliseconds(500), confidence: 0.98,
                    isStable: true, speaker: "spk_0"),
                TranscriptItem(
                    ",", kind: .punctuation, start: .milliseconds(500), end: .milliseconds(500)),
                TranscriptItem(
                    "Ann", start: .milliseconds(600), end: .milliseconds(1400), confidence: 0.9,
                    speaker: "spk_0"),
            ])
        #expect(
            transcript.entities == [
                TranscriptEntity(
                    "Ann", category: "PII", type: "NAME", start: .milliseconds(600),
                    end: .milliseconds(1400), confidence: 0.99)
            ])
    }

    @Test(arguments: [
        "{}", #"{"Transcript":null}"#, #"{"Transcript":{"Results":[]}}"#,
        #"{"Transcript":{"Results":null}}"#, #"{"Transcript":{"Results":[{}, 7, null, []]}}"#,
        #"{"Transcript":{"Results":[{"Alternatives":[]}]}}"#,
        #"{"Transcript":{"Results":[{"Alternatives":[{"Transcript":" "}]}]}}"#,
    ])
    func `what says nothing is nothing`(json: String) throws {
        #expect(try results(json).isEmpty)
    }

    @Test func `fields of the wrong type are as good as absent`() throws {
        let json = """
            {"Transcript":{"Results":[{"ResultId":7,"StartTime":"x","EndTime":1e300,"IsPartial":"y",
            "Alternatives":[{"Transcript":"a\\nb","Items":[{"Content":"a","StartTime":-1,
            "Confidence":7},null,3],"Entities":{}}]}]}}
            """
        let result = try #require(try results(json).first)
        #expect(
            result
                == TranscribeResult(
                    id: "", isPartial: false,
                    transcript: Dialogue.Transcript("a b", items: [TranscriptItem("a")])))
    }

    @Test(arguments: ["", "{", "[]", "null", "\u{FF}", #"{"Transcript":"#])
    func `what isn't JSON is an error`(json: String) {
        #expect(throws: TranscribeError.malformed) { try results(json) }
    }

    @Test func `times are shifted into the input's`() throws {
        let result = try #require(try results(full).first)
        let later = result.transcript.shifted(by: .seconds(60))
        #expect(later.start == .milliseconds(60_120))
        #expect(later.end == .milliseconds(61_400))
        #expect(
            later.items.map(\.start) == result.transcript.items.map { $0.start! + .seconds(60) })
        #expect(later.entities.first?.end == .milliseconds(61_400))
    }

    @Test func `no payload traps, and none makes a ledger trap`() throws {
        var random = Seeded(20_261_125)
        var good = 0
        var ledger = TurnLedger()
        for round in 0..<4000 {
            var bytes = Array(full.utf8)
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0x20...0x7E, using: &random)
                case 1: bytes.remove(at: place)
                case 2: bytes.insert(UInt8.random(in: 0x30...0x39, using: &random), at: place)
                default:
                    bytes.replaceSubrange(place..<min(place + 4, bytes.count), with: "null".utf8)
                }
            }
            guard let results = try? TranscribeResult.all(in: bytes) else { continue }
            good += 1
            _ = ledger.handle(
                .heard(
                    results.map {
                        TranscribeResult(
                            id: $0.id, isPartial: $0.isPartial,
                            transcript: $0.transcript.shifted(by: .seconds(round)))
                    }))
            _ = ledger.handle(.turnEnded(at: .milliseconds(round * 1000 + 700)))
            if round % 50 == 0 { _ = ledger.handle(.opened(at: ledger.replayStart)) }
        }
        #expect(good > 500)
    }
}
