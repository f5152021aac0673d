// SPDX-License-Identifier: MIT-0

import Foundation
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct ConfigTests {
    private func run(
        _ script: String, config: String, environment: [String: String?] = [:]
    ) async throws -> Outcome {
        let home = try Scratch()
        try home.write(config, to: "config/vc/config")
        return try await shell(script, home: home, environment: environment)
    }

    @Test(arguments: [
        ("[vc-ask]\nprovider exec:cat\n", 2, "expected 'key = value'"),
        ("provider = exec:cat\n", 1, "a key stands before the first [section]"),
        ("# x\n\n[vc-ask\n", 3, "a section name lacks its ']'"),
        ("[vc-ask]\nprovider = exec:cat\nfrobnicate = 1\n", 3, "unknown option '--frobnicate"),
        ("[vc-ask]\nprovider = magic\n", 2, "magic"),
        ("[vc-ask]\nmultiline = maybe\n", 2, "'multiline' takes true or false, not 'maybe'"),
        ("[vc-ask]\nmax-tokens = 0\n", 2, "--max-tokens takes a number from 1, not 0"),
        ("[vc-ask]\nhelp = true\n", 2, "unknown option 'help'"),
        ("[vc-aks]\n", 1, "unknown section [vc-aks]"),
    ])
    func `a slip of the pen is found, with its line`(
        config: String, line: Int, problem: String
    ) async throws {
        let outcome = try await run("echo hi | vc-ask; echo $?; pwd", config: config)
        let lines = outcome.text.split(separator: "\n")
        #expect(lines.first == "78")
        #expect(outcome.stderr.contains("/config/vc/config:\(line): "))
        #expect(outcome.stderr.contains(problem))
        #expect(outcome.stderr.split(separator: "\n").count == 1)
    }

    @Test func `sections of other tools and of models are no concern`() async throws {
        let outcome = try await run(
            "vc-ask hi",
            config: "[vc-ask]\nprovider = exec:cat\n[vc-chat]\nnonsense = 1\n[model x]\ny = 1")
        #expect(outcome.text == "hi\n")
        #expect(outcome.stderr == "")
    }

    @Test func `flags, then the environment, then the file`() async throws {
        let config = "[vc-ask]\nmodel = of-the-file\nprovider = offline\n"
        func model(_ script: String, _ environment: [String: String?] = [:]) async throws -> String
        {
            try await run(script, config: config, environment: environment).stderr
        }
        #expect(try await model("vc-ask hi").contains("'of-the-file'"))
        let environment = ["MODEL_ID": "of-the-environment"]
        #expect(try await model("vc-ask hi", environment).contains("'of-the-environment'"))
        #expect(
            try await model("vc-ask --model of-the-flag hi", environment).contains("'of-the-flag'"))
        #expect(try await model("vc-ask hi", ["MODEL_ID": ""]).contains("'of-the-file'"))
        let typed = try await run("vc-ask --provider exec:cat hi", config: config)
        #expect(typed.text == "hi\n")
    }

    @Test func `a flag is switched on by true`() async throws {
        let script = "vc-ask --provider 'exec:cat' hi | od -An -c"
        let on = try await run(script, config: "[vc-ask]\nnull = true\n")
        #expect(on.text.contains("\\0"))
        let off = try await run(script, config: "[vc-ask]\nnull = false\n")
        #expect(!off.text.contains("\\0"))
    }

    @Test func `a file that can't be read is an error, one that is not there is not`()
        async throws
    {
        let outcome = try await shell(
            """
            vc-ask --provider exec:cat hi; echo $?
            mkdir -p config/vc/config; vc-ask --provider exec:cat hi; echo $?
            """)
        #expect(outcome.text == "hi\n0\n78\n")
        #expect(outcome.stderr.hasSuffix("/config/vc/config': Is a directory\n"))
    }

    @Test func `without credentials aws is refused`() async throws {
        let outcome = try await shell(
            """
            head -c 3200 /dev/zero > s.raw
            vc-ask --provider aws hi; echo $?; vc-speak --provider aws hi; echo $?
            vc-transcribe --provider aws s.raw; echo $?
            export AWS_ACCESS_KEY_ID=x AWS_SECRET_ACCESS_KEY=y AWS_MAX_ATTEMPTS=1
            vc-ask --provider aws --endpoint-url https://localhost:9 hi 2> /dev/null; echo $?
            """, environment: ["AWS_EC2_METADATA_DISABLED": "true"])
        #expect(outcome.text == "77\n77\n77\n69\n")
        #expect(outcome.stderr.split(separator: "\n").count == 6)
    }
}
