// SPDX-License-Identifier: MIT-0

import Foundation
import TestSupport
import Testing

/// What stands above the conversation: instructions and personas.
@Suite(.timeLimit(.minutes(5)))
struct PromptTests {
    private let ask = "ask() { vc-ask --provider openai --print-request \"$@\"; }\n"

    /// A persona, as the user's own `teacher`.
    private let persona = """
        mkdir -p config/vc/personas
        cat > config/vc/personas/teacher.json <<'END'
        {"description": "Teaches", "system": "You teach.", "language": "de", "voice": "Vicki",
         "messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hallo"}],
         "parameters": {"max_tokens": 99, "temperature": 0.1, "stop": ["END"]},
         "anthropic": {"claude-haiku": {"system": "You teach shortly.", "parameters": {"max_tokens": 9}}}}
        END

        """

    /// The requests that a script prints: their system texts, messages and other fields.
    private func requests(_ script: String) async throws -> [[String: Any]] {
        let outcome = try await shell(ask + persona + script)
        #expect(outcome.stderr == "")
        let bodies = outcome.text.components(separatedBy: "\n}\n").filter { !$0.isEmpty }
        return try bodies.map { body in
            try #require(
                try JSONSerialization.jsonObject(with: Data((body + "}").utf8)) as? [String: Any])
        }
    }

    private func texts(_ request: [String: Any]) -> [String] {
        (request["messages"] as? [[String: Any]] ?? []).map {
            "\($0["role"] ?? ""): \($0["content"] ?? "")"
        }
    }

    @Test func `instructions are the usual, none, the user's own, or a file's`() async throws {
        let all = try await requests(
            """
            printf 'Be a pirate.\\nAlways.\\n' > prompt.txt
            ask a; ask --no-default-system a; ask --system '' a; ask --system 'Be kind.' a
            ask --system @prompt.txt a; ask --system @@home a
            """)
        #expect(texts(all[0])[0].hasPrefix("system: You are a friendly voice assistant."))
        #expect(
            all.dropFirst().map(texts) == [
                ["user: a"], ["user: a"], ["system: Be kind.", "user: a"],
                ["system: Be a pirate.\nAlways.", "user: a"], ["system: @home", "user: a"],
            ])
        let missing = try await shell("vc-ask --provider openai --system @missing.txt a")
        #expect(missing.status == 66)
        #expect(
            missing.stderr == "vc-ask: cannot open 'missing.txt': No such file or directory\n")
    }

    @Test func `a persona says what is above, before, and how`() async throws {
        let request = try #require(try await requests("ask --persona teacher a").first)
        #expect(
            texts(request) == [
                "system: You teach.\n\nAnswer in German.", "user: Hi", "assistant: Hallo",
                "user: a",
            ])
        #expect(request["max_tokens"] as? Int == 99)
        #expect(request["temperature"] as? Double == 0.1)
        #expect(request["stop"] as? [String] == ["END"])
    }

    @Test func `typed is stronger than the persona, that than the configuration`() async throws {
        let all = try await requests(
            """
            printf '[vc-ask]\\nmax-tokens = 1\\nsystem = Nothing.\\ntop-p = 0.5\\nstop = NO\\n' > config/vc/config
            ask --persona teacher a
            ask --persona teacher --max-tokens 7 --system 'Be kind.' a
            """)
        #expect(all.map { $0["max_tokens"] as? Int } == [99, 7])
        #expect(all.map { $0["top_p"] as? Double } == [0.5, 0.5])
        // One that may be given often takes the place of those, too.
        #expect(all.map { $0["stop"] as? [String] } == [["END"], ["END"]])
        #expect(
            all.map { texts($0)[0] } == [
                "system: You teach.\n\nAnswer in German.", "system: Be kind.\n\nAnswer in German.",
            ])
    }

    @Test func `a persona is another for some models`() async throws {
        let all = try await requests(
            """
            for model in us.anthropic.claude-haiku-4-5-20251001-v1:0 us.anthropic.claude-sonnet-4-6; do
                MODEL_ID=$model vc-ask --provider aws --print-request --persona teacher a
            done
            """)
        let limits = all.map { ($0["inferenceConfig"] as? [String: Any])?["maxTokens"] as? Int }
        #expect(limits == [9, 99])
    }

    @Test func `those there are, are listed`() async throws {
        let outcome = try await shell(
            persona + """
                echo '{"sytem": 1}' > config/vc/personas/broken.json
                vc-ask --list-personas | tee list; vc-chat --list-personas | cmp - list
                """)
        let lines = outcome.text.split(separator: "\n").map { $0.split(separator: "\t") }
        #expect(lines.map(\.first) == ["broken", "cook", "data-structures", "teacher"])
        #expect(lines.last?.last == "Teaches")
        #expect(outcome.text.contains("unknown key 'sytem'"))
    }

    @Test(arguments: [
        ("broken", 78, "broken.json: unknown key 'sytem'; known are description, language, "),
        (
            "hot", 78, "hot.json: 'parameters.temperature' must be a number from 0 to 2\n"
        ),
        ("text", 78, "text.json: line 1: not JSON\n"),
        ("nobody", 66, "no persona 'nobody' here; there are: broken, cook, "),
        ("../config", 64, "'../config' is not the name of a persona\n"),
    ])
    func `what is wrong with a persona is said`(
        name: String, status: Int32, message: String
    ) async throws {
        let outcome = try await shell(
            persona + """
                cd config/vc/personas
                echo '{"sytem": "x"}' > broken.json
                echo '{"parameters": {"temperature": 9.0}}' > hot.json
                echo 'nothing' > text.json
                vc-ask --provider 'exec:touch asked; cat' --persona \(name) a; echo $?
                vc-chat --provider 'exec:touch asked; cat' --persona \(name) < /dev/null; echo $?
                ls asked 2> /dev/null
                """)
        #expect(outcome.text == "\(status)\n\(status)\n")
        #expect(outcome.stderr.components(separatedBy: message).count == 3, "\(outcome.stderr)")
    }
}
