// SPDX-License-Identifier: MIT-0

package import Reporting

/// What is wrong with a recording, and with which one.
package struct RecordingError: ReportableError {
    /// As messages call it: `'a.wav'`, or `standard input`.
    package let name: String
    package let reason: any ReportableError

    package var description: String { "\(name): \(reason.description)" }
    package var hint: String? { reason.hint }
    package var status: ExitStatus { reason.status }

    /// Runs `body`, which decodes the recording; an error of it gets the recording's name.
    package static func naming<Result>(_ name: String, _ body: () throws -> Result) throws -> Result
    {
        do {
            return try body()
        } catch let error as any ReportableError {
            throw RecordingError(name: name, reason: error)
        }
    }
}
