// SPDX-License-Identifier: MIT-0

import Dialogue
import Reporting

/// An input that isn't made of SSML documents.
struct SSMLError: ReportableError {
    let problem: SSMLReader.Problem

    var description: String {
        switch problem {
        case .textOutside(let text, let line):
            "the input is not SSML: '\(text)' in line \(line) is not inside <speak>…</speak>"
        case .endless(let line):
            "the input ends inside the SSML document that begins in line \(line)"
        case .tooLong(let line):
            "the SSML document that begins in line \(line) has more than \(SSMLReader.longest) characters"
        }
    }

    var hint: String? {
        if case .textOutside = problem { return "leave --ssml out for plain text" }
        return "</speak> ends a document"
    }

    let status = ExitStatus.badInput
}
