// SPDX-License-Identifier: MIT-0

package import ArgumentParser
package import Filter
package import Reporting

/// Who is to answer.
package struct PersonaOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Answer as this persona: instructions, examples and settings of a file.",
            valueName: "name"))
    package var persona: String?

    @Flag(help: "Show the personas there are, and exit.")
    package var listPersonas = false

    package init() {}

    /// The one that is named, if one is.
    package func load(providers: Set<String>) throws -> Persona? {
        try persona.map { try Personas(providers: providers).persona($0) }
    }

    /// `--list-personas`: a line each, a tab between its name and what it says about itself; also
    /// those with something wrong, and what.
    package func list(to output: Output, providers: Set<String>) throws -> ExitStatus {
        let personas = Personas(providers: providers)
        for name in personas.names {
            let summary: String
            do {
                summary = try personas.persona(name).summary ?? ""
            } catch {
                summary = "(\(error))"
            }
            let line = summary.split(whereSeparator: \.isNewline).joined(separator: " ")
            try output.write("\(name)\t\(line)\n")
        }
        return .success
    }
}
