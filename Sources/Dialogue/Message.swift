// SPDX-License-Identifier: MIT-0

/// One contribution to a conversation, as a language model is told of it.
package struct Message: Sendable, Equatable {
    package enum Role: String, Sendable { case user, assistant }

    package var role: Role
    package var text: String
    /// What is shown beside the text; only the user's have any.
    package var attachments: [Attachment]

    package init(_ role: Role, _ text: String, attachments: [Attachment] = []) {
        self.role = role
        self.text = text
        self.attachments = attachments
    }
}
