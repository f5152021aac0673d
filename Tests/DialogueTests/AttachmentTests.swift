// SPDX-License-Identifier: MIT-0

import TestSupport
import Testing

@testable import Dialogue

/// Testing has one of its own.
private typealias Attachment = Dialogue.Attachment

struct AttachmentTests {
    private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test(arguments: Pictures.all.keys.sorted())
    func `a picture is known by its content, and so is its size`(name: String) throws {
        let bytes = try #require(Pictures.all[name])
        let named = try Attachment("pictures/" + name, bytes, as: .image)
        let nameless = try Attachment("/dev/fd/63", bytes)
        #expect(named.format == nameless.format)
        #expect(name.hasSuffix("jpg") || name.hasSuffix(named.format.rawValue))
        #expect(named.name == name.prefix { $0 != "." })
        #expect(named.bytes == bytes)
        let size = FileContent(bytes).pixels(named.format)
        #expect(size?.width == 3)
        #expect(size?.height == 2)
    }

    @Test(arguments: Pictures.all.keys.sorted())
    func `a picture that is cut off anywhere is not taken`(name: String) throws {
        let bytes = try #require(Pictures.all[name])
        for count in 0..<bytes.count {
            // GIF ends with one byte, which may also stand within.
            if name.hasSuffix("gif"), bytes.prefix(count).last == 0x3B { continue }
            #expect(throws: AttachmentError.self, "\(count) of \(bytes.count)") {
                try Attachment(name, Array(bytes.prefix(count)), as: .image)
            }
        }
    }

    @Test func `no bytes whatever make it trap`() throws {
        var generator = Seeded(5)
        for picture in Pictures.all.values {
            for _ in 0..<500 {
                var bytes = picture
                for _ in 0..<Int.random(in: 1...6, using: &generator) {
                    let place = Int.random(in: 0..<bytes.count, using: &generator)
                    bytes[place] = UInt8.random(in: 0...255, using: &generator)
                }
                _ = try? Attachment("x", bytes)
            }
        }
    }

    @Test func `a name that says something else is refused`() throws {
        #expect(throws: AttachmentError.falseEnding("a.jpg", .jpeg, is: .png)) {
            try Attachment("a.jpg", Pictures.png, as: .image)
        }
        #expect(throws: AttachmentError.falseEnding("a.PNG", .png, is: .txt)) {
            try Attachment("a.PNG", bytes("not a picture"), as: .image)
        }
        #expect(throws: AttachmentError.falseEnding("a.png", .png, is: nil)) {
            try Attachment("a.png", [0, 1, 2], as: .image)
        }
        #expect(throws: AttachmentError.falseEnding("notes.md", .md, is: .png)) {
            try Attachment("notes.md", Pictures.png, as: .document)
        }
        #expect(throws: AttachmentError.otherKind("a.png", .png)) {
            try Attachment("a.png", Pictures.png, as: .document)
        }
        #expect(throws: AttachmentError.unknownFormat("a.bmp")) {
            try Attachment("a.bmp", [0x42, 0x4D, 0, 0])
        }
    }

    @Test(arguments: [
        ("a.md", "# Title", Dialogue.Attachment.Format.md), ("a.csv", "a,b\n", .csv),
        ("a.HTM", "<p>", .html), ("README", "text", .txt), ("a.swift", "let é = 1", .txt),
        ("-", "text", .txt), (".md", "text", .txt), ("a.pdf", "%PDF-1.7\n%%EOF\n", .pdf),
        ("scan", "\n%PDF-1.7\n/EncryptMetadata false %%EOF", .pdf),
        ("a.docx", "PK\u{03}\u{04}word/document.xml PK\u{05}\u{06}", .docx),
        ("a.xlsx", "PK\u{03}\u{04}xl/workbook.xml PK\u{05}\u{06}", .xlsx),
    ])
    func `a document is what content and name say together`(
        name: String, text: String, format: Dialogue.Attachment.Format
    ) throws {
        #expect(try Attachment(name, bytes(text), as: .document).format == format)
    }

    @Test func `a document that nobody could read is refused`() {
        let cases: [(String, [UInt8], AttachmentError)] = [
            ("a.pdf", bytes("%PDF-1.7\n"), .incomplete("a.pdf", .pdf)),
            ("a.pdf", bytes("%PDF-1.7 /Encrypt 5 0 R %%EOF"), .encrypted("a.pdf")),
            ("a.docx", bytes("PK\u{03}\u{04}word/document.xml"), .incomplete("a.docx", .docx)),
            ("a.docx", bytes("PK\u{03}\u{04}other"), .falseEnding("a.docx", .docx, is: nil)),
            ("a.txt", [0x63, 0xE9], .notText("a.txt")), ("a.csv", [0x61, 0], .notText("a.csv")),
            ("a.txt", [], .empty("a.txt")),
        ]
        for (name, bytes, error) in cases {
            #expect(throws: error) { try Attachment(name, bytes, as: .document) }
        }
    }

    @Test func `the limits are the service's`() throws {
        let large = [UInt8](repeating: 0x61, count: 4_500_001)
        #expect(throws: AttachmentError.tooLarge("a.txt", .document)) {
            try Attachment("a.txt", large)
        }
        #expect(try Attachment("a.txt", Array(large.dropFirst())).bytes.count == 4_500_000)
        let padded = Pictures.png + [UInt8](repeating: 0, count: 3_750_001 - Pictures.png.count)
        #expect(throws: AttachmentError.tooLarge("a.png", .image)) {
            try Attachment("a.png", padded)
        }
        #expect(try Attachment("a.png", Array(padded.dropLast())).format == .png)
        #expect(throws: AttachmentError.tooManyPixels("a.png", width: 8001, height: 1)) {
            try Attachment("a.png", Pictures.png(width: 8001, height: 1))
        }
        #expect(try Attachment("a.png", Pictures.png(width: 8000, height: 8000)).kind == .image)
        #expect(throws: AttachmentError.incomplete("a.png", .png)) {
            try Attachment("a.png", Pictures.png(width: 0, height: 1))
        }
    }

    @Test func `no more go into a turn than into a request`() throws {
        let image = try Attachment("a.png", Pictures.png)
        let text = try Attachment("a.md", bytes("x"))
        try AttachmentLimits.check(
            Array(repeating: image, count: 20) + Array(repeating: text, count: 5))
        #expect(throws: AttachmentError.tooMany(.image)) {
            try AttachmentLimits.check(Array(repeating: image, count: 21))
        }
        #expect(throws: AttachmentError.tooMany(.document)) {
            try AttachmentLimits.check(Array(repeating: text, count: 6))
        }
        let large = try Attachment("a.md", [UInt8](repeating: 0x61, count: 4_500_000))
        #expect(throws: AttachmentError.tooMuch) {
            try AttachmentLimits.check(Array(repeating: large, count: 4) + [image])
        }
    }

    @Test func `the oldest make room in a conversation`() throws {
        let image = try Attachment("a.png", Pictures.png)
        var history = History()
        for turn in 0..<7 {
            let document = try Attachment("\(turn).md", bytes("\(turn)"))
            history.addTurn("\(turn)", showing: [document, image, image, image])
            history.addReply("Yes.")
        }
        let shown = history.messages.map(\.attachments)
        #expect(shown.flatMap { $0 }.count { $0.kind == .image } == 20)
        #expect(
            shown.flatMap { $0 }.filter { $0.kind == .document }.map(\.name)
                == ["2", "3", "4", "5", "6"])
        #expect(shown.first?.count == 2)
        #expect(shown.last == [])
    }

    @Test func `what a failed turn showed is given back`() throws {
        let image = try Attachment("a.png", Pictures.png)
        var history = History()
        history.addTurn("What is this?", showing: [image])
        #expect(history.dropUnansweredTurn() == [image])
        #expect(history.dropUnansweredTurn() == [])
        history.addTurn("This", showing: [image])
        history.addTurn("or this?", showing: [image])
        #expect(
            history.messages == [Message(.user, "This\nor this?", attachments: [image, image])])
    }
}
