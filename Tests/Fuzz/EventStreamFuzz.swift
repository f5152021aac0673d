// SPDX-License-Identifier: MIT-0

import Cloud
import Glibc

/// What libFuzzer calls with each input: the bytes as they are, and with checksums that fit. Built
/// and run by scripts/fuzz.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzEventStream(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: data, count: count))
    let repaired = DecoderProperties.repaired(bytes)
    let seed = bytes.reduce(UInt64(count)) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    for stream in [bytes, repaired] {
        if let violation = DecoderProperties.violation(stream, seed: seed) {
            print("property violated: \(violation)")
            fflush(nil)
            abort()
        }
    }
    return 0
}
