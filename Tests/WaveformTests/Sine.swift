// SPDX-License-Identifier: MIT-0

import Glibc

extension Double {
    /// The sine of that many turns.
    static func sine(_ turns: Double) -> Double { sin(turns * 2 * .pi) }
}
