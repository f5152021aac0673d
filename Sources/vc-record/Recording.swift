// SPDX-License-Identifier: MIT-0

import Filter
import Recordings

/// One run: takes what is captured, and writes what is wanted of it.
struct Recording {
    let capture: Capture
    let file: AudioFile
    let gate: UtteranceGate?
    var meter: Meter?
    /// Samples to write at most.
    var remaining: Int
    let events: EventLog?
    private(set) var isEmpty = true

    init(
        capture: Capture, file: AudioFile, gate: UtteranceGate?, meter: Meter?,
        limit: Int?, events: EventLog?
    ) {
        self.capture = capture
        self.file = file
        self.gate = gate
        self.meter = meter
        self.events = events
        remaining = limit ?? .max
    }

    /// Until the source ends, the utterance is over, or the limit is reached.
    mutating func run() throws {
        defer { meter?.clear() }
        while remaining > 0, !(gate?.isOver ?? false), let samples = try capture.next() {
            if isEmpty { try events?.write("started") }
            isEmpty = false
            meter?.show(samples)
            let wanted = try gate?.pass(samples) ?? samples
            guard !wanted.isEmpty else { continue }
            let part = remaining < wanted.count ? Array(wanted.prefix(remaining)) : wanted
            try file.write(part)
            remaining -= part.count
        }
        capture.stop()
        try events?.write("ended")
        try events?.close()
    }

    /// Whether there was something to record, and speech where speech was waited for.
    var hasFound: Bool { !isEmpty && (gate?.hasHeardSpeech ?? true) }
}
