// SPDX-License-Identifier: MIT-0

import ArgumentParser

/// What raw audio is, where it is not the pipeline's own format. Signed 16-bit little-endian always.
package struct RawAudioOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Frames a second of raw audio.", valueName: "hz"))
    package var rate = 16_000

    @Option(help: ArgumentHelp("Channels of raw audio.", valueName: "n"))
    package var channels = 1

    package init() {}

    package func validate() throws {
        guard (1000...768_000).contains(rate) else {
            throw ValidationError("--rate takes a number from 1000 to 768000, not \(rate).")
        }
        guard (1...64).contains(channels) else {
            throw ValidationError("--channels takes a number from 1 to 64, not \(channels).")
        }
    }
}
