// SPDX-License-Identifier: MIT-0

import Foundation
import LoopbackServer
import TestSupport
import Testing

/// Pictures and documents, against the stand-in for AWS, which looks into them.
@Suite(.timeLimit(.minutes(5)))
struct PictureTests {
    private static let settings =
        #"{"bedrock": {"first_token": 0.01, "tokens_per_second": 1000, "retired": false}}"#

    /// A home with pictures and documents, good and bad.
    private func home() throws -> Scratch {
        let home = try Scratch()
        for (name, bytes) in Pictures.all { try home.write(Data(bytes), to: name) }
        try home.write(Data(Pictures.png), to: "png that says.jpg")
        try home.write(Data(Pictures.png.prefix(60)), to: "cut.png")
        try home.write("", to: "empty.png")
        try home.write("# Notes\n", to: "My notes_1.md")
        try home.write(Data([0x63, 0xE9]), to: "latin.txt")
        return home
    }

    private func run(
        _ script: String, _ standIn: StandIn? = nil, in home: Scratch? = nil
    ) async throws -> Outcome {
        let environment: [String: String?] =
            (standIn?.environment ?? [:]).mapValues { $0 }
        return try await shell(script, home: try home ?? self.home(), environment: environment)
    }

    /// What was shown with each request that showed something.
    private func shown(_ standIn: StandIn) throws -> [[String]] {
        try standIn.log("shown").map { entry in
            (entry["files"] as? [[String: Any]] ?? []).map { file in
                [file["format"], file["bytes"], file["name"]].compactMap { $0 }.map { "\($0)" }
                    .joined(separator: " ")
            }
        }
    }

    @Test func `what is shown goes with the first turn, and stays for the next`() async throws {
        let standIn = try await StandIn(Self.settings, python: testPython)
        let outcome = try await run(
            """
            printf 'What is this?\\nAnd this?\\n' | vc-ask --provider aws --image a.png \
                --image a.jpg --image lossy.webp --image a.gif --document 'My notes_1.md'
            """, standIn)
        #expect(outcome.text == "You said: What is this?\nYou said: And this?\n")
        #expect(outcome.stderr == "")
        let files = ["png 78", "jpeg 631", "webp 56", "gif 45", "md 8 My notes 1"]
        #expect(try shown(standIn) == [files, files])
        #expect(try await standIn.status().failed_validations == 0)
    }

    @Test func `InvokeModel's bodies have pictures too, where the family has a place`() async throws
    {
        let standIn = try await StandIn(Self.settings, python: testPython)
        let outcome = try await run(
            """
            for model in amazon.nova-pro-v1:0 us.anthropic.claude-sonnet-4-6; do
                vc-ask --provider aws --api invoke --model $model --image - 'What?' < a.png
            done
            vc-ask --provider aws --api invoke --model meta.llama3-1-8b-instruct-v1:0 \
                --image a.png 'What?'; echo $?
            """, standIn)
        #expect(outcome.text == "You said: What?\nYou said: What?\n64\n")
        #expect(try shown(standIn) == [["png 78"], ["png 78"]])
        let status = try await standIn.status()
        #expect(status.failed_validations == 0)
        #expect(status.requests == 2)
    }

