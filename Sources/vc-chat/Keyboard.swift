// SPDX-License-Identifier: MIT-0

import Channels
import Filter

/// stdin as a keyboard: ENTER interrupts. Its end means nothing: nobody may sit there.
final class Keyboard: Sendable {
    /// Calls `interrupt` for each ENTER, on a thread of its own.
    init(interrupt: @escaping @Sendable () -> Void) {
        _ = Thread {
            let input = Input.standard()
            while let bytes = try? input.read(upTo: 256), !bytes.isEmpty {
                if bytes.contains(UInt8(ascii: "\n")) { interrupt() }
            }
        }
    }
}
