// SPDX-License-Identifier: MIT-0

import Dialogue
import TestSupport
import Testing
import Transfer

@testable import Cloud

/// Testing has one of its own.
private typealias Attachment = Dialogue.Attachment

/// Images and documents in what Bedrock is sent.
struct ShownBodyTests {
    private func request(_ files: (String, [UInt8])...) throws -> ReplyRequest {
        let attachments = try files.map { try Attachment($0.0, $0.1) }
        return ReplyRequest(
            messages: [
                Message(.user, "One?", attachments: attachments), Message(.assistant, "1"),
                Message(.user, "Two?"),
            ])
    }

    private func content(_ body: JSONValue) -> [JSONValue] {
        guard case .array(let messages)? = body["messages"],
            case .array(let blocks)? = messages.first?["content"]
        else { return [] }
        return blocks
    }

    @Test(arguments: [BedrockAPI.converse, .invoke])
    func `what is shown stands before the words`(api: BedrockAPI) throws {
        let asked = try request(("x/a.gif", Array("GIF89a\u{1}\0\u{1}\0;".utf8)), ("n.md", [0x61]))
        let blocks = content(try body("amazon.nova-lite-v1:0", api, asked))
        #expect(
            blocks == [
                ["image": ["format": "gif", "source": ["bytes": "R0lGODlhAQABADs="]]],
                ["document": ["format": "md", "name": "n", "source": ["bytes": "YQ=="]]],
                ["text": "One?"],
            ])
    }

    @Test func `Claude's own body has images in its own form`() throws {
        let asked = try request(("a.gif", Array("GIF89a\u{1}\0\u{1}\0;".utf8)))
        let blocks = content(try body("us.anthropic.claude-sonnet-4-6", .invoke, asked))
        let source: JSONValue = [
            "type": "base64", "media_type": "image/gif", "data": "R0lGODlhAQABADs=",
        ]
        #expect(
            blocks == [["type": "image", "source": source], ["type": "text", "text": "One?"]])
    }

    @Test func `documents are called what Converse allows, each by another name`() throws {
        let files = [
            "My notes_v2 (final) [x].md", "Bericht über Öl.md", "日本.md", "..md", "a.md", "b/a.md",
            "a.txt",
        ]
        var names: [String] = []
        for group in [files.prefix(4), files.suffix(3)] {
            let attachments = try group.map { try Attachment($0, [0x61]) }
            let asked = ReplyRequest(messages: [Message(.user, "x", attachments: attachments)])
            names += content(try body("amazon.nova-lite-v1:0", .converse, asked)).compactMap {
                if case .string(let name)? = $0["document"]?["name"] { name } else { nil }
            }
        }
        #expect(
            names == [
                "My notes v2 (final) [x]", "Bericht ber l", "document", "document (2)",
                "a", "a (2)", "a (3)",
            ])
    }

    @Test(arguments: [
        ("amazon.nova-micro-v1:0", true, true), ("us.amazon.nova-pro-v1:0", false, false),
        ("amazon.titan-text-express-v1", true, false), ("anthropic.claude-v2:1", true, false),
        ("us.anthropic.claude-3-5-haiku-20241022-v1:0", true, false),
        ("global.anthropic.claude-sonnet-4-6", false, false),
        ("meta.llama3-3-70b-instruct-v1:0", true, false),
        ("us.meta.llama3-2-11b-instruct-v1:0", false, false),
        ("us.meta.llama4-scout-17b-instruct-v1:0", false, false),
        ("ai21.jamba-instruct-v1:0", true, true), ("some.new-model", false, false),
        (
            "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1", false, false
        ),
    ])
    func `a model that is known not to see is not asked`(
        model: String, refusesImages: Bool, refusesDocuments: Bool
    ) throws {
        let call = try BedrockCall(model: model)
        for (kind, refuses) in [
            (Attachment.Kind.image, refusesImages), (.document, refusesDocuments),
        ] {
            #expect(((try? call.check(kind)) == nil) == refuses, "\(kind)")
        }
        let picture = try request(("a.png", Pictures.png))
        #expect(((try? call.body(for: picture)) == nil) == refusesImages)
    }

    @Test func `a family's own body has a place for images or none`() throws {
        let picture = try request(("a.png", Pictures.png))
        #expect(throws: BedrockError.noPlace(.image, family: "llama4")) {
            try body("us.meta.llama4-scout-17b-instruct-v1:0", .invoke, picture)
        }
        let document = try request(("a.md", [0x61]))
        #expect(throws: BedrockError.noPlace(.document, family: "claude")) {
            try body("us.anthropic.claude-sonnet-4-6", .invoke, document)
        }
    }
}
