// SPDX-License-Identifier: MIT-0

import ArgumentParser
import Dialogue
import Filter
import Reporting
import Settings
import Stages
import Waveform

/// `vc-transcribe`: speech in, a line for each turn out.
@main
struct Transcribe: Tool {
    static let configuration = CommandConfiguration(
        commandName: "vc-transcribe",
        abstract: "Turn speech into text.",
        discussion: """
            Reads stdin, or files, and writes one line for each turn, when speech has been absent \
            for --silence. Takes raw PCM (s16le, mono, 16 kHz unless --rate and --channels say \
            otherwise) and WAV. Where a pipe gives nothing for 2 seconds, silence is heard until \
            it goes on.
            """,
        version: toolVersion)
    static let interruption = Interruption.finishesInput

    @Argument(help: ArgumentHelp("Recordings, instead of stdin; - is stdin.", valueName: "file"))
    var files: [String] = []

    @OptionGroup var provider: ProviderOptions
    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var language: SpokenLanguageOptions
    @OptionGroup var transcribe: TranscribeOptions
    @OptionGroup var several: SeveralLanguagesOptions
    @OptionGroup var speakers: SpeakerOptions

    @Option(help: "End a turn when speech has been absent for so long; 0: write each final result.")
    var silence = Duration.milliseconds(800)

    @OptionGroup var raw: RawAudioOptions

    @Flag(help: "Write events with partial results and times, JSON Lines, instead of lines.")
    var json = false

    @OptionGroup var common: CommonOptions

    func run(in session: Session) async throws -> ExitStatus {
        try hearing().check(for: provider.provider)
        let output = TurnOutput(
            isJSON: json, writesEachFinal: silence == .zero,
            namesSpeakers: speakers.speakerLabels)
        var status = ExitStatus.nothing
        var failure: ExitStatus?
        if !files.isEmpty, !files.contains("-") { session.interrupts?.endAtOnce() }
        for file in files.isEmpty ? ["-"] : files {
            do {
                let input = try Input.opening(file, session.interrupts)
                if try await transcribe(input, session, to: output) { status = .success }
            } catch let error as any ReportableError where files.count > 1 && !isFinal(error) {
                let status = session.diagnostics.report(error)
                failure = failure ?? status
            }
        }
        return failure ?? status
    }

    /// Whether the next file would fare no better: there is nowhere to write to.
    private func isFinal(_ error: any ReportableError) -> Bool {
        if case FilterError.writeFailed = error { true } else { false }
    }

    /// Transcribes one recording.
    /// - Returns: whether anything was said.
    @MainActor
    private func transcribe(
        _ input: Input, _ session: Session, to output: TurnOutput
    ) async throws -> Bool {
        let options = try hearing()
        let audio = AudioReading(
            input, AudioFormat(encoding: .s16, sampleRate: raw.rate, channels: raw.channels),
            channels: options.channels, session)
        guard let first = try await audio.next() else { return false }
        let transcriber = try await Stages(session.diagnostics, connection).transcriber(
            provider.provider, options)
        return try await listen(
            to: first, then: audio, silence: silence, with: transcriber, writingTo: output)
    }

    private func hearing() throws -> HearingOptions {
        HearingOptions(try language.parsed(), transcribe, speakers, several)
    }
}
