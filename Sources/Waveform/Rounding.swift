// SPDX-License-Identifier: MIT-0

extension Int16 {
    /// A 32-bit sample rounded to 16 bits: halves upwards, saturated.
    package init(roundingFullScale sample: Int32) {
        self = sample > .max - 0x8000 ? .max : Int16((sample + 0x8000) >> 16)
    }

    /// A float (full scale ±1) rounded to 16 bits: halves upwards, saturated; NaN is 0.
    package init(roundingFloat sample: Float) {
        let scaled = (sample * 0x1p15 + 0.5).rounded(.down)
        if scaled >= 0x1p15 {
            self = .max
        } else if scaled <= -0x1p15 {
            self = .min
        } else {
            self = sample.isNaN ? 0 : Int16(scaled)
        }
    }
}

extension Int32 {
    /// A float (full scale ±1) rounded to 32 bits: halves away from zero, saturated; NaN is 0.
    init(roundingFloat sample: Double) {
        let scaled = (sample * 0x1p31).rounded(.toNearestOrAwayFromZero)
        if scaled >= 0x1p31 {
            self = .max
        } else if scaled <= -0x1p31 {
            self = .min
        } else {
            self = sample.isNaN ? 0 : Int32(scaled)
        }
    }
}
