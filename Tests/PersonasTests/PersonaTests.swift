// SPDX-License-Identifier: MIT-0

import Dialogue
import Foundation
import Reporting
import Settings
import TestSupport
import Testing

@testable import Personas

struct PersonaTests {
    private let providers: Set = ["anthropic", "offline"]

    private func persona(_ json: String) throws -> Persona {
        try Persona(Array(json.utf8), file: "x.json", providers: providers)
    }

    private func settings(_ persona: Persona) -> [String] {
        persona.settings(for: [
            "system", "max-tokens", "temperature", "top-p", "stop", "voice", "language",
        ]).settings.map { "\($0.key)=\($0.value)" }
    }

    @Test func `what it says about options is options`() throws {
        let persona = try persona(
            """
            {"system": "Be kind.", "voice": "Zhiyu", "language": "zh-CN",
             "parameters": {"max_tokens": 9, "temperature": 0.5, "top_p": 1, "stop": ["a", "b"]}}
            """)
        #expect(
            settings(persona) == [
                "system=Be kind.", "max-tokens=9", "temperature=0.5", "top-p=1", "stop=a", "stop=b",
                "voice=Zhiyu", "language=zh-CN",
            ])
        #expect(persona.settings(for: ["voice"]).settings.map(\.value) == ["Zhiyu"])
        #expect(persona.language == Language("zh-CN"))
    }

    @Test func `a system text that begins like a file's name is a text`() throws {
        #expect(settings(try persona(#"{"system": "@home"}"#)) == ["system=@@home"])
    }

    @Test func `the most specific counts first`() throws {
        let persona = try persona(
            """
            {"system": "all", "parameters": {"temperature": 0.1, "max_tokens": 1},
             "anthropic": {"system": "anthropic", "parameters": {"max_tokens": 2},
                           "claude-3": {"parameters": {"max_tokens": 3}, "voice": "three"},
                           "claude-3-5-haiku": {"parameters": {"temperature": null}}},
             "offline": {"system": "here"}}
            """)
        #expect(persona.hasExceptions)
        let cases: [([String], [String], [String])] = [
            ([], [], ["system=all", "max-tokens=1", "temperature=0.1"]),
            (["offline"], ["claude-3"], ["system=here", "max-tokens=1", "temperature=0.1"]),
            (
                ["aws", "anthropic"], ["claude-sonnet-4-6"],
                ["system=anthropic", "max-tokens=2", "temperature=0.1"]
            ),
            (
                ["aws", "anthropic"], ["claude-3-opus"],
                ["system=anthropic", "max-tokens=3", "temperature=0.1", "voice=three"]
            ),
            (
                ["aws", "anthropic"], ["claude-3-5-haiku-20241022-v1:0"],
                ["system=anthropic", "max-tokens=3", "voice=three"]
            ),
            // Not at a boundary of the name.
            (
                ["aws", "anthropic"], ["claude-35"],
                ["system=anthropic", "max-tokens=2", "temperature=0.1"]
            ),
        ]
        for (providers, models, expected) in cases {
            #expect(
                settings(persona.adapted(to: providers, models: models)) == expected, "\(models)")
        }
        #expect(!(try self.persona(#"{"system": "a"}"#)).hasExceptions)
    }

    @Test func `messages are examples`() throws {
        let persona = try persona(
            """
            {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Yo"}]}
            """)
        #expect(persona.examples == [Message(.user, "Hi"), Message(.assistant, "Yo")])
    }

    @Test(arguments: [
        ("{", "line 1: not JSON"),
        ("[]", "the whole must be an object"),
        (
            #"{"sytem": "x"}"#,
            "unknown key 'sytem'; known are description, language, messages, parameters, system, "
                + "voice, a provider's name"
        ),
        (#"{"system": 1}"#, "'system' must be a text"),
        (#"{"system": null}"#, "'system' must be a text"),
        (#"{"language": "Chinese!"}"#, "'language' must be a language tag such as en-US or de"),
        (
            #"{"parameters": {"tempo": 1}}"#,
            "in 'parameters': unknown key 'tempo'; known are max_tokens, stop, temperature, top_p"
        ),
        (
            #"{"parameters": {"max_tokens": 1.5}}"#,
            "'parameters.max_tokens' must be a whole number above 0"
        ),
        (
            #"{"parameters": {"max_tokens": 0}}"#,
            "'parameters.max_tokens' must be a whole number above 0"
        ),
        (
            #"{"anthropic": {"claude-3": {"parameters": {"temperature": 5}}}}"#,
            "'anthropic.claude-3.parameters.temperature' must be a number from 0 to 2"
        ),
        (#"{"parameters": {"stop": ["a", ""]}}"#, "'parameters.stop' must not be empty"),
        (#"{"parameters": {"top_p": "1"}}"#, "'parameters.top_p' must be a number from 0 to 1"),
        (#"{"parameters": {"stop": [1]}}"#, "'parameters.stop' must be a text"),
        (#"{"anthropic": "x"}"#, "'anthropic' must be an object"),
        (
            #"{"anthropic": {"sytem": "x"}}"#,
            "in 'anthropic': unknown key 'sytem'; known are description, language, messages, "
                + "parameters, system, voice, a family of models"
        ),
        (
            #"{"anthropic": {"claude-3": {"sytem": "x"}}}"#,
            "in 'anthropic.claude-3': unknown key 'sytem'; known are description, language, "
                + "messages, parameters, system, voice"
        ),
        (
            #"{"messages": {}}"#,
            #"'messages' must be a list of {"role": "user" or "assistant", "content": TEXT}"#
        ),
        (
            #"{"messages": [{"role": "assistant", "content": "a"}]}"#,
            "'messages[0].role' must be \"user\": messages begin with the user's and take turns"
        ),
        (
            #"{"messages": [{"role": "user", "content": "a"}, {"role": "user", "content": "b"}]}"#,
            "'messages[1].role' must be \"assistant\": messages begin with the user's and take turns"
        ),
        (
            #"{"messages": [{"role": "user", "content": "a"}]}"#,
            "'messages' must end with the assistant's"
        ),
        (
            #"{"messages": [{"role": "user", "content": " "}]}"#,
            "'messages[0].content' must not be empty"
        ),
        (
            #"{"messages": [{"role": "user", "text": "a"}]}"#,
            "in 'messages[0]': unknown key 'text'; known are content, role"
        ),
    ])
    func `a slip of the pen is named`(json: String, problem: String) {
        #expect(throws: PersonaError.invalid(file: "x.json", problem: problem)) {
            try persona(json)
        }
    }

    @Test func `the user's own count before those that are shipped`() throws {
        let folder = try Scratch()
        try folder.write(#"{"description": "mine"}"#, to: "cook.json")
        try folder.write("{}", to: "anna.json")
        let personas = Personas(folder: folder.path, providers: providers)
        #expect(personas.names == ["anna", "cook", "data-structures"])
        #expect(try personas.persona("cook").summary == "mine")
        #expect(throws: PersonaError.unknown("bob", known: personas.names)) {
            try personas.persona("bob")
        }
        for name in ["", "../anna", ".anna", "a/b"] {
            #expect(throws: PersonaError.badName(name)) { try personas.persona(name) }
        }
    }

    @Test(arguments: Shipped.personas.keys.sorted())
    func `what is shipped is sound, and fit for the ear`(name: String) throws {
        let persona = try Personas(folder: nil, providers: providers).persona(name)
        #expect(persona.summary?.isEmpty == false)
        #expect(persona.examples.count >= 4)
        for message in persona.examples where message.role == .assistant {
            var speakable = SpeakableText()
            let spoken = speakable.push(message.text) + speakable.finish()
            #expect(spoken.filter { !$0.isWhitespace } == message.text.filter { !$0.isWhitespace })
        }
    }

    @Test func `the teacher of data structures answers in Chinese`() throws {
        let persona = try Personas(folder: nil, providers: providers).persona("data-structures")
        #expect(persona.language == Language("zh-CN"))
        for message in persona.examples {
            #expect(message.text.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) })
        }
    }
}