    @Test func `a picture that a camera writes is read at each turn`() async throws {
        let standIn = try await StandIn(Self.settings, python: testPython)
        let outcome = try await run(
            """
            mkfifo turns
            vc-ask --provider aws --image-each-turn cam < turns > replies & exec 3> turns
            reply() { until [ "$(wc -l < replies)" = $1 ]; do sleep 0.02; done; }
            cp a.png cam; echo one >&3; reply 1
            head -c 200 a.jpg > cam; echo two >&3
            # Nothing says when it looks; what is asked doesn't depend on it.
            cp a.jpg new; sleep 0.1; mv new cam; reply 2
            rm cam; echo three >&3; reply 3
            exec 3>&-; wait $!; cat replies
            """, standIn)
        #expect(outcome.text == "You said: one\nYou said: two\nYou said: three\n")
        #expect(
            outcome.stderr == "vc-ask: warning: cannot open 'cam': No such file or directory; "
                + "the turn goes without it\n")
        #expect(try shown(standIn) == [["png 78"], ["jpeg 631"]])
        #expect(try await standIn.status().failed_validations == 0)
    }

    @Test func `what can't be shown is refused before anything is sent`() async throws {
        let standIn = try await StandIn(Self.settings, python: testPython)
        let cases: [(String, Int, String)] = [
            (
                "--image 'png that says.jpg'", 65,
                "is a PNG image, not a JPEG image as its name says"
            ),
            ("--image cut.png", 65, "is a PNG image that is not complete"),
            ("--image empty.png", 65, "is empty"), ("--image latin.txt", 65, "is not UTF-8 text"),
            ("--image 'My notes_1.md'", 64, "is an MD document, not a picture"),
            ("--document a.png", 64, "is a PNG image, not a document"),
            ("--image missing.png", 66, "cannot open 'missing.png'"),
            ("--image .", 74, "Is a directory"),
            ("--image big.png", 65, "has more than 3.75 MB"),
            ("--document big.txt", 65, "has more than 4.5 MB"),
            ("--model amazon.nova-micro-v1:0 --image a.png", 64, "can't be shown images"),
            ("--model amazon.titan-text-express-v1 --image-each-turn a.png", 64, "can't be shown"),
            ("--image - --document -", 64, "one picture or document only"),
        ]
        for (options, status, message) in cases {
            let outcome = try await run(
                "truncate -s 5G big.png; truncate -s 5G big.txt; vc-ask --provider aws \(options) hi",
                standIn)
            #expect(outcome.status == status, "\(options)")
            #expect(outcome.stderr.contains(message), "\(options): \(outcome.stderr)")
            #expect(outcome.text == "", "\(options)")
        }
        let many = try await run(
            "vc-ask --provider aws $(printf -- '--image a.png %.0s' $(seq 21)) hi; echo $?", standIn
        )
        #expect(many.text == "64\n")
        #expect(many.stderr.contains("more than 20 images at once"))
        #expect(try await standIn.status().requests == 0)
    }

    @Test(arguments: ["offline", "exec:cat"])
    func `who reads words only says so`(provider: String) async throws {
        let outcome = try await run("vc-ask --provider \(provider) --image a.png hi")
        #expect(outcome.status == 64 || outcome.status == 69 && provider == "offline")
        #expect(outcome.text == "")
        #expect(
            outcome.stderr.contains("can't be shown images")
                || outcome.stderr.contains("not installed"))
    }

    @Test func `a turn that failed leaves its picture to the next`() async throws {
        let standIn = try await StandIn(Self.settings, python: testPython)
        try await standIn.fail(
            #"{"operation": "ConverseStream", "action": "error", "status": 424, "code": "X"}"#)
        let outcome = try await run(
            "printf 'one\\ntwo\\n' | AWS_MAX_ATTEMPTS=1 vc-ask --provider aws --image a.png; echo $?",
            standIn)
        #expect(outcome.text == "You said: two\n69\n")
        #expect(try shown(standIn).last == ["png 78"])
    }

    /// Three turns of 0.5 s; `keys` is a keyboard.
    private static let talk = """
        ear='exec:python3 -B '"$EAR"
        voice='exec:while read -r l; do yes | head -c 3200; done'
        for n in 1 2 3; do yes | head -c 8000; head -c 32000 /dev/zero; done > three.raw
        mkfifo voice keys events
        timeout 120 sh -c 'exec 3> voice; until [ -e hearing ]; do sleep 0.02; done; cat three.raw >&3' \
            > /dev/null 2>&1 &
        exec 5<> keys
        chat() { vc-chat --stt "$ear" --llm aws --tts "$voice" --input voice --output a.raw "$@"; }

        """

    @Test func `in vc-chat what is typed is shown with the next turn`() async throws {
        let standIn = try await StandIn(Self.settings, python: testPython)
        let outcome = try await shell(
            Self.talk + #"""
                ln -s "$PWD" here; HOME=$PWD/here
                chat --document 'My notes_1.md' --json < keys > events &
                while read -r event; do
                    printf '%s\n' "$event"
                    case $event in
                    *'"type":"text"'*) [ "$typed" ] || printf '%s\n' '/look a.png' \
                        "/look 'My notes_1.md'" '/look ~/a.gif  ' '/look no.png' /look '/see x' '' >&5
                        typed=yes;;
                    esac
                done < events
                """#, home: try home(),
            environment: standIn.environment.mapValues { $0 }.merging(
                ["EAR": fixture("ear.py")]) { $1 })
        #expect(
            outcome.stderr.contains("vc-chat: cannot open 'no.png': No such file or directory\n"))
        #expect(outcome.stderr.contains("vc-chat: /look takes a file\nvc-chat: hint: /look FILE"))
        #expect(outcome.stderr.contains("vc-chat: there is no '/see'\n"))
        let shownEvents = try outcome.events("shown").map { "\($0["name"] ?? "")" }
        #expect(shownEvents == ["a", "My notes_1", "a"])
        #expect(try outcome.events("not_shown").count == 3)
        let requests = try shown(standIn)
        #expect(requests.first == ["md 8 My notes 1"])
        #expect(
            requests.last == ["md 8 My notes 1", "png 78", "md 8 My notes 1 (2)", "gif 45"])
        #expect(try await standIn.status().failed_validations == 0)
    }

    @Test func `in vc-chat too a model must be able to see`() async throws {
        let outcome = try await run(
            """
            AWS_ACCESS_KEY_ID=x AWS_SECRET_ACCESS_KEY=y vc-chat --provider aws --input a.png \
                --model amazon.nova-micro-v1:0 --image a.png --output a.raw; echo $?
            vc-chat --input - --image - < a.png; echo $?
            vc-chat --image cut.png; echo $?
            """)
        #expect(outcome.text == "64\n64\n65\n")
        #expect(outcome.stderr.contains("'amazon.nova-micro-v1:0' can't be shown images"))
    }
}
