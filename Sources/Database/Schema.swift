// SPDX-License-Identifier: MIT-0

/// What a file of ours holds.
package struct Schema: Sendable {
    /// SQLite's `application_id`: four letters that say what kind of file it is.
    package let kind: Int
    /// SQLite's `user_version`.
    package let version: Int
    /// Make an empty file into one of these.
    package let statements: [String]

    /// - Parameter kind: four ASCII letters.
    package init(kind: StaticString, version: Int, _ statements: [String]) {
        precondition(kind.utf8CodeUnitCount == 4)
        self.kind = kind.withUTF8Buffer { $0.reduce(0) { $0 << 8 | Int($1) } }
        self.version = version
        self.statements = statements
    }
}
