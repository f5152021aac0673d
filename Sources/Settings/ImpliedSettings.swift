// SPDX-License-Identifier: MIT-0

/// What one option of a tool says about its others, as a persona does: stronger than the
/// configuration and the environment, weaker than what was typed.
package struct ImpliedSettings: Sendable {
    /// Where it is said, for messages.
    package let source: String
    /// Long names of options, and their values.
    package let settings: [(key: String, value: String)]

    package init(source: String, _ settings: [(key: String, value: String)]) {
        self.source = source
        self.settings = settings
    }
}
