// SPDX-License-Identifier: MIT-0

import Resampling
import Waveform

/// A line's way to PCM: by the Piper voice, or by espeak-ng.
package struct Speech: Sendable {
    /// Makes phonemes for the Piper voice, and speaks while there is none.
    let espeak: Espeak

    /// Speaks `line`, handing over 16 kHz samples as they are made until `take` returns false.
    /// - Parameter voice: nil lets espeak-ng speak.
    package func speak(
        _ line: String, with voice: PiperVoice?, _ take: ([Int16]) throws -> Bool
    ) throws {
        guard let voice else { return try speakByEspeak(line, take) }
        let clauses = SpokenText(line).clauses
        let phonemes = try espeak.phonemes(of: clauses)
        for sentence in PhonemeSentence.sentences(clauses, phonemes: phonemes) {
            guard try take([]) else { return }  // not wanted any more?
            let pause = SpeechTrimmer.sentencePause
            var trimmer = SpeechTrimmer(
                pause: sentence.endsSentence ? pause : SpeechTrimmer.clausePause)
            let samples = try voice.speak(sentence)
            var resampler = try Resampler(
                from: voice.sampleRate, to: PipelineAudio.sampleRate)
            var converted = try resampler.convert(samples)
            converted += try resampler.finish()
            let audible = trimmer.take(converted.map { Int16(roundingFloat: $0) })
            guard try take(audible + trimmer.finish()) else { return }
        }
    }

    private func speakByEspeak(_ line: String, _ take: ([Int16]) throws -> Bool) throws {
        guard line.contains(where: { $0.isLetter || $0.isNumber }) else { return }
        var wav = AudioInput()
        var trimmer = SpeechTrimmer(pause: SpeechTrimmer.sentencePause)
        var isWanted = true
        try espeak.speak(line) { bytes in
            isWanted = try take(trimmer.take(wav.decode(bytes)))
            return isWanted
        }
        guard isWanted else { return }
        _ = try take(trimmer.take(wav.finish().frames) + trimmer.finish())
    }
}
