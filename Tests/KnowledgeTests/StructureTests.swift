// SPDX-License-Identifier: MIT-0

import Testing

@testable import Knowledge

/// What is found of the structure of Markdown, HTML and plain text.
struct StructureTests {
    /// `headings: body`, a line a section.
    private func sections(_ document: DocumentText) -> [String] {
        document.sections.map { section in
            let body = String(decoding: section.body, as: UTF8.self)
            let words = body.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            return section.headings.joined(separator: "/") + ": " + words
        }
    }

    private func markdown(_ text: String) -> DocumentText {
        DocumentText(markdown: Array(text.utf8))
    }
    private func html(_ text: String) -> DocumentText { HTMLText.document(Array(text.utf8)) }

    @Test func `headings of Markdown nest, and are taken off the text`() {
        let document = markdown(
            """
            before
            # Guide #
            intro
            ## Set *up*
            a

            b
            ### Deeper
            c
            ## Use
            d
            """)
        #expect(document.title == "Guide")
        #expect(
            sections(document) == [
                ": before", "Guide: intro", "Guide/Set *up*: a b", "Guide/Set *up*/Deeper: c",
                "Guide/Use: d",
            ])
    }

    @Test func `underlined headings count, rules and longer paragraphs don't`() {
        let document = markdown(
            "Title\n=====\nintro\n\nPart\n---\ntext\n\n---\n\ntwo\nlines\n---\nmore\n")
        #expect(document.title == "Title")
        #expect(
            sections(document) == ["Title: intro", "Title/Part: text --- two lines --- more"])
    }

    @Test func `what looks like a heading in code is none`() {
        let document = markdown(
            "# A\n```sh\n# comment\n~~~\n```\n#no heading\n    # code\n####### 7\n")
        #expect(sections(document) == ["A: ```sh # comment ~~~ ``` #no heading # code ####### 7"])
    }

    @Test func `a heading with nothing below it is a text of its own`() {
        #expect(
            sections(markdown("# A\n## B\n## C\ntext\n## D\n"))
                == ["A/B: B", "A/C: text", "A/D: D"])
    }

    @Test func `HTML is its text, under its headings, without what people don't read`() {
        let document = html(
            """
            <!DOCTYPE html><html><head><title> The
              caf&eacute; </title><style>p > a { }</style>
            <script>if (a < b) document.write("<p>no</p>")</script></head>
            <body><nav><ul><li><a href="x">Menu</a></ul></nav>
            <h1 class="x">Opening <i>hours</i></h1><!-- <p>no</p> -->
            <p>We open at <a title="a > b" href=x>nine</a> &amp; close&nbsp;at&#32;ten&#x2026;
            <p>Tom&#39;s A&B &unknown; 1 < 2
            <table><tr><td>Mon</td><td>9</td></tr><tr><td>Tue</td></tr></table>
            <h2>How<br>to come</h2>By bus.<pre>a
              b</pre></body></html>
            """)
        #expect(document.title == "The café")
        #expect(
            sections(document) == [
                "Opening hours: We open at nine & close at ten… Tom's A&B &unknown; 1 < 2 Mon | 9 Tue",
                "Opening hours/How to come: By bus. a b",
            ])
        let bodies = document.sections.map { String(decoding: $0.body, as: UTF8.self) }
        #expect(bodies[0].contains("ten…\n\nTom's"))
        #expect(bodies[1].contains("a\n  b"))
    }

    @Test(arguments: [
        "<", "<!", "<!--", "</", "<p", "<p a=\"", "&", "&#", "&#x110000;", "&#0;", "<title>",
        "<script>a",
        "<h1>", "</h1></h1>", "<svg/>x", "<pre></pre></pre>", "\u{0}<\u{0}>",
        "<title><b>&lt;</title",
    ])
    func `broken HTML is read to its end`(text: String) {
        _ = html(text)
        let document = html("<p>one</p>" + text)
        #expect(sections(document).joined().contains("one"))
    }

    @Test func `an unclosed heading does not swallow the text`() {
        let words = (0..<100).map { "word\($0)" }.joined(separator: " ")
        #expect(sections(html("<h1>" + words)).joined().contains("word99"))
    }

    @Test func `pages of plain text are sections`() {
        let document = DocumentText(plain: Array("a\n\u{0C}b\n\u{0C}".utf8))
        #expect(sections(document) == ["page 1: a", "page 2: b", "page 3: "])
        #expect(sections(DocumentText(plain: Array("a".utf8))) == [": a"])
    }

    @Test
    func `text is decoded without its mark, with line feeds, and with what is invalid replaced`() {
        let bytes: [UInt8] = [0xEF, 0xBB, 0xBF, 0x61, 0x0D, 0x0A, 0x62, 0x0D, 0x63, 0xFF]
        let (text, hadInvalid) = DocumentReader.decoded(bytes)
        #expect(String(decoding: text, as: UTF8.self) == "a\nb\nc\u{FFFD}")
        #expect(hadInvalid)
        #expect(DocumentReader.decoded(Array("ü\n".utf8)).hadInvalid == false)
    }
}
