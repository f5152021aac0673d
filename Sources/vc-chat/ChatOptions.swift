// SPDX-License-Identifier: MIT-0

import ArgumentParser
import Dialogue
import Filter
import Hearing
import Recordings
import Sound
import Stages
import Waveform

/// Who does the work of the three stages.
struct ChatProviders: ParsableArguments {
    @Option(help: "Who does the work of all stages: auto, aws, offline, openai or exec:CMD.")
    var provider = Provider.auto

    @Option(help: ArgumentHelp("Who turns speech into text.", valueName: "provider"))
    var stt: Provider?

    @Option(help: ArgumentHelp("Who answers.", valueName: "provider"))
    var llm: Provider?

    @Option(help: ArgumentHelp("Who turns text into speech.", valueName: "provider"))
    var tts: Provider?

    @OptionGroup var connection: ConnectionOptions

    var hearing: Provider { stt ?? provider }
    var thinking: Provider { llm ?? provider }
    var speaking: Provider { tts ?? provider }
}

/// Where sound comes from and goes to.
struct ChatPorts: ParsableArguments {
    @Option(help: ArgumentHelp("The ALSA device for both.", valueName: "pcm"))
    var device = "default"

    @Option(
        help: ArgumentHelp(
            "A recording in the microphone's place, at its own pace; - is stdin.",
            valueName: "file"))
    var input: String?

    @Option(
        help: ArgumentHelp(
            "A file in the loudspeaker's place: a WAV, unless the name ends in .raw.",
            valueName: "file"))
    var output: String?

    @Option(
        help: ArgumentHelp(
            "Keep both sides as WAV, and the transcript, in this folder.", valueName: "folder"))
    var record: String?

    /// Whether it is known that there is nothing to hear.
    var isEmpty: Bool { input.map { RecordedVoice.isEmpty($0) } ?? false }

    /// Opens the files; devices are opened when they are first used.
    func open(hearing turns: TurnOptions) throws -> OpenPorts {
        let voice = try input.map { try Input.opening($0) }
        if let output, voice?.isFile(at: output) == true { throw FilterError.sameFile(output) }
        let recording = voice.map { RecordedVoice($0) }
        let file = try output.map { try RecordedSpeech(creating: $0) }
        // Nothing of a file is heard by a microphone, nor in headphones.
        let isApart = recording != nil || file != nil || turns.headphones
        let hearing: any UserHearing = isApart ? PlainHearing(SpeechDetector()) : EchoControl()
        let talk = try record.map { try TalkRecording(in: $0, hearing) }
        return OpenPorts(
            recording: recording, source: recording ?? Microphone(device: device),
            sink: file
                ?? Loudspeaker(
                    device: device, latency: .milliseconds(60), queue: 2, keepsOpen: .seconds(60)),
            hearing: talk ?? hearing, talk: talk,
            transcript: try record.map { try Output.creating($0 + "/transcript.jsonl") })
    }
}

/// The ports of a run.
struct OpenPorts {
    let recording: RecordedVoice?
    let source: any AudioSource
    let sink: any AudioSink
    let hearing: any UserHearing
    let talk: TalkRecording?
    /// Of `--record`.
    let transcript: Output?

    /// Completes the output, and says what was wrong with the input.
    func close(_ diagnostics: Diagnostics) async throws {
        for warning in recording?.warnings ?? [] { diagnostics.warn(warning) }
        try await sink.close()
        try await talk?.close()
        try transcript?.close()
    }
}
