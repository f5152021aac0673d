// SPDX-License-Identifier: MIT-0

import Channels
import Dialogue
import Synchronization
import Testing

@testable import Stages

@Suite(.timeLimit(.minutes(5)))
struct MultilingualTests {
    /// Says which voice it is.
    private struct Named: Synthesizer {
        let name: String

        func voices() async throws -> [Voice] { [] }
        func synthesize(
            _ pieces: Channel<String>, into output: Channel<SpeechEvent>
        ) async throws {
            for try await piece in pieces {
                try await output.send(.pieceEnded(text: "\(name): \(piece)"))
            }
        }
    }

    private struct Voiceless: Error {}

    private let made = Made()
    private final class Made: Sendable {
        let names = Mutex<[String]>([])
        let warnings = Mutex<[String]>([])
    }

    private func synthesizer(_ tags: String...) throws -> MultilingualSynthesizer {
        let languages = try tags.map { try #require(Language($0)) }
        return MultilingualSynthesizer(languages[0], Array(languages.dropFirst())) {
            [made] language in
            made.names.withLock { $0.append(language.tag) }
            if language.code == "el" { throw Voiceless() }
            return Named(name: language.tag)
        } warn: { [made] language, _ in
            made.warnings.withLock { $0.append(language.tag) }
        }
    }

    private func speak(_ synthesizer: any Synthesizer) async throws -> String {
        let (pieces, output) = (Channel<String>(capacity: 1), Channel<SpeechEvent>(capacity: 1))
        pieces.trySend("x")
        pieces.finish()
        try await synthesizer.synthesize(pieces, into: output)
        guard case .pieceEnded(let text)? = output.tryReceive() else { return "" }
        return text
    }

    @Test func `each language has a voice of its own, made once`() async throws {
        let all = try synthesizer("en-GB", "fr-CA")
        for _ in 0..<2 {
            #expect(try await speak(all.speaking(Language("fr"))) == "fr-CA: x")
            #expect(try await speak(all.speaking(Language("en-GB"))) == "en-GB: x")
            #expect(try await speak(all.speaking(Language("es-US"))) == "es-US: x")
            #expect(try await speak(all.speaking(nil)) == "en-GB: x")
        }
        #expect(try await speak(all) == "en-GB: x")
        #expect(made.names.withLock { $0.sorted() } == ["en-GB", "es-US", "fr-CA"])
    }

    @Test func `who has no voice is spoken to by the first, which is said once`() async throws {
        let all = try synthesizer("en-US")
        for _ in 0..<2 { #expect(try await speak(all.speaking(Language("el"))) == "en-US: x") }
        #expect(made.warnings.withLock { $0 } == ["el"])
    }

    @Test func `those that are expected are prepared`() async throws {
        try await synthesizer("en-US", "fr-FR").prepare()
        #expect(made.names.withLock { Set($0) } == ["en-US", "fr-FR"])
    }
}
