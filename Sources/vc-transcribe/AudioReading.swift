// SPDX-License-Identifier: MIT-0

import Channels
import Filter
import Resampling
import Waveform

/// Reads one recording, as frames of 16 kHz mono.
actor AudioReading {
    private let diagnostics: Diagnostics
    private let bytes: Channel<[UInt8]>
    private let name: String
    private var decoder: AudioInput?

    init(_ input: Input, _ raw: AudioFormat, _ diagnostics: Diagnostics) {
        self.diagnostics = diagnostics
        name = input.name
        // 100 ms of pipeline audio at a time.
        bytes = input.chunks(of: 3200)
        decoder = AudioInput(raw: raw)
    }

    /// The next frames, at least one; nil at the end. Waits on the input.
    func next() async throws -> [Int16]? {
        while decoder != nil {
            guard let more = try await bytes.receive() else { return try finish() }
            let frames = try RecordingError.naming(name) { try decoder?.decode(more) ?? [] }
            if !frames.isEmpty { return frames }
        }
        return nil
    }

    private func finish() throws -> [Int16]? {
        defer { decoder = nil }
        let end = try RecordingError.naming(name) { try decoder?.finish() }
        guard let ending = end else { return nil }
        for warning in ending.warnings { diagnostics.warn("\(name): \(warning)") }
        return ending.frames.isEmpty ? nil : ending.frames
    }
}
