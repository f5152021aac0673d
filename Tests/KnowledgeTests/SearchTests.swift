// SPDX-License-Identifier: MIT-0

import Database
import Dialogue
import Foundation
import TestSupport
import Testing

@testable import Knowledge

/// What is found in an index.
struct SearchTests {
    private static func entry(_ name: String, _ texts: [String]) -> KnowledgeIndex.Entry {
        let file = FoundFile(name: name, path: "/\(name)", bytes: 1, modified: 1, isNamed: false)
        let print = Fingerprint.of(Array(texts.joined().utf8))
        return .init(
            file: file, fingerprint: print, chunks: texts.map { .init(heading: name, text: $0) })
    }

    private func index(_ texts: [String]) throws -> KnowledgeIndex {
        let index = try KnowledgeIndex(Scratch().url.path + "/a.index", creating: true)
        let entries = texts.enumerated().map { Self.entry("n\($0)", [$1]) }
        try index.add(entries, to: index.root("/"))
        return index
    }

    private func found(_ index: KnowledgeIndex, _ question: String) throws -> [String] {
        try index.passages(for: question, limit: 5).map(\.text)
    }

    @Test func `the best passage is first, and words are found in other forms`() throws {
        let index = try index([
            "The harbour office opens at eight.", "Fishing in the harbour needs a permit.",
            "Connections to the islands: ferries leave daily.", "Nothing else.",
        ])
        #expect(
            try found(index, "Is there a connected ferry?").first?.hasPrefix("Connections") == true)
        #expect(
            try found(index, "When does the HARBOUR office open?").first?.contains("eight") == true)
        #expect(try found(index, "elephants") == [])
        let scores = try index.passages(for: "harbour permit", limit: 5).map(\.score)
        #expect(scores.count == 2)
        #expect(scores[0] > scores[1])
    }

    @Test func `what all passages are about is found, whatever else is asked`() throws {
        let index = try index((0..<30).map { "Kubernetes has a part number \($0)." })
        for question in [
            "Kubernetes", "What is Kubernetes?", "Tell me about zeppelins, Kubernetes",
        ] {
            #expect(try found(index, question).count == 5)
        }
    }

    @Test(arguments: [
        "", " ", "\"", "\"\"\"", "'", "don't", "AND", "a AND OR NOT", "NEAR(a b)", "foo*", "^foo",
        "-a",
        "heading:a", "{heading text}: a", "(", ")", "a)", "C++", "+", "a\0b", "\u{FFFD}", "😀", "\\",
        ";--", "e\u{301}", "日本語\"",
    ])
    func `no question is an error`(question: String) throws {
        let index = try index(["a foo near b, don't", "日本語 é"])
        _ = try index.passages(for: question, limit: 5)
        _ = try index.passages(for: question + " foo", limit: 5)
    }

    @Test func `random questions are no error either`() throws {
        let index = try index(["some text"])
        var generator = Seeded(3)
        let signs = Array("ab \"'()*:^-+{}~\\\0é中カ한😀\u{301},.")
        for _ in 0..<3000 {
            let length = Int.random(in: 0..<12, using: &generator)
            let question = String(
                (0..<length).compactMap { _ in signs.randomElement(using: &generator) })
            #expect(throws: Never.self, "\(question)") {
                try index.passages(for: question, limit: 1)
            }
        }
    }

    @Test func `words of two characters are found in Chinese, Japanese and Korean`() throws {
        let texts = [
            "数据结构是计算机存储、组织数据的方式。", "链表由节点组成。", "東京タワーは高い。", "서울에서 부산까지 기차로 갑니다.",
        ]
        let index = try index(texts)
        #expect(try found(index, "链表") == [texts[1]])
        #expect(try found(index, "什么是链表？").first == texts[1])
        #expect(try found(index, "结构") == [texts[0]])
        // Its characters are there, but apart.
        #expect(try found(index, "构结") == [])
        #expect(try found(index, "タワー") == [texts[2]])
        #expect(try found(index, "부산") == [texts[3]])
        #expect(try found(index, "表") == [texts[1]])
    }

    @Test func `accents and case don't matter`() throws {
        let index = try index(["Das Café in Zürich", "Other"])
        #expect(try found(index, "CAFE zurich").count == 1)
        #expect(try found(index, "cafe\u{301}").count == 1)
    }

    @Test func `terms are words once each, and pairs of characters`() {
        #expect(SearchWords.terms(of: "Don't do DON'T, o'er 'x'!") == ["don't", "do", "o'er", "x"])
        #expect(SearchWords.terms(of: "用C语言写") == ["用", "c", "语 言", "言 写"])
        #expect(SearchWords.terms(of: "…—!?") == [])
        #expect(SearchWords.indexed("a中b、カ") == "a 中 b、 カ ")
    }

    @Test func `a word that is nearly everywhere is asked for only if nothing else is`() throws {
        var texts = (0..<200).map { "The page number\($0) of the book." }
        texts.append("The lighthouse.")
        let index = try index(texts)
        #expect(try found(index, "the lighthouse") == ["The lighthouse."])
        #expect(try found(index, "the elephant") == [])
        #expect(try found(index, "the book").count == 5)
    }

    @Test func `the rarest words are asked for, as far as the budget goes`() throws {
        let index = try index(
            (0..<30).map { "all \($0 < 10 ? "some" : "") \($0 < 5 ? "few" : "")" })
        let words = ["all", "few", "none", "some"]
        #expect(try index.telling(words, budget: 100) == ["few", "some"])
        #expect(try index.telling(words, budget: 14) == ["few"])
        #expect(try index.telling(["all"], budget: 1) == ["all"])
    }

    @Test func `what is taken out is not found, what is changed is found anew`() throws {
        let index = try index(["old words 中文", "stays"])
        let root = try index.root("/")
        try index.add([Self.entry("n0", ["new words", "second part"])], to: root)
        #expect(try found(index, "old") == [])
        #expect(try found(index, "中文") == [])
        #expect(try found(index, "new") == ["new words"])
        try index.remove(["n0", "unknown"], from: root)
        #expect(try found(index, "new second") == [])
        #expect(try found(index, "stays") == ["stays"])
        #expect(try index.counts() == (1, 1))
        // FTS5 compares its index with itself.
        try index.database.run("INSERT INTO words (words) VALUES ('integrity-check')")
    }

    @Test func `vectors find what words don't, and both rankings are joined`() throws {
        let index = try index(["one", "two", "three", "four words of it"])
        let vectors: [[Float]] = [[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 0.6, 0.8]]
        try index.add(zip(1..., vectors).map { ($0, $1) }, of: "m")
        #expect(try index.embedding()?.model == "m")
        #expect(try index.embedding()?.dimension == 3)
        #expect(try index.countWithoutVector() == 0)
        let near = try index.ranked(by: [0, 1, 0], limit: 2)
        #expect(near.map(\.id) == [2, 4])
        #expect(abs((near.last?.score ?? 0) - 0.6) < 1e-6)
        let joined = try index.passages(for: "words", near: [0, 1, 0], limit: 2).map(\.text)
        #expect(joined == ["four words of it", "two"])
        try index.keepVectors(of: "other")
        #expect(try index.countWithoutVector() == 4)
        #expect(try index.embedding() == nil)
    }

    @Test func `a vector of any length is compared whole`() throws {
        let index = try index(["one", "two"])
        var generator = Seeded(9)
        let vectors = (0..<3).map { _ in
            (0..<37).map { _ in Float.random(in: -1...1, using: &generator) }
        }
        let (a, b, question) = (vectors[0], vectors[1], vectors[2])
        try index.add([(1, a), (2, b)], of: "m")
        for (id, score) in try index.ranked(by: question, limit: 2) {
            let other = id == 1 ? a : b
            let expected = zip(question, other).reduce(0) { $0 + Double($1.0 * $1.1) }
            #expect(abs(score - expected) < 1e-4)
        }
    }

    @Test func `rankings are joined by reciprocal ranks`() {
        let joined = fused([["a", "b", "c"], ["c", "a"], []])
        #expect(joined.map(\.id) == ["a", "c", "b"])
        let (first, second) = (1.0 / 61, 1.0 / 62)
        #expect(joined[0].score == first + second)
        #expect(joined[2].score == second)
        #expect(fused([["x"], ["y"]]).map(\.id) == ["x", "y"])
    }
}
