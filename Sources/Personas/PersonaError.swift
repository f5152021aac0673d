// SPDX-License-Identifier: MIT-0

package import Reporting

/// What can be wrong with a persona.
package enum PersonaError: ReportableError, Equatable {
    /// Not a name: it would lead out of the folder.
    case badName(String)
    /// Neither in the user's folder nor shipped.
    case unknown(String, known: [String])
    /// `file` is the path, or where else it comes from.
    case invalid(file: String, problem: String)

    package var description: String {
        switch self {
        case .badName(let name): "'\(name)' is not the name of a persona"
        case .unknown(let name, let known):
            "no persona '\(name)' here; there are: \(known.joined(separator: ", "))"
        case .invalid(let file, let problem): "\(file): \(problem)"
        }
    }

    package var hint: String? {
        switch self {
        case .badName: "a persona is a file NAME.json in the folder personas of the configuration"
        case .unknown, .invalid: nil
        }
    }

    package var status: ExitStatus {
        switch self {
        case .badName: .usage
        case .unknown: .noInput
        case .invalid: .configuration
        }
    }
}
