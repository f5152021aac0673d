// SPDX-License-Identifier: MIT-0

import Foundation
import LoopbackServer
import TestSupport
import Testing

/// `--knowledge` and `--cite`, on indexes and on the stand-in for AWS.
@Suite(.timeLimit(.minutes(5)))
struct KnowledgeTests {
    private static let documents = """
        mkdir docs
        printf '# Harbour\\n\\nThe office opens at eight.\\n' > docs/harbour.md
        printf 'Cats sleep in the sun.\\n' > docs/cats.txt
        vc-index docs

        """

    private static let base = """
        {"knowledge": {"bases": {"BASE1": [
            {"content": {"text": "The office opens at eight.", "type": "TEXT"},
             "location": {"type": "S3", "s3Location": {"uri": "s3://notes/harbour.md"}}},
            {"content": {"text": "Cats sleep.", "type": "TEXT"},
             "location": {"type": "WEB", "webLocation": {"url": "https://example.org/cats"}}},
            {"content": {"type": "IMAGE", "byteContent": "data:image/png;base64,AAAA"}}]}},
         "bedrock": {"first_token": 0.01, "tokens_per_second": 1000,
                     "synonyms": {"feline": "cats", "nap": "sleep"}}}
        """

    private func run(
        _ script: String, _ standIn: StandIn? = nil, _ more: [String: String?] = [:]
    ) async throws -> Outcome {
        let home = try Scratch()
        var environment: [String: String?] = ["XDG_DATA_HOME": home.path + "/data"]
        environment.merge((standIn?.environment ?? [:]).mapValues { $0 }) { $1 }
        return try await shell(script, home: home, environment: environment.merging(more) { $1 })
    }

    private func events(_ text: String) throws -> [[String: Any]] {
        try text.split(separator: "\n").map { line in
            try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        }
    }

    @Test func `the model is given what was found before the turn, with its source`() async throws {
        let outcome = try await run(
            Self.documents
                + "vc-ask --provider exec:cat --knowledge docs When does this office open?")
        #expect(outcome.stderr == "")
        let passage = #"<passage source="harbour.md" heading="Harbour"> The office opens at eight."#
        #expect(outcome.text.contains(passage))
        #expect(outcome.text.hasSuffix("When does this office open?\n"))
        #expect(!outcome.text.contains("Cats"))
    }

    @Test func `or that nothing was`() async throws {
        let outcome = try await run(
            Self.documents + "vc-ask --provider exec:cat --cite --knowledge docs elephants?")
        #expect(outcome.text.contains("nothing was found"))
        #expect(outcome.stderr == "")
    }

    @Test func `sources are said on stderr, or as an event before the reply`() async throws {
        let outcome = try await run(
            Self.documents + """
                vc-ask --provider 'exec:echo yes; cat >/dev/null' --cite --knowledge docs opens
                vc-ask --provider exec:cat --cite --json --knowledge docs cats
                """)
        #expect(outcome.stderr == "vc-ask: source: harbour.md, Harbour\n")
        #expect(outcome.text.hasPrefix("yes\n"))
        let all = try events(String(outcome.text.dropFirst(4)))
        #expect(all.prefix(3).map { $0["type"] as? String } == ["turn", "cited", "text"])
        let passages = try #require(all[1]["passages"] as? [[String: Any]])
        #expect(passages.first?["source"] as? String == "cats.txt")
        #expect(passages.first?["text"] as? String == "Cats sleep in the sun.")
    }

    @Test func `a follow-up is looked up with the turn before; passages don't pile up`()
        async throws
    {
        // The server shows what it was sent.
        let outcome = try await run(
            Self.documents + """
                printf 'When does the office open?\\nAnd why?\\n' |
                    vc-ask --provider exec:cat --knowledge docs
                vc-ask --provider aws --print-request --knowledge docs cats
                """)
        let lines = outcome.text.split(separator: "\n")
        #expect(lines[1].contains("opens at eight"))
        #expect(lines[1].hasSuffix("And why?"))
        #expect(lines[2...].joined().contains("Cats sleep in the sun."))
    }

