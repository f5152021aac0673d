// SPDX-License-Identifier: MIT-0

import ArgumentParser
import Filter
import Reporting
import Settings
import Sound
import Waveform

@main
struct Record: Tool {
    enum Format: String, ExpressibleByArgument, CaseIterable { case raw, wav }

    static let configuration = CommandConfiguration(
        commandName: "vc-record", abstract: "Record from a microphone to standard output.",
        version: toolVersion)
    static let interruption = Interruption.endsNormally

    @OptionGroup var common: CommonOptions
    @Option(help: "The ALSA device to record from.")
    var device = "default"
    @Flag(help: "List the devices and exit.")
    var listDevices = false
    @Option(help: "Frames a second, in Hz.")
    var rate = PipelineAudio.sampleRate
    @Option(help: "Samples in a frame.")
    var channels = 1
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

    func validate() throws {
        guard (1000...384_000).contains(rate) else {
            throw ValidationError("--rate must be between 1000 and 384000")
        }
        guard (1...64).contains(channels) else {
            throw ValidationError("--channels must be between 1 and 64")
        }
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
        let stream = StreamFormat(rate: rate, channels: channels)
        let file = try AudioFile(
            AudioFormat(sampleRate: rate, channels: channels), isWAV: format == .wav)
        let limit = duration.map { stream.frames(in: $0) * channels }
        let gate =
            waitForSpeech || untilSilence != nil
            ? try UtteranceGate(stream, waits: waitForSpeech, silence: untilSilence) : nil
        let showsMeter = meter && Terminal.isError && !common.quiet
        return Recording(
            capture: try makeCapture(stream, limit: gate == nil ? limit : nil, session),
            file: file, gate: gate,
            meter: showsMeter ? Meter(samplesPerSecond: rate * channels) : nil, limit: limit)
    }

    private func makeCapture(
        _ stream: StreamFormat, limit: Int?, _ session: Session
    ) throws -> Capture {
        let file = try input.map { try Input.opening($0) }
        let lock = fullDuplex || file != nil ? nil : try? PipelineLock()
        let diagnostics = session.diagnostics
        return Capture(samplesPerSecond: rate * channels, limit: limit) {
            diagnostics.warn("the reader is too slow: the oldest audio is being dropped")
        } open: { [device] in
            if let file { return FileSource(file, stream) }
            return MicrophoneSource(device: try CaptureDevice(device, stream), lock: lock)
        }
    }
}
