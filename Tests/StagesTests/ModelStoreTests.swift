// SPDX-License-Identifier: MIT-0

import Foundation
import TestSupport
import Testing

@testable import Stages

@Suite(.timeLimit(.minutes(5)))
struct ModelStoreTests {
    private static let hello = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"

    private func store(_ scratch: Scratch, _ entries: [(name: String, path: String)]) -> ModelStore
    {
        ModelStore(
            folder: scratch.path,
            entries: entries.map {
                .init(name: $0.name, path: $0.path, bytes: 5, sha256: Self.hello, modified: 1)
            })
    }

    @Test func `a line of the list has five cells`() {
        let entry = ModelStore.Entry("whisper\tmodels/w.bin\t5\tabc\t17")
        #expect(
            entry
                == ModelStore.Entry(
                    name: "whisper", path: "models/w.bin", bytes: 5, sha256: "abc", modified: 17))
        for line in ["", "a\tb\t5\tabc", "a\tb\tx\tabc\t17", "a\tb\t5\tabc\tx"] {
            #expect(ModelStore.Entry(line[...]) == nil)
        }
    }

    @Test func `a file is what its sum says`() async throws {
        let scratch = try Scratch()
        let store = store(
            scratch, [("a", "a.bin"), ("b", "b.bin"), ("c", "c.bin"), ("d", "d.bin")])
        try scratch.write("hello", to: "a.bin")
        try scratch.write("jello", to: "b.bin")
        try scratch.write("hello!", to: "c.bin")
        #expect(try await store.verified("a.bin") == scratch.path + "/a.bin")
        for name in ["b.bin", "c.bin"] {
            await #expect(throws: StagesError.changedModel(path: scratch.path + "/" + name)) {
                try await store.verified(name)
            }
        }
        for name in ["d.bin", "e.bin"] {
            await #expect(throws: StagesError.notInstalled(missing: scratch.path + "/" + name)) {
                try await store.verified(name)
            }
        }
    }

    @Test func `a model is a name, a file, or the best there is`() async throws {
        let scratch = try Scratch()
        try scratch.write("hello", to: "s.gguf")
        try scratch.write("hello", to: "q.gguf")
        let small = store(scratch, [("smollm", "s.gguf")])
        let both = store(scratch, [("smollm", "s.gguf"), ("qwen", "q.gguf")])
        #expect(try await small.languageModel(nil).hasSuffix("/s.gguf"))
        #expect(try await both.languageModel(nil).hasSuffix("/q.gguf"))
        #expect(try await both.languageModel("smollm").hasSuffix("/s.gguf"))
        let own = try scratch.write("anything", to: "own.gguf")
        #expect(try await both.languageModel(own) == own)
        await #expect(throws: StagesError.noModelFile("no.gguf")) {
            try await both.languageModel("no.gguf")
        }
        await #expect(throws: StagesError.unknownModel("gpt", known: ["smollm", "qwen"])) {
            try await both.languageModel("gpt")
        }
        await #expect(throws: StagesError.notInstalled(missing: "language model")) {
            try await store(scratch, []).languageModel(nil)
        }
    }
}
