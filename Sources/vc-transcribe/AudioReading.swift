// SPDX-License-Identifier: MIT-0

import Channels
import Filter
import Resampling
import Settings
import Waveform

/// Reads one recording, as frames of 16 kHz: mono, or two interleaved channels.
///
/// Where a pipe stalls, silence takes the place of what doesn't come.
actor AudioReading {
    private let session: Session
    private let bytes: Channel<[UInt8]>
    private let name: String
    private let channels: Int
    private var decoder: AudioInput?
    private var stall: Stall?

    init(_ input: Input, _ raw: AudioFormat, channels: Int, _ session: Session) {
        self.session = session
        self.channels = channels
        name = input.name
        // 100 ms of pipeline audio at a time.
        bytes = input.chunks(of: 3200)
        decoder = AudioInput(raw: raw, channels: channels)
        stall = input.isPipe ? Stall(channels: channels) : nil
    }

    /// The next frames, at least one; nil at the end. Waits on the input.
    func next() async throws -> [Int16]? {
        while decoder != nil {
            switch try await receive() {
            case .end: return try finish()
            case .timedOut:
                if let silence = stall?.silence(now: .now) { return silence }
            case .element(let more):
                let frames = try RecordingError.naming(name) { try decoder?.decode(more) ?? [] }
                guard !frames.isEmpty else { continue }
                try checkChannels()
                stall?.gave(now: .now)
                return frames
            }
        }
        return nil
    }

    /// What the endpointer hears of frames that `next` gave: the mean of the channels.
    nonisolated func mono(_ samples: [Int16]) -> [Int16] {
        guard channels > 1 else { return samples }
        return stride(from: 0, to: samples.count - channels + 1, by: channels).map { start in
            let sum = samples[start..<start + channels].reduce(0) { $0 + Int($1) }
            return Int16(clamping: sum / channels)
        }
    }

    /// Waits for bytes; with a limit where silence would be missed. After an interrupt what comes
    /// is the end.
    private func receive() async throws -> Channel<[UInt8]>.Received {
        guard session.interrupts?.received == nil, let patience = stall?.patience(now: .now) else {
            return try await bytes.receive().map { .element($0) } ?? .end
        }
        let received = try await bytes.receive(within: patience)
        if case .timedOut = received, session.interrupts?.received != nil {
            return try await receive()
        }
        return received
    }

    private func checkChannels() throws {
        guard channels > 1, let format = decoder?.format, format.channels != channels else {
            return
        }
        throw ChannelError(name: name, channels: format.channels)
    }

    private func finish() throws -> [Int16]? {
        defer { decoder = nil }
        let end = try RecordingError.naming(name) { try decoder?.finish() }
        guard let ending = end else { return nil }
        for warning in ending.warnings { session.diagnostics.warn("\(name): \(warning)") }
        return ending.frames.isEmpty ? nil : ending.frames
    }
}