    @Test func `an index file does as well as what was indexed; what is none is refused`()
        async throws
    {
        let outcome = try await run(
            Self.documents + """
                vc-index --output all.index docs
                vc-ask --provider exec:cat --knowledge all.index cats | grep -c 'Cats sleep'
                echo '[vc-ask]' > c; echo 'knowledge = all.index' >> c
                mkdir -p config/vc; mv c config/vc/config
                vc-ask --provider exec:cat cats | grep -c 'Cats sleep'
                rm config/vc/config
                vc-ask --provider exec:cat --knowledge docs/cats.txt cats; echo $?
                vc-ask --provider exec:cat --knowledge nowhere cats; echo $?
                vc-ask --provider exec:cat --cite cats; echo $?
                vc-ask --provider exec:cat --knowledge kb:no/such cats; echo $?
                """)
        #expect(outcome.text == "1\n1\n66\n66\n64\n64\n", "\(outcome.stderr)")
        #expect(outcome.stderr.contains("hint: run `vc-index docs/cats.txt` first"))
    }

    @Test func `vc-chat looks up what is spoken, and cites it`() async throws {
        let outcome = try await run(
            Self.documents + """
                head -c 64000 /dev/zero > voice.raw
                chat() {
                    vc-chat --input voice.raw --output out.wav --stt 'exec:echo opens; cat >/dev/null' \\
                        --llm exec:cat --tts exec:cat --knowledge docs --cite "$@"
                }
                chat --json; chat
                """)
        let all = try events(
            outcome.text.split(separator: "\n").filter { $0.hasPrefix("{") }.joined(separator: "\n")
        )
        let kinds = all.compactMap { $0["type"] as? String }
        let cited = try #require(kinds.firstIndex(of: "cited"), "\(outcome.text)\(outcome.stderr)")
        #expect(try cited < #require(kinds.firstIndex(of: "text")))
        #expect(kinds.filter { $0 == "cited" }.count == 1)
        #expect(outcome.stderr.contains("vc-chat: source: harbour.md, Harbour\n"))
    }

    // MARK: Bedrock

    @Test func `a knowledge base is asked as the service wants it`() async throws {
        let standIn = try await StandIn(Self.base, python: testPython)
        let outcome = try await run(
            """
            vc-ask --provider exec:cat --knowledge kb:BASE1 --cite When does the office open?
            vc-index kb:BASE1 --query cats | cut -f 2-
            vc-ask --provider aws --knowledge kb:BASE1 "$(seq -s " " 1000) cats" | grep -c 'Cats sleep'
            """, standIn)
        #expect(outcome.text.contains(#"<passage source="s3://notes/harbour.md"> The office"#))
        #expect(outcome.text.hasSuffix("https://example.org/cats\t\tCats sleep.\n1\n"))
        #expect(outcome.stderr == "vc-ask: source: s3://notes/harbour.md\n")
        #expect(try await standIn.status().failed_validations == 0)
    }

