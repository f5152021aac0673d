// SPDX-License-Identifier: MIT-0

package import Dialogue

/// Who speaks: a voice, and how it is to be asked for.
package struct PollySpeaker: Sendable, Equatable {
    /// `VoiceId`
    package let voice: String
    package let engine: PollyEngine
    /// `LanguageCode`, for a voice with several languages.
    package let languageCode: String?

    /// A named voice goes before the language. What isn't named is chosen: the language's first
    /// voice, that has the engine if one is named; the neural engine, or what the voice has.
    ///
    /// Throws for what the table knows to be impossible; a voice that it doesn't know is left to
    /// the service.
    package init(
        voice name: String?, language: Language, engine wanted: PollyEngine?
    ) throws(PollyError) {
        let code = PollyVoices.code(of: language)
        let entry: PollyVoices.Entry
        if let name {
            let entries = PollyVoices.entries(of: name)
            guard let known = entries.first(where: { $0.language == code }) ?? entries.first else {
                voice = name
                engine = wanted ?? .neural
                languageCode = nil
                return
            }
            entry = known
        } else {
            entry = try Self.first(speaking: code, language, with: wanted)
        }
        if let wanted, !entry.engines.contains(wanted) {
            throw .noEngine(wanted, voice: entry.id, has: entry.engines)
        }
        let best = PollyEngine.byPreference.first { entry.engines.contains($0) }
        voice = entry.id
        engine = wanted ?? best ?? .neural
        let isBilingual = PollyVoices.entries(of: entry.id).count > 1
        languageCode = isBilingual && entry.language == code ? code : nil
    }

    private static func first(
        speaking code: String?, _ language: Language, with engine: PollyEngine?
    ) throws(PollyError) -> PollyVoices.Entry {
        let entries = PollyVoices.all.filter { $0.language == code }
        guard let first = entries.first else { throw .noVoice(language) }
        guard let engine else { return first }
        guard let fitting = entries.first(where: { $0.engines.contains(engine) }) else {
            throw .noVoiceWithEngine(engine, language: first.language)
        }
        return fitting
    }
}
