// SPDX-License-Identifier: MIT-0

import Foundation
import LoopbackServer
import TestSupport
import Testing

/// `scripts/sequence`: everything that vc knows and remembers, in one run.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct SequenceTests {
    private static let sequence = "\(repository.path)/scripts/sequence"

    /// Whoever answers knows nothing but what the request holds: an answer has `given` in it, or it
    /// is not known.
    static let settings = #"""
        {"transcribe": {"utterances": [
            {"text": "你好，请问中国的首都是哪里？", "language": "zh-CN"},
            {"text": "¿Cuántos días tiene una semana?", "language": "es-US"},
            {"text": "Good morning. What is two plus two?", "language": "en-US"},
            {"text": "¿Qué color tiene el cielo?", "language": "es-US"},
            {"text": "谢谢你，再见。", "language": "zh-CN"}]},
         "bedrock": {"first_token": 0.02, "tokens_per_second": 500, "answers": [
            {"ask": "your window", "say": "Ahoy! I see the wide sea.", "given": "pirate"},
            {"ask": "什么是队列", "say": "队列就像排队买票，先来的先走。", "given": "数据结构老师"},
            {"ask": "changed\\?", "say": "It is changed every 37 days.", "given": "every 37 days"},
            {"ask": "called Bello", "say": "Nice to meet you, Anna."},
            {"ask": "by the sea", "say": "That must be lovely."},
            {"ask": "my dog", "say": "Your dog is called Bello.", "given": "called Bello"},
            {"ask": "own name", "say": "Your name is Anna.", "given": "name is Anna, and"},
            {"ask": "What colour", "say": "Red.", "given": "\\[image png\\]"},
            {"ask": "首都", "say": "中国的首都是北京。", "given": "Answer in Chinese"},
            {"ask": "semana", "say": "Una semana tiene siete días.", "given": "Answer in Spanish"},
            {"ask": "two plus two", "say": "Good morning. It is four."},
            {"ask": "cielo", "say": "El cielo es azul.", "given": "the language that the user"},
            {"ask": "再见", "say": "不客气，再见！", "given": "the language that the user"}]},
         "polly": {"first_byte": 0.02, "word_seconds": 0.1, "pace": 100}}
        """#

    @Test func `on the stand-in every check is met, as the recorded run has it`() async throws {
        let standIn = try await StandIn(Self.settings, python: testPython)
        // Each vc-transcribe begins the list of utterances anew: each hears its own.
        let outcome = try await shell(
            "\(Self.sequence) --provider aws",
            environment: standIn.environment.mapValues { $0 }.merging(
                ["VC_TOOLS": builtTools.path]) { $1 })
        #expect(outcome.status == 0, "\(outcome.stderr)")
        #expect(outcome.stderr == "")
        let recorded = try String(
            contentsOf: repository.appending(path: "docs/sequence.txt"), encoding: .utf8)
        #expect(recorded.contains(outcome.text), "\(outcome.text)")
        #expect(try await standIn.status().failed_validations == 0)
    }

    @Test func `offline it goes to its end, and says what it can't`() async throws {
        let models = dataFolder + "/vc/models/installed.tsv"
        guard FileManager.default.fileExists(atPath: models) else { return }
        let outcome = try await shell(
            "\(Self.sequence) --provider offline", environment: ["VC_TOOLS": builtTools.path])
        #expect(outcome.status == 0 || outcome.status == 1)
        let lines = outcome.text.split(separator: "\n")
        #expect(lines.count { $0.hasPrefix("== ") } == 8)
        #expect(lines.contains("skipped: an offline model can't be shown images"))
        // What a small model can do at all.
        for line in ["ok: the source is named", "ok: the memory has the whole talk"] {
            #expect(lines.contains { $0 == line }, "\(outcome.text)")
        }
        #expect(lines.last?.hasSuffix(" failed, 1 skipped") == true)
    }
}
