// SPDX-License-Identifier: MIT-0

/// A header of a message; those of the protocol begin with a colon.
package struct EventStreamHeader: Sendable, Hashable {
    /// 1 to 255 bytes of UTF-8.
    package var name: String
    package var value: EventStreamValue

    package init(_ name: String, _ value: EventStreamValue) {
        self.name = name
        self.value = value
    }

    package init(_ name: String, _ value: String) { self.init(name, .string(value)) }
}
