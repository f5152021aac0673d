// SPDX-License-Identifier: MIT-0

import Waveform

/// A piece of the input as it goes out in one event.
package struct AudioPiece: Sendable, Equatable {
    /// Where it begins: frames since the start of the input.
    package let position: Int
    /// Channels interleaved.
    package let samples: [Int16]
    package let channels: Int

    package init(position: Int, samples: [Int16], channels: Int) {
        self.position = position
        self.samples = samples
        self.channels = channels
    }

    package var frames: Int { samples.count / channels }
    package var end: Int { position + frames }

    /// As it is on the wire: signed 16-bit little-endian.
    package var bytes: [UInt8] {
        // A key path would be looked up for each sample.
        samples.map { $0.littleEndian }.withUnsafeBytes { Array($0) }
    }
}

/// The audio that has been taken and of which nothing final is known yet, kept for the case that a
/// stream breaks. At most a minute: then the oldest goes.
package struct ReplayBuffer: Sendable, Equatable {
    /// Frames: 60 s.
    package static let limit = 60 * PipelineAudio.sampleRate

    private var pieces: [AudioPiece] = []
    /// How many of them the stream that is open has been given.
    private var sent = 0
    /// Where the input goes on, in frames.
    private var end = 0

    package init() {}

    /// Takes the next piece of the input; `next` gives it out.
    package mutating func append(_ piece: AudioPiece) {
        pieces.append(piece)
        end = piece.end
        while let first = pieces.first, piece.end - first.position > Self.limit, sent > 0 {
            removeFirst()
        }
    }

    /// What is to be sent next; nil if everything has been.
    package var next: AudioPiece? { sent < pieces.count ? pieces[sent] : nil }

    /// Notes that `next` has been sent.
    package mutating func advance() { sent = min(sent + 1, pieces.count) }

    /// Forgets what was sent and ends at or before `position`.
    package mutating func trim(before position: Int) {
        while let first = pieces.first, first.end <= position, sent > 0 { removeFirst() }
    }

    /// A new stream begins: everything that is kept is sent again.
    /// - Returns: where that begins, in frames of the input.
    package mutating func rewind() -> Int {
        sent = 0
        return pieces.first?.position ?? end
    }

    private mutating func removeFirst() {
        pieces.removeFirst()
        sent -= 1
    }
}
