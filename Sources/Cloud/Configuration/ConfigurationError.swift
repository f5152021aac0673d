// SPDX-License-Identifier: MIT-0

package import Reporting

/// What is wrong with the AWS configuration beyond a single line of it (`SettingsError`).
package enum ConfigurationError: ReportableError, Equatable {
    /// Neither shared file has the profile; `variable` names it, else the caller did.
    case unknownProfile(String, variable: AWSSetting.Origin?, files: [String])

    package var description: String {
        switch self {
        case .unknownProfile(let name, let origin, let files):
            "no profile '\(name)'" + (origin.map { " (\($0.place))" } ?? "")
                + (files.isEmpty ? ": HOME isn't set" : " in " + files.joined(separator: " or "))
        }
    }

    package var status: ExitStatus { .configuration }
}