    @Test func `a knowledge base that fails is said, with what to do`() async throws {
        let standIn = try await StandIn(Self.base, python: testPython)
        let missing = try await run("vc-ask --provider exec:cat --knowledge kb:BASE2 cats", standIn)
        #expect(missing.status == 66)
        #expect(missing.stderr.contains("there is no knowledge base 'BASE2'"))
        try await standIn.calm()
        try await standIn.fail(#"{"operation": "Retrieve", "action": "throttle", "count": -1}"#)
        let throttled = try await run(
            "vc-ask --provider exec:cat --knowledge kb:BASE1 cats", standIn,
            ["AWS_MAX_ATTEMPTS": "2"])
        #expect(throttled.status == 75)
        try await standIn.calm()
        try await standIn.fail(
            #"{"operation": "Retrieve", "action": "error", "status": 403, "code": "AccessDeniedException", "message": "no"}"#
        )
        let refused = try await run("vc-ask --provider exec:cat --knowledge kb:BASE1 cats", standIn)
        #expect(refused.status == 77)
        #expect(refused.stderr.contains("bedrock:Retrieve"))
        try await standIn.calm()
        try await standIn.fail(
            #"{"operation": "Retrieve", "action": "error", "status": 503, "code": "X", "message": "no"}"#
        )
        let repeated = try await run(
            "vc-ask --provider exec:cat --knowledge kb:BASE1 cats", standIn)
        #expect(repeated.status == 0)
    }

    @Test func `in vc-chat a knowledge base is asked while the turn is spoken, and once`()
        async throws
    {
        let standIn = try await StandIn(Self.base, python: testPython)
        // The recogniser reports what it hears before the turn is over; it ends the turn by silence.
        let outcome = try await run(
            """
            cat > ear <<'END'
            #!/bin/sh
            echo '{"type":"ready"}' >&4
            head -c 32000 > /dev/null
            echo '{"type":"partial","text":"cats sleep"}' >&4
            grep -m 1 ended <&3 > /dev/null
            printf '{"type":"final","text":"Cats sleep?"}\\n{"type":"done"}\\n' >&4
            cat > /dev/null
            END
            chmod +x ear; head -c 160000 /dev/zero > voice.raw
            vc-chat --input voice.raw --output out.wav --stt exec:./ear --llm exec:cat \\
                --tts exec:cat --knowledge kb:BASE1 --no-speculation --json
            """, standIn)
        #expect(outcome.text.contains("Cats sleep."), "\(outcome.text)\(outcome.stderr)")
        let retrievals = try standIn.log("retrieves")
        #expect(retrievals.map { $0["text"] as? String } == ["cats sleep"])
        // Long before the turn was over.
        let asked = try #require(retrievals.first?["t"] as? Double)
        let turn = try #require(try events(outcome.text).first { $0["type"] as? String == "turn" })
        #expect(try asked + 0.5 < #require(turn["t"] as? Double))
    }

    static let embedders = [
        "amazon.titan-embed-text-v2:0", "amazon.titan-embed-text-v1",
        "cohere.embed-multilingual-v3",
        "us.cohere.embed-v4:0",
    ]

    @Test(arguments: embedders)
    func `vectors find what words don't`(model: String) async throws {
        let standIn = try await StandIn(Self.base, python: testPython)
        let outcome = try await run(
            Self.documents + """
                vc-index docs --query 'a feline nap'; echo $?
                vc-index --embed \(model) docs
                vc-index docs --query 'a feline nap' --limit 1 | cut -f 2
                echo 'More of cats and their sleep.' > docs/more.txt
                vc-index docs
                vc-index --embed \(model) docs
                vc-index docs --query 'feline nap' --limit 2 | cut -f 2 | sort
                vc-ask --provider exec:cat --knowledge docs 'feline nap' | grep -c 'Cats sleep in'
                """, standIn)
        #expect(outcome.text == "1\ncats.txt\ncats.txt\nmore.txt\n1\n", "\(outcome.stderr)")
        #expect(
            outcome.stderr
                == "vc-index: warning: 1 passages have no vectors yet; --embed MODEL adds them\n")
        #expect(try await standIn.status().failed_validations == 0)
    }

    @Test func `where the model can't be asked words are looked up, which is said once`()
        async throws
    {
        let standIn = try await StandIn(Self.base, python: testPython)
        try await standIn.fail(
            #"{"operation": "InvokeModel", "action": "error", "status": 403, "code": "AccessDeniedException", "message": "no", "nth": 3, "count": -1}"#
        )
        let outcome = try await run(
            Self.documents + """
                vc-index --embed amazon.titan-embed-text-v2:0 docs
                printf 'cats\\noffice\\n' | vc-index docs --query - | cut -f 2
                """, standIn)
        #expect(outcome.text == "cats.txt\nharbour.md\n", "\(outcome.stderr)")
        #expect(outcome.stderr.split(separator: "\n").count == 1)
        #expect(outcome.stderr.contains("warning: only words are looked up, no vectors: "))
    }

    @Test func `another model's vectors take the place of the first's`() async throws {
        let standIn = try await StandIn(Self.base, python: testPython)
        let outcome = try await run(
            Self.documents + """
                vc-index --embed amazon.titan-embed-text-v2:0 docs
                vc-index --embed cohere.embed-english-v3 docs
                sqlite3 data/vc/index/*.index 'SELECT * FROM embedding' \\
                    'SELECT count(*), length(value) FROM vector'
                """, standIn)
        #expect(outcome.text == "cohere.embed-english-v3|1024\n2|4096\n", "\(outcome.stderr)")
    }

    @Test func `an embedder that fails leaves the words, and the next run goes on`() async throws {
        let standIn = try await StandIn(Self.base, python: testPython)
        try await standIn.fail(#"{"operation": "InvokeModel", "action": "throttle", "count": -1}"#)
        let outcome = try await run(
            Self.documents + """
                vc-index --embed amazon.titan-embed-text-v2:0 docs; echo $?
                vc-index docs --query cats | cut -f 2
                """, standIn, ["AWS_MAX_ATTEMPTS": "1"])
        #expect(outcome.text == "75\ncats.txt\n", "\(outcome.stderr)")
    }
}
