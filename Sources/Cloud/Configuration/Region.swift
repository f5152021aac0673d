// SPDX-License-Identifier: MIT-0

package import Settings

/// A region of AWS and the partition it lies in.
package struct Region: Sendable, Hashable, CustomStringConvertible {
    /// `eu-central-1`: lower-case letters, digits, hyphens, 63 at most, as it goes into host names.
    package let name: String

    /// What counts where nothing is said: us-east-1.
    package static let standard = Region(unchecked: "us-east-1")

    private init(unchecked name: String) { self.name = name }

    /// Throws, with its origin, what can't be part of a host name.
    package init(_ setting: AWSSetting) throws(SettingsError) {
        let name = setting.value
        let isLabel = name.utf8.allSatisfy {
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: "-")
        }
        guard isLabel, (1...63).contains(name.utf8.count), !name.hasPrefix("-"),
            !name.hasSuffix("-")
        else { throw setting.refused("'\(name)' is not the name of a region") }
        self.name = name
    }

    package var description: String { name }

    package var partition: Partition {
        Partition.allCases.first { $0.prefix.map(name.hasPrefix) ?? false } ?? .commercial
    }
}
