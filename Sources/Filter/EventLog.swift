// SPDX-License-Identifier: MIT-0

import FoundationEssentials
import Glibc

/// Writes events: JSON Lines, one object a line, each with a `type` and `t`.
///
/// `t` is CLOCK_MONOTONIC in seconds, so that the events of a whole pipeline line up. The set of
/// events is documented in vc(7); the order of keys is not part of the contract.
package struct EventLog: Sendable {
    private let output: Output

    package init(_ output: Output) { self.output = output }

    /// Writes one event; `fields` must encode as an object.
    package func write(_ type: String, _ fields: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let line = try encoder.encode(Event(type: type, time: monotonicSeconds(), fields: fields))
        try output.write([UInt8](line) + [UInt8(ascii: "\n")])
    }

    /// Writes an event that says all by its type.
    package func write(_ type: String) throws {
        try write(type, [String: String]())
    }

    package func close() throws { try output.close() }
}

/// Now, as `t` counts: CLOCK_MONOTONIC, seconds.
package func monotonicSeconds() -> Double {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return Double(now.tv_sec) + Double(now.tv_nsec / 1000) / 1e6
}

/// An object with the event's own fields beside `type` and `t`.
private struct Event<Fields: Encodable>: Encodable {
    let type: String
    let time: Double
    let fields: Fields

    enum CodingKeys: String, CodingKey {
        case type
        case time = "t"
    }

    func encode(to encoder: any Encoder) throws {
        try fields.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(type, forKey: .type)
        try container.encode(time, forKey: .time)
    }
}
