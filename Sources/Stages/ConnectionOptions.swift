// SPDX-License-Identifier: MIT-0

package import ArgumentParser
import Settings

/// Where a provider is reached, and as whom.
package struct ConnectionOptions: ParsableArguments {
    @Option(
        name: .customLong("endpoint-url"),
        help: ArgumentHelp(
            "The server of --provider openai, or in the place of AWS's.", valueName: "url"))
    package var endpointURL: String?

    @Option(
        help: ArgumentHelp("The AWS region. [environment: AWS_REGION]", valueName: "name"))
    package var region: String?

    @Option(
        help: ArgumentHelp(
            "The profile of the AWS files. [environment: AWS_PROFILE]", valueName: "name"))
    package var profile: String?

    @Option(
        help: ArgumentHelp(
            "Give up when a service is silent for so long, while it is its turn.",
            valueName: "duration"))
    package var timeout: Duration?

    package init() {}

    package func validate() throws {
        if let timeout, timeout <= .zero {
            throw ValidationError("--timeout takes a duration above 0.")
        }
    }
}
