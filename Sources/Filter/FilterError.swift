// SPDX-License-Identifier: MIT-0

import Glibc
package import Reporting

/// What can go wrong with a descriptor, a file or a folder.
package enum FilterError: ReportableError {
    /// An input file that can't be opened; `code` is the errno.
    case cannotOpen(String, code: Int32)
    /// An output file that can't be created.
    case cannotCreate(String, code: Int32)
    case cannotMakeFolder(String, code: Int32)
    case readFailed(String, code: Int32)
    case writeFailed(String, code: Int32)
    /// A file of which no more than so many bytes make sense.
    case tooLarge(String, limit: Int)
    /// A text that is not valid UTF-8.
    case notText(String)
    /// Data that is not text would go to a terminal.
    case binaryToTerminal
    /// The output is the input: creating it would destroy what is to be read.
    case sameFile(String)
    /// Events on stdout, which carries audio.
    case eventsAmongData
    /// `fd:N` names a descriptor that is not open.
    case notADescriptor(String)
    /// A folder that others could write to, or that can't be made.
    case unsafeDirectory(String, reason: String)

    package var description: String {
        switch self {
        case .cannotOpen(let name, let code): "cannot open '\(name)': \(text(code))"
        case .cannotCreate(let name, let code): "cannot create '\(name)': \(text(code))"
        case .cannotMakeFolder(let path, let code):
            "cannot make the folder '\(path)': \(text(code))"
        case .readFailed(let name, let code): "cannot read \(name): \(text(code))"
        case .writeFailed(let name, let code): "cannot write to \(name): \(text(code))"
        case .tooLarge(let name, let limit): "\(name) has more than \(limit / 1024) kB"
        case .notText(let name): "\(name) is not valid UTF-8"
        case .binaryToTerminal: "refusing to write audio to a terminal"
        case .sameFile(let path): "'\(path)' is both the input and the output"
        case .eventsAmongData: "events can't go to standard output: the audio goes there"
        case .notADescriptor(let name): "'\(name)' is not an open descriptor"
        case .unsafeDirectory(let path, let reason): "cannot use the folder '\(path)': \(reason)"
        }
    }

    package var hint: String? {
        switch self {
        case .binaryToTerminal: "append `| vc-play` to hear it, or `> FILE` to keep it"
        case .eventsAmongData: "name a file, or a descriptor: --events fd:3 3>&2"
        default: nil
        }
    }

    package var status: ExitStatus {
        switch self {
        case .cannotOpen: .noInput
        case .cannotCreate, .cannotMakeFolder, .unsafeDirectory: .cannotCreate
        case .readFailed, .writeFailed: .inputOutput
        case .tooLarge, .notText: .badInput
        case .binaryToTerminal, .sameFile, .eventsAmongData, .notADescriptor: .usage
        }
    }
}

private func text(_ code: Int32) -> String { String(cString: strerror(code)) }
