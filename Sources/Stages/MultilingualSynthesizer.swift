// SPDX-License-Identifier: MIT-0

import Channels
import Dialogue
import Synchronization

/// A voice for each language, made when it is first wanted; what is not told its language is spoken
/// by the voice of the first.
final class MultilingualSynthesizer: Synthesizer {
    /// What makes the voice of a language. Throws where there is none.
    typealias Maker = @Sendable (Language) async throws -> any Synthesizer

    /// The first is never empty; those that are expected are prepared before the first turn.
    private let expected: [Language]
    private let make: Maker
    /// Told once for a language that has no voice.
    private let warn: @Sendable (Language, any Error) -> Void
    private let made = Mutex<[Language: Once<any Synthesizer>]>([:])

    init(
        _ first: Language, _ others: [Language], _ make: @escaping Maker,
        warn: @escaping @Sendable (Language, any Error) -> Void
    ) {
        expected = [first] + others
        self.make = make
        self.warn = warn
    }

    func prepare() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for language in expected {
                group.addTask { try await self.voice(of: language).prepare() }
            }
            for try await _ in group {}
        }
    }

    func speaking(_ language: Language?) -> any Synthesizer {
        // As it was listed, where it was: that names the accent.
        let listed = language.map { heard in expected.first { $0.matches(heard) } ?? heard }
        return VoiceOfLanguage(all: self, language: listed ?? expected[0])
    }

    func synthesize(_ pieces: Channel<String>, into output: Channel<SpeechEvent>) async throws {
        try await voice(of: expected[0]).synthesize(pieces, into: output)
    }

    func voices() async throws -> [Voice] { try await voice(of: expected[0]).voices() }

    /// The language's voice, or the first language's where it has none.
    fileprivate func voice(of language: Language) async throws -> any Synthesizer {
        let make = make
        guard language != expected[0] else {
            return try await once(language).value { try await make(language) }
        }
        let first = try await once(expected[0]).value { [expected] in try await make(expected[0]) }
        return try await once(language).value { [warn] in
            do {
                return try await make(language)
            } catch {
                warn(language, error)
                return first
            }
        }
    }

    private func once(_ language: Language) -> Once<any Synthesizer> {
        made.withLock { made in
            let once = made[language] ?? Once()
            made[language] = once
            return once
        }
    }
}

/// One of the voices; it is made when it has to speak.
private struct VoiceOfLanguage: Synthesizer {
    let all: MultilingualSynthesizer
    let language: Language

    func prepare() async throws { try await all.voice(of: language).prepare() }

    func synthesize(_ pieces: Channel<String>, into output: Channel<SpeechEvent>) async throws {
        try await all.voice(of: language).synthesize(pieces, into: output)
    }

    func voices() async throws -> [Voice] { try await all.voice(of: language).voices() }
}
