// SPDX-License-Identifier: MIT-0

import ArgumentParser
import Filter
import Reporting
import Settings
import Sound
import Waveform

@main
struct Play: Tool {
    static let configuration = CommandConfiguration(
        commandName: "vc-play", abstract: "Play audio through a loudspeaker.",
        discussion: """
            Plays stdin, or files: WAV, or raw PCM (s16le, mono, 16 kHz unless --rate and \
            --channels say otherwise), and ends when all of it has been heard.
            """,
        version: toolVersion)
    static let interruption = Interruption.finishesInput

    @Option(help: "The ALSA device to play on.")
    var device = "default"
    @Flag(help: "List the devices and exit.")
    var listDevices = false
    @Option(help: "How loud: 0% to 100%, or in decibels: -6dB.")
    var volume = Volume.full
    @Option(help: "What the device holds: less answers faster, more survives a busier machine.")
    var latency = Duration.milliseconds(100)
    @OptionGroup var raw: RawAudioOptions
    @Option(help: ArgumentHelp("Write events there, JSON Lines.", valueName: "file|fd:n"))
    var events: String?
    @OptionGroup var common: CommonOptions
    @Argument(help: "WAV or raw audio, one after the other; - is standard input.")
    var files: [String] = ["-"]

    func validate() throws {
        guard (.milliseconds(20)...(.seconds(10))).contains(latency) else {
            throw ValidationError("--latency must be between 20ms and 10s")
        }
    }

    func run(in session: Session) async throws -> ExitStatus {
        if listDevices {
            try Output.standard().write(Device.table(.playback))
            return .success
        }
        let events = try events.map { EventLog(try Output.events($0)) }
        let lock = try? PipelineLock()
        let playback = Playback(device: device, latency: latency, volume: volume) { sounds in
            if sounds { lock?.hold() } else { lock?.release() }
            try? events?.write(sounds ? "playing" : "silent")
        }
        session.interrupts?.onFirst { _ in playback.stop() }
        let status = try playAll(playback, session)
        try playback.finish()
        try events?.close()
        if playback.underruns > 0 {
            session.diagnostics.warn("the device ran dry \(playback.underruns) times")
        }
        return status
    }

    /// Goes on after an input that can't be played; the first failure counts. A device that can't be
    /// used is thrown: the next input would not sound either.
    private func playAll(_ playback: Playback, _ session: Session) throws -> ExitStatus {
        var status = ExitStatus.success
        for path in files {
            var result = ExitStatus.success
            do {
                let input = try Input.opening(path, session.interrupts)
                let format = AudioFormat(sampleRate: raw.rate, channels: raw.channels)
                let track = Track(input, raw: format)
                if try !playback.play(track) { result = .nothing }
                track.warnings.forEach(session.diagnostics.warn)
            } catch let error where !(error is SoundError) {
                result = session.diagnostics.report(error)
            }
            if status == .success { status = result }
        }
        return status
    }
}
