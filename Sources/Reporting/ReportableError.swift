// SPDX-License-Identifier: MIT-0

/// An error that is meant for the person at the terminal.
///
/// Each module has one enum that conforms; each case is something the user can act on and carries
/// the raw code. Describing an error has no side effect.
package protocol ReportableError: Error, CustomStringConvertible {
    /// What failed, on which object, and why: `cannot open device 'hw:9': No such file or directory`.
    /// One line, no full stop, no name of a tool.
    var description: String { get }
    /// The remedy, only where it is known: printed on a `hint:` line of its own.
    var hint: String? { get }
    /// What the tool exits with.
    var status: ExitStatus { get }
}

extension ReportableError {
    package var hint: String? { nil }
}
