// SPDX-License-Identifier: MIT-0

package import ArgumentParser
package import Cloud

/// How Bedrock is asked; nobody else has these.
package struct BedrockOptions: ParsableArguments {
    @Option(
        help: "Bedrock's operation: converse, the default, or invoke with the model's own body.")
    package var api: BedrockAPI?

    @Option(
        name: .customLong("param"),
        help: ArgumentHelp(
            "Change a field of the request's body; a value is JSON, or a text. Repeatable.",
            valueName: "name=value"))
    package var parameters: [String] = []

    @Option(
        name: .customLong("params"),
        help: ArgumentHelp("Change fields of the request's body by this JSON.", valueName: "file"))
    package var parameterFile: String?

    package init() {}

    /// Those that were given, by their names.
    var given: [String] {
        (api == nil ? [] : ["--api"]) + (parameters.isEmpty ? [] : ["--param"])
            + (parameterFile == nil ? [] : ["--params"])
    }
}

extension BedrockAPI: ExpressibleByArgument {}
