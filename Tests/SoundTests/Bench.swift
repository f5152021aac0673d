// SPDX-License-Identifier: MIT-0

import Foundation
import TestSupport

/// Devices without hardware, and a shell that knows them.
struct Bench {
    let home: Scratch
    private let environment: [String: String?]

    /// ALSA's `file` PCM on `null`: captures `microphone` as fast as it is read, then silence; what is
    /// played goes to `loudspeaker.raw`.
    static func files(microphone: [Int16] = []) throws -> Bench {
        let home = try Scratch()
        try home.write(bytes(microphone), to: "microphone.raw")
        let files = "file '\(home.path)/loudspeaker.raw' infile '\(home.path)/microphone.raw'"
        let configuration = try home.write(
            """
            pcm.null { type null hint { show on description "Nothing" } }
            pcm.!default { type file slave.pcm null format raw \(files) }
            pcm.kitchen { type null hint { show on description "The kitchen" } }
            """, to: "asound.conf")
        return Bench(home: home, environment: ["ALSA_CONFIG_PATH": configuration])
    }

    /// A sound server in real time: what `default` plays is heard by `room`, what `mouth` plays is
    /// heard by `person`. The script of `run` must begin with `startServer`.
    static func room() throws -> Bench {
        let home = try Scratch()
        let server = "type pulse server 'unix:\(home.path)/pulse.socket'"
        let configuration = try home.write(
            """
            pcm_type.pulse { lib "libasound_module_pcm_pulse.so" }
            pcm.null { type null }
            pcm.!default { \(server) device speaker }
            pcm.room { \(server) device speaker.monitor }
            pcm.mouth { \(server) device mouth }
            pcm.person {
                type asym
                playback.pcm { \(server) device speaker }
                capture.pcm { \(server) device mouth.monitor }
            }
            """, to: "asound.conf")
        return Bench(home: home, environment: ["ALSA_CONFIG_PATH": configuration])
    }

    /// Ready when it returns; ends with the script. Idle, it would end by itself. `norewinds`: a null
    /// sink works 50 ms ahead, not 2 s.
    private static let startServer = """
        pulseaudio -n --daemonize=yes --exit-idle-time=60 --log-target=null \
            -L "module-native-protocol-unix auth-anonymous=1 socket=$HOME/pulse.socket" \
            -L "module-null-sink sink_name=speaker rate=16000 channels=1 norewinds=1" \
            -L "module-null-sink sink_name=mouth rate=16000 channels=1 norewinds=1" || exit 99
        trap 'kill "$(cat "$XDG_RUNTIME_DIR/pulse/pid")"' EXIT

        """

    func run(_ script: String, stdin: Data? = nil) async throws -> Outcome {
        try await shell(script, stdin: stdin, home: home, environment: environment)
    }

    /// Records the room into the file `heard`: from when `begin_hearing` returns until half a second
    /// after `end_hearing` was called.
    private static let hearing = """
        begin_hearing() {
            : > heard
            # The monitor comes in large blocks unless less is asked for.
            PULSE_LATENCY_MSEC=20 env --default-signal=INT vc-record --device room "$@" >> heard &
            ear=$!
            heard_for 2
        }
        end_hearing() {
            heard_for $(($(stat -c %s heard) + 16000))
            kill -INT $ear
            wait $ear
        }
        # The loudspeaker stands still, or goes on.
        suspend() { pactl -s "unix:$HOME/pulse.socket" suspend-sink speaker "$1"; }
        heard_for() {
            while kill -0 $ear && [ "$(stat -c %s heard)" -lt "$1" ]; do sleep 0.02; done
        }

        """

    /// `more`: laid over the environment.
    func runInRoom(
        _ script: String, environment more: [String: String] = [:]
    ) async throws -> Outcome {
        try await shell(
            Self.startServer + Self.hearing + script, home: home,
            environment: environment.merging(more) { $1 })
    }

    /// What was played to `default`.
    var played: [Int16] { recording("loudspeaker.raw") }

    /// What was heard in the room.
    var heard: [Int16] { recording("heard") }

    /// The samples of a raw file; none if it is not there.
    func recording(_ name: String) -> [Int16] {
        (try? Data(contentsOf: home.url.appending(path: name))).map(samples) ?? []
    }

    /// The events in a file, in order.
    func events(_ name: String) throws -> [Event] {
        try Data(contentsOf: home.url.appending(path: name)).split(separator: 0x0A)
            .map { try JSONDecoder().decode(Event.self, from: $0) }
    }
}

/// A line that a tool wrote to `--events`.
struct Event: Decodable {
    let type: String
    let t: Double
    let frame: Int?
}

func bytes(_ samples: [Int16]) -> Data { samples.withUnsafeBytes { Data($0) } }

func samples(_ data: Data) -> [Int16] {
    data.withUnsafeBytes { bytes in
        (0..<bytes.count / 2).map { bytes.loadUnaligned(fromByteOffset: $0 * 2, as: Int16.self) }
    }
}

/// Sound of which every 20 ms are unlike every other.
func noise(seconds: Double, seed: UInt64 = 1) -> [Int16] {
    var state = seed
    return (0..<Int(seconds * 16_000)).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int16(truncatingIfNeeded: state >> 48) / 4
    }
}

/// Where the 20 ms of `sound` are found in `recording`: the offset of each, nil where it is missing.
func find(_ sound: [Int16], in recording: [Int16]) -> [Int?] {
    // Four samples of noise are enough to know a place by.
    func head(_ samples: [Int16], _ start: Int) -> UInt64 {
        (0..<4).reduce(0) { $0 << 16 | UInt64(UInt16(bitPattern: samples[start + $1])) }
    }
    var places: [UInt64: Int] = [:]
    for start in 0..<max(0, recording.count - 319) { places[head(recording, start)] = start }
    return stride(from: 0, to: sound.count - 319, by: 320).map { start in
        guard let place = places[head(sound, start)],
            recording[place...].starts(with: sound[start..<start + 320])
        else { return nil }
        return place - start
    }
}
