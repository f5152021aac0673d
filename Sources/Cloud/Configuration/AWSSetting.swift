// SPDX-License-Identifier: MIT-0

package import Settings

/// A value of the user's configuration that knows where it was written, for messages.
package struct AWSSetting: Sendable, Equatable {
    package enum Origin: Sendable, Equatable {
        case variable(String)
        /// Of the command line: `--region`.
        case option(String)
        /// 1-based line.
        case file(String, line: Int)
    }

    package let value: String
    package let origin: Origin

    /// What to throw when the value is of no use: exit status 78.
    package func refused(_ problem: String) -> SettingsError { origin.refused(problem) }
}

extension AWSSetting.Origin {
    var file: String? {
        if case .file(let file, _) = self { file } else { nil }
    }

    func refused(_ problem: String) -> SettingsError {
        switch self {
        case .variable(let name): .badVariable(name, problem: problem)
        case .option(let name): .badOption(name, problem: problem)
        case .file(let file, let line): .badSetting(file: file, line: line, problem: problem)
        }
    }
}

extension [String: String] {
    /// A variable's value; one that is empty is not set.
    func variable(_ name: String) -> AWSSetting? {
        guard let value = self[name], !value.isEmpty else { return nil }
        return AWSSetting(value: value, origin: .variable(name))
    }
}
