// SPDX-License-Identifier: MIT-0

import Foundation
import TestSupport

/// A program of `Tests/Fixtures`, quoted for the shell.
func fixture(_ name: String) -> String { "\(repository.path)/Tests/Fixtures/\(name)" }

/// The words of a text, without signs and capitals.
func words(_ text: String) -> [String] {
    text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
}
