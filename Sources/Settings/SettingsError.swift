// SPDX-License-Identifier: MIT-0

import Glibc
package import Reporting

/// What can be wrong with the configuration or the command line.
package enum SettingsError: ReportableError, Equatable {
    /// A file that is not INI.
    case syntax(file: String, line: Int, problem: String)
    /// A section that no tool reads.
    case unknownSection(file: String, line: Int, name: String)
    /// A key or a value that the tool's option of that name would refuse.
    case badSetting(file: String, line: Int, problem: String)
    /// The file is there and can't be read.
    case unreadable(file: String, code: Int32)
    /// The command line is wrong; `tool` is for the hint.
    case usage(String, tool: String)
    /// An environment variable with a value that the option behind it would refuse.
    case badVariable(String, problem: String)
    /// A value that was not typed but said elsewhere, in a persona, and that its option would refuse.
    case badImplication(String, problem: String)
    /// An option whose value turns out to be of no use where it is used.
    case badOption(String, problem: String)

    package var description: String {
        switch self {
        case .syntax(let file, let line, let problem): "\(file):\(line): \(problem)"
        case .unknownSection(let file, let line, let name):
            "\(file):\(line): unknown section [\(name)]"
        case .badSetting(let file, let line, let problem): "\(file):\(line): \(problem)"
        case .unreadable(let file, let code):
            "cannot read '\(file)': \(String(cString: strerror(code)))"
        case .usage(let problem, _): problem
        case .badVariable(let name, let problem): "environment variable \(name): \(problem)"
        case .badImplication(let source, let problem): "\(source): \(problem)"
        case .badOption(let name, let problem): "\(name): \(problem)"
        }
    }

    package var hint: String? {
        switch self {
        case .usage(_, let tool): "try '\(tool) --help'"
        default: nil
        }
    }

    package var status: ExitStatus {
        switch self {
        case .usage, .badOption: .usage
        default: .configuration
        }
    }
}
