// SPDX-License-Identifier: MIT-0

import Foundation
import LoopbackServer
import TestSupport
import Testing

/// The whole conversation on the stand-in for AWS, over TLS: recorded speech in, audible speech out.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct AmazonConversationTests {
    private static let settings = """
        {"transcribe": {"utterances": [
            {"text": "Good morning."}, {"text": "What is the weather like?"}, {"text": "Thank you."}]},
         "bedrock": {"replies": ["Hello, my friend.", "It is sunny today.", "You are welcome."],
                     "first_token": 0.05, "tokens_per_second": 200},
         "polly": {"first_byte": 0.05, "word_seconds": 0.1}}
        """

    /// Three utterances with enough quiet between them.
    private let speech = """
        for words in "Good morning" "What is the weather like" "Thank you"; do
            espeak-ng -w said.wav "$words"
            sox said.wav -r 16000 -b 16 -c 1 -t raw - pad 0.1 2
        done > voice.raw

        """

    private func run(_ script: String) async throws -> (Outcome, StandIn) {
        let standIn = try await StandIn(Self.settings, python: testPython)
        let environment: [String: String?] = standIn.environment.mapValues { $0 }
        return (try await shell(speech + script, environment: environment), standIn)
    }

    /// Whether there is sound in raw samples: the stand-in's tone bursts.
    private func isAudible(_ samples: [Int16]) -> Bool { samples.contains { $0.magnitude > 3000 } }

    @Test func `the pipeline holds three turns`() async throws {
        let (outcome, standIn) = try await run(
            """
            vc-record --input voice.raw --rate 16000 | vc-transcribe | tee you | vc-ask | tee ai |
                vc-speak
            cat you ai >&2
            """)
        #expect(
            outcome.stderr == """
                Good morning.
                What is the weather like?
                Thank you.
                Hello, my friend.
                It is sunny today.
                You are welcome.

                """)
        #expect(isAudible(outcome.samples))
        let status = try await standIn.status()
        #expect(status.failed_validations == 0)
        #expect(status.notes == [:])
        #expect(status.requests == 1 + 3 + 3)
    }

    @Test func `vc-chat holds three turns`() async throws {
        let (outcome, standIn) = try await run(
            "vc-chat --input voice.raw --output answer.raw >&2; cat answer.raw")
        #expect(
            outcome.stderr == """
                you: Good morning.
                ai: Hello, my friend.
                you: What is the weather like?
                ai: It is sunny today.
                you: Thank you.
                ai: You are welcome.

                """)
        #expect(isAudible(outcome.samples))
        let status = try await standIn.status()
        #expect(status.failed_validations == 0)
        #expect(status.notes == [:])
    }

    @Test func `what is told beside a reply waits for the end of its line`() async throws {
        let (outcome, _) = try await run(
            "vc-chat --timings --input voice.raw --output answer.raw 2>&1")
        let kinds = outcome.text.split(separator: "\n").map { $0.prefix { $0 != ":" } }
        let turn: [Substring] = ["you", "ai", "vc-chat"]
        #expect(kinds == turn + turn + turn + ["vc-chat"])  // at last, the sum
    }

    @Test func `a persona's language is heard and spoken, in the voice of who speaks`() async throws
    {
        let (outcome, standIn) = try await run(
            """
            mkdir -p config/vc/personas
            cat > config/vc/personas/hans.json <<'END'
            {"language": "de-DE", "aws": {"voice": "Daniel"}, "exec": {"voice": "Nobody"}}
            END
            printf '[vc-chat]\nlanguage = fr-FR\nvoice = Lea\n' > config/vc/config
            chat() {
                vc-chat --stt aws --llm 'exec:sed -u "s/^/you said /"' --tts aws --persona hans \
                    --synthesis pieces --input voice.raw --output answer.raw "$@"
            }
            chat; chat --voice Vicki
            """)
        #expect(outcome.status == 0)
        let voices = try standIn.log("speaks").compactMap { $0["voice"] as? String }
        #expect(Set(voices.prefix(voices.count / 2)) == ["Daniel"])
        #expect(Set(voices.suffix(voices.count / 2)) == ["Vicki"])
        let headers = try standIn.log("request").flatMap { $0["headers"] as? [[String]] ?? [] }
        let languages = headers.filter { $0.first == "x-amzn-transcribe-language-code" }
        #expect(languages.map(\.last) == ["de-DE", "de-DE"])
    }

    @Test func `live-check names what works, and what a failure means`() async throws {
        let check = "VC_TOOLS=\(builtTools.path) \(repository.path)/scripts/live-check"
        let (good, _) = try await run(check)
        #expect(good.status == 0)
        for service in ["Polly", "Transcribe", "Bedrock"] {
            #expect(good.text.contains { $0.isNewline } && good.text.contains("\(service) "))
        }
        #expect(good.text.split(separator: "\n").allSatisfy { $0.contains(" ok ") })
        let (bad, _) = try await run("AWS_SECRET_ACCESS_KEY=wrong \(check)")
        #expect(bad.status == 77)
        #expect(bad.text.contains("polly:SynthesizeSpeech"))
        #expect(bad.text.contains("Transcribe  skipped"))
    }
}
