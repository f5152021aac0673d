// SPDX-License-Identifier: MIT-0

public import ArgumentParser

/// The one syntax of durations: `300ms`, `2s`, `5m`, `1h`; a bare number is seconds. Fractions are
/// fine (`0.5`, `1.5s`), signs are not. At most a year, and nanoseconds at the finest.
extension Duration: @retroactive ExpressibleByArgument {
    public init?(argument: String) {
        let units: [(suffix: String, seconds: Double)] = [
            ("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600), ("", 1),
        ]
        guard let unit = units.first(where: { argument.hasSuffix($0.suffix) }) else { return nil }
        let digits = argument.dropLast(unit.suffix.count)
        guard digits.first?.isASCIIDigit == true, digits.last?.isASCIIDigit == true,
            digits.allSatisfy({ $0.isASCIIDigit || $0 == "." }),
            let number = Double(digits), number * unit.seconds <= 366 * 86_400
        else { return nil }
        self = .nanoseconds(Int64((number * unit.seconds * 1e9).rounded()))
    }

    public var defaultValueDescription: String {
        let milliseconds = self / .milliseconds(1)
        if milliseconds >= 1000 || milliseconds == 0 {
            let seconds = milliseconds / 1000
            return seconds == seconds.rounded() ? "\(Int(seconds))s" : "\(seconds)s"
        }
        return "\(Int(milliseconds))ms"
    }
}

extension Character {
    fileprivate var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}
