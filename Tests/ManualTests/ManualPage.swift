// SPDX-License-Identifier: MIT-0

import Foundation
import TestSupport
import Testing

/// A manual page's source, as far as the tests ask it something.
struct ManualPage: CustomTestStringConvertible {
    /// `vc-ask.1`.
    let name: String
    let lines: [String]

    /// Reads a page of `man/`.
    init(_ name: String) throws {
        self.name = name
        let file = repository.appending(path: "man/\(name)")
        lines = try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n")
    }

    var testDescription: String { name }

    /// The lines below `.Sh NAME`, to the next section.
    func section(_ name: String) -> [String] { part(from: ".Sh \(name)", to: [".Sh "]) }

    /// The lines below `.Ss NAME`, to the next section or subsection.
    func subsection(_ name: String) -> [String] { part(from: ".Ss \(name)", to: [".Sh ", ".Ss "]) }

    private func part(from heading: String, to ends: [String]) -> [String] {
        guard let start = lines.firstIndex(of: heading) else { return [] }
        return Array(
            lines[(start + 1)...].prefix { line in !ends.contains { line.hasPrefix($0) } })
    }

    /// The flags that stand behind `Fl` in `lines`: `--quiet`, and `-q` and `-0` for `Fl q0`.
    static func flags(in lines: [String]) -> Set<String> {
        var flags: Set<String> = []
        for line in lines where line.hasPrefix(".It Fl") || !line.hasPrefix(".It") {
            let words = line.split(whereSeparator: { $0 == " " || $0 == "." }).map(String.init)
            for (macro, flag) in zip(words, words.dropFirst()) where macro == "Fl" {
                if flag.hasPrefix("-") {
                    flags.insert("-" + flag)
                } else {
                    flags.formUnion(flag.map { "-\($0)" })
                }
            }
        }
        return flags
    }

    /// The commands of EXAMPLES that can be run: each `.Dl` line, and each literal display as a
    /// whole. One behind a comment `not run: reason` is left out.
    var examples: [String] {
        var examples: [String] = []
        var display: [String]?
        var isLeftOut = false
        for line in section("EXAMPLES") {
            if line.hasPrefix(#".\" not run: "#) {
                isLeftOut = true
            } else if line.hasPrefix(".Dl ") {
                if !isLeftOut { examples.append(unescaped(String(line.dropFirst(4)))) }
                isLeftOut = false
            } else if line.hasPrefix(".Bd -literal") {
                display = []
            } else if line == ".Ed", let script = display {
                if !isLeftOut { examples.append(unescaped(script.joined(separator: "\n"))) }
                (display, isLeftOut) = (nil, false)
            } else {
                display?.append(line)
            }
        }
        return examples
    }

    /// What a literal display of FILES shows: an example of the configuration.
    var configuration: String {
        let lines = section("FILES")
        guard let start = lines.firstIndex(where: { $0.hasPrefix(".Bd -literal") }) else {
            return ""
        }
        return lines[(start + 1)...].prefix { $0 != ".Ed" }.map { unescaped($0) }
            .joined(separator: "\n")
    }

    /// The terms `.It Li NAME` of a list.
    static func terms(in lines: [String], macro: String = ".It Li ") -> Set<String> {
        Set(lines.filter { $0.hasPrefix(macro) }.map { String($0.dropFirst(macro.count)) })
    }
}

/// Text without roff's escapes; those of `man/` are these.
private func unescaped(_ text: String) -> String {
    let escapes = [(#"\(dq"#, "\""), (#"\(aq"#, "'"), (#"\-"#, "-"), (#"\&"#, ""), (#"\e"#, #"\"#)]
    return escapes.reduce(text) { $0.replacing($1.0, with: $1.1) }
}
