// SPDX-License-Identifier: MIT-0

extension AudioInput {
    /// How an input ended.
    package struct Ending: Sendable, Equatable {
        /// The last frames.
        package var frames: [Int16]
        /// Bytes at the end that were no whole frame.
        package var droppedBytes: Int
        /// Bytes of sound that the WAV's header promised and that did not come.
        package var missingBytes: UInt64

        /// Whether the file ends before its sound does.
        package var isTruncated: Bool { missingBytes > 0 }

        /// What the user is to be told, a line each.
        package var warnings: [String] {
            var warnings: [String] = []
            if isTruncated {
                warnings.append("the WAV is cut off: \(missingBytes) bytes of sound are missing")
            }
            if droppedBytes > 0 {
                let bytes = droppedBytes == 1 ? "1 byte" : "\(droppedBytes) bytes"
                warnings.append("the input is not whole samples: \(bytes) at its end dropped")
            }
            return warnings
        }
    }
}
