// SPDX-License-Identifier: MIT-0

import Dialogue
import Filter
import Reporting
import Settings
import Testing
import Transfer

@testable import Cloud

/// Who decides about a body.
struct ModelParametersTests {
    static let titan = "amazon.titan-text-express-v1"
    static let path = ["textGenerationConfig", "maxTokenCount"]

    @Test func `each word is stronger than the one before`() throws {
        let (family, prefix, id) = (
            "[model titan-text]\ntextGenerationConfig.maxTokenCount = 1\n",
            "[model amazon.titan-text]\ntextGenerationConfig.maxTokenCount = 2\n",
            "[model \(Self.titan)]\ntextGenerationConfig.maxTokenCount = 3\n"
        )
        let tokens = { (config: String, request: ReplyRequest, parameters: [String]) in
            try body(Self.titan, .invoke, request, config: config, parameters: parameters)[
                Self.path]
        }
        let (plain, asked) = (ask("hi"), ask("hi", options: .init(maxTokens: 4)))
        #expect(try tokens("", plain, []) == 4096)
        #expect(try tokens(family, plain, []) == 1)
        #expect(try tokens(prefix + family, plain, []) == 2)
        let provider = "[model amazon]\ntextGenerationConfig.maxTokenCount = 8\n"
        #expect(try tokens(provider + prefix + family, plain, []) == 2)
        #expect(try tokens(prefix + provider, plain, []) == 2)
        #expect(try tokens(id + prefix + family, plain, []) == 3)
        #expect(try tokens(id, asked, []) == 4)
        let typed = ["textGenerationConfig.maxTokenCount=6"]
        #expect(try tokens(id, asked, typed) == 6)
        #expect(try tokens(id, asked, typed + ["textGenerationConfig.maxTokenCount=7"]) == 7)
    }

    @Test func `a file of parameters is weaker than a parameter, stronger than an option`() throws {
        try withFile(#"{"textGenerationConfig":{"maxTokenCount":5,"topP":0.1},"x":null}"#) { file in
            let call = { (parameters: [String]) in
                try BedrockCall(
                    model: Self.titan, api: .invoke, file: file, parameters: parameters)
            }
            let request = ask("hi", options: .init(maxTokens: 4, topP: 0.9))
            let sent = try call(["textGenerationConfig.maxTokenCount=6"]).body(for: request)
            let config: JSONValue = [
                "maxTokenCount": 6, "topP": 0.1, "temperature": 0, "stopSequences": [],
            ]
            #expect(sent["textGenerationConfig"] == config)
            #expect(try call([]).body(for: request)[Self.path] == 5)
        }
    }

    @Test(arguments: [
        ("a=1", #"{"a":1}"#), ("a=1.5", #"{"a":1.5}"#), ("a=true", #"{"a":true}"#),
        ("a=text", #"{"a":"text"}"#), ("a=", #"{"a":""}"#), (#"a="1""#, #"{"a":"1"}"#),
        ("a=x=y", #"{"a":"x=y"}"#), (#"a=["x","y"]"#, #"{"a":["x","y"]}"#),
        (#"a={"b":{"c":1}}"#, #"{"a":{"b":{"c":1}}}"#), ("a.b.c=1", #"{"a":{"b":{"c":1}}}"#),
        ("a=1e999", #"{"a":"1e999"}"#), ("max_tokens=null", "{}"),
        ("max_tokens.x=1", #"{"max_tokens":{"x":1}}"#),
    ])
    func `a value is JSON, or else text`(parameter: String, json: String) throws {
        var sent = try body("qwen.qwen3-32b-v1:0", parameters: [parameter])
        sent["messages"] = nil
        if sent["max_tokens"] == 512 { sent["max_tokens"] = nil }
        #expect(sent == (try JSONValue(parsing: json)))
    }

    @Test(arguments: ["", "a", "=1", ".a=1", "a.=1", "a..b=1", "a=[1", "a={", #"a="x"#])
    func `a parameter that can't be one is a wrong command line`(parameter: String) throws {
        let error = #expect(throws: BedrockError.self) {
            try body("amazon.nova-lite-v1:0", parameters: [parameter])
        }
        #expect(error?.status == .usage)
        #expect(error?.description.hasPrefix("--param '\(parameter)': ") == true)
    }

    @Test func `a value as long as a book is not printed whole`() {
        let book = String(repeating: "a\n.", count: 50_000)
        for parameter in ["x=[" + book, book + "=1"] {
            let error = #expect(throws: BedrockError.self) {
                try body("amazon.nova-lite-v1:0", parameters: [parameter])
            }
            let text = error?.description ?? ""
            #expect(text.hasPrefix("--param '"))
            #expect(text.count < 350 && text.contains("…") && !text.contains("\n"))
        }
    }

    private static let listed =
        "`vc-ask --provider aws --list-models` shows those that are known"

    @Test(arguments: [
        ("[model nova]\na..b = 1", "config:2: 'a..b' is not the name of a parameter"),
        ("[model nova]\n\nstop = [1", "config:3: the value of 'stop' is not JSON: [1"),
        ("[model amazon.nova]\nfamily = novas", "config:2: unknown family 'novas'; \(listed)"),
        ("[model nova]\nfamily = nope", "config:2: unknown family 'nope'; \(listed)"),
        (
            "[model x]\n[model nova]\na = 1\nfamily = claude",
            "config:2: the section of the family 'nova' names another, 'claude'"
        ),
    ])
    func `a wrong line of the configuration is named`(config: String, text: String) throws {
        let error = #expect(throws: SettingsError.self) {
            try body("amazon.nova-lite-v1:0", config: config)
        }
        #expect(error?.description == text)
        #expect(error?.status == .configuration)
    }

    @Test(arguments: [
        ("", "line 1: not JSON"), ("[1]", "not a JSON object"), ("5", "not a JSON object"),
        ("{", "line 1: not JSON"), ("{\"a\":1}\n}", "line 2: not JSON"),
        ("{\n\n\"a\":}", "line 3: not JSON"),
    ])
    func `a file that isn't a JSON object is named`(content: String, problem: String) throws {
        try withFile(content) { file in
            let error = #expect(throws: BedrockError.self) {
                try BedrockCall(model: "amazon.nova-lite-v1:0", file: file)
            }
            #expect(error?.status == .configuration)
            #expect(error?.description == "--params '\(file)': \(problem)")
        }
    }

    @Test func `a file that isn't there is no input`() {
        let error = #expect(throws: FilterError.self) {
            try BedrockCall(model: "amazon.nova-lite-v1:0", file: "/nowhere/params.json")
        }
        #expect(error?.status == .noInput)
    }

    @Test(arguments: ["amazon.nova-l", "amazon.titan", "nov", "meta", "us.amazon.nova-lite-v1:0"])
    func `sections of other models change nothing`(section: String) throws {
        let config = "[model \(section)]\ninferenceConfig.maxTokens = 1"
        let sent = try body("amazon.nova-lite-v1:0", config: config)
        #expect(sent[["inferenceConfig", "maxTokens"]] == 512)
    }

    @Test func `the printed request is the body, sorted, with a line feed`() throws {
        let call = try BedrockCall(model: "global.anthropic.claude-sonnet-4-6", api: .converse)
        let text = try call.printed(ask("a/b"))
        #expect(
            text == """
                {
                  "inferenceConfig" : {
                    "maxTokens" : 512
                  },
                  "messages" : [
                    {
                      "content" : [
                        {
                          "text" : "a/b"
                        }
                      ],
                      "role" : "user"
                    }
                  ]
                }

                """)
    }
}
