// SPDX-License-Identifier: MIT-0

package import Channels
package import Dialogue
import Synchronization

/// Polly with a voice that is checked by DescribeVoices before the first word: the one that our table
/// has for a language (regions differ, and voices come and go), or one that was named and that the
/// table doesn't know.
///
/// Only `prepare` asks; who doesn't prepare doesn't wait for it, and speaks with the table's.
package final class CheckedPollySynthesizer: Synthesizer {
    private let settings: PollySettings
    private let current: Mutex<PollySynthesizer>
    private let list: PollyVoiceList
    private let make: @Sendable (PollySettings) throws -> PollySynthesizer

    /// Throws as `PollySynthesizer` does.
    package init(_ settings: PollySettings, account: AWSAccount, timeout: Duration) throws {
        self.settings = settings
        make = { try PollySynthesizer($0, account: account, timeout: timeout) }
        list = try PollyVoiceList(account: account, timeout: timeout)
        current = Mutex(try make(settings))
    }

    /// Throws `PollyError.noVoice` where the region has none for the language, `.unknownVoice` where it
    /// has none of that name. That the list can't be had (it needs a permission of its own) is no
    /// failure.
    package func prepare() async throws {
        if settings.voice == nil { try await checkVoice() } else { try await checkName() }
        try await synthesizer.prepare()
    }

    package func voices() async throws -> [Voice] { try await list.voices() }

    package func synthesize(
        _ pieces: Channel<String>, into output: Channel<SpeechEvent>
    ) async throws {
        try await synthesizer.synthesize(pieces, into: output)
    }

    private var synthesizer: PollySynthesizer { current.withLock { $0 } }

    private func checkName() async throws {
        let speaker = try PollySpeaker(
            voice: settings.voice, language: settings.language, engine: settings.engine)
        guard PollyVoices.entries(of: speaker.voice).isEmpty, let voices = try? await voices(),
            !voices.contains(where: { $0.name == speaker.voice })
        else { return }
        throw PollyError.unknownVoice(speaker.voice, speaker.engine, settings.language)
    }

    private func checkVoice() async throws {
        let speaker = try PollySpeaker(
            voice: nil, language: settings.language, engine: settings.engine)
        guard let code = PollyVoices.code(of: settings.language) else { return }
        let offered: [PollyVoiceList.Offer]
        do {
            offered = try await list.offers(speaking: code)
        } catch is PollyError {
            return
        }
        if offered.contains(where: { $0.id == speaker.voice && $0.has(speaker.engine) }) { return }
        let engines = settings.engine.map { [$0] } ?? PollyEngine.byPreference
        for engine in engines {
            guard let voice = offered.first(where: { $0.has(engine) }) else { continue }
            var changed = settings
            changed.voice = voice.id
            changed.engine = engine
            let synthesizer = try make(changed)
            current.withLock { $0 = synthesizer }
            return
        }
        throw settings.engine.map { PollyError.noVoiceWithEngine($0, language: code) }
            ?? .noVoice(settings.language)
    }
}
