// SPDX-License-Identifier: MIT-0

import ArgumentParser
import Filter
import Recordings
import Reporting
import Settings
import Sound
import Waveform

@main
struct Record: Tool {
    enum Format: String, ExpressibleByArgument, CaseIterable { case raw, wav }

    static let configuration = CommandConfiguration(
        commandName: "vc-record", abstract: "Record from a microphone.",
        discussion: """
            Writes what the microphone hears to stdout: raw PCM (s16le, mono, 16 kHz) unless told \
            otherwise. Ctrl-C ends the recording.
            """,
        version: toolVersion)
    static let interruption = Interruption.endsNormally

    @Option(help: "The ALSA device to record from.")
    var device = "default"
    @Flag(help: "List the devices and exit.")
    var listDevices = false
    @OptionGroup var raw: RawAudioOptions
    @Option(help: "How to write it.")
    var format = Format.raw
    @Option(help: "Record this long: 300ms, 2s, 5m.")
    var duration: Duration?
    @Option(help: "End when this much silence follows speech.")
    var untilSilence: Duration?
    @Flag(help: "Write nothing until somebody speaks.")
    var waitForSpeech = false
    @Flag(help: "Show the level on the terminal.")
    var meter = false
    @Option(help: "A recording in the microphone's place, at its own pace; - is standard input.")
    var input: String?
    @Flag(help: "Go on listening while vc-play of the same pipeline plays.")
    var fullDuplex = false
    @Option(help: ArgumentHelp("Write events there, JSON Lines.", valueName: "file|fd:n"))
    var events: String?
    @OptionGroup var common: CommonOptions

    func validate() throws {
        if untilSilence == .zero { throw ValidationError("--until-silence must not be zero") }
    }

    func run(in session: Session) async throws -> ExitStatus {
        if listDevices {
            try Output.standard().write(Device.table(.capture))
            return .success
        }
        var recording = try makeRecording(session)
        let capture = recording.capture
        session.interrupts?.onFirst { _ in capture.stop() }
        try recording.run()
        let found = recording.hasFound || session.interrupts?.received != nil
        if found { try recording.file.finish() }
        capture.warnings.forEach(session.diagnostics.warn)
        return found ? .success : .nothing
    }

    private func makeRecording(_ session: Session) throws -> Recording {
        let stream = StreamFormat(rate: raw.rate, channels: raw.channels)
        let file = AudioFile(
            try Output.standardForAudio(),
            AudioFormat(sampleRate: stream.rate, channels: stream.channels), isWAV: format == .wav)
        let events = try events.map { EventLog(try Output.events($0)) }
        let limit = duration.map { stream.frames(in: $0) * stream.channels }
        let gate =
            waitForSpeech || untilSilence != nil
            ? try UtteranceGate(
                stream, waits: waitForSpeech, silence: untilSilence, events: events) : nil
        let showsMeter = meter && Terminal.isError && !common.quiet
        return Recording(
            capture: try makeCapture(stream, limit: gate == nil ? limit : nil, session),
            file: file, gate: gate,
            meter: showsMeter ? Meter(samplesPerSecond: stream.rate * stream.channels) : nil,
            limit: limit, events: events)
    }

    private func makeCapture(
        _ stream: StreamFormat, limit: Int?, _ session: Session
    ) throws -> Capture {
        let file = try input.map { try Input.opening($0) }
        let lock = fullDuplex || file != nil ? nil : try? PipelineLock()
        let diagnostics = session.diagnostics
        return Capture(samplesPerSecond: stream.rate * stream.channels, limit: limit) {
            diagnostics.warn("the reader is too slow: the oldest audio is being dropped")
        } open: { [device] in
            if let file { return FileSource(file, stream) }
            return MicrophoneSource(device: try CaptureDevice(device, stream), lock: lock)
        }
    }
}
