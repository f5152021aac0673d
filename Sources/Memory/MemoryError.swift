// SPDX-License-Identifier: MIT-0

package import Reporting

/// What can be wrong with what is remembered; `DatabaseError` says what is wrong with its file.
package enum MemoryError: ReportableError, Equatable {
    /// Neither `XDG_STATE_HOME` nor `HOME` says where.
    case noHome
    case badName(String)
    /// Nothing of that name.
    case unknown(String)
    /// `--continue` where there is nothing to continue.
    case nothing
    /// What was said came faster than the disk takes it.
    case tooSlow

    package var description: String {
        switch self {
        case .noHome: "no place for memories: HOME is not set"
        case .badName(let name): "'\(name)' is not a name for a memory"
        case .unknown(let name): "there is no memory '\(name)'"
        case .nothing: "there is no memory to continue"
        case .tooSlow: "the memory's disk is too slow; something of the conversation is not kept"
        }
    }

    package var hint: String? {
        switch self {
        case .badName: "a name has 1 to 100 characters in one line"
        case .unknown: "`vc-ask --memories` shows those there are"
        case .nothing: "`--memory NAME` begins one"
        case .noHome, .tooSlow: nil
        }
    }

    package var status: ExitStatus {
        switch self {
        case .noHome: .configuration
        case .badName: .usage
        case .unknown, .nothing: .noInput
        case .tooSlow: .inputOutput
        }
    }
}
