// SPDX-License-Identifier: MIT-0

import Foundation
import TestSupport
import Testing

/// The tests' own Python, with botocore: scripts/setup --tests makes it.
let testsPython: String = {
    let environment = ProcessInfo.processInfo.environment
    let data = environment["XDG_DATA_HOME"] ?? (environment["HOME"] ?? "/root") + "/.local/share"
    return data + "/vc/tests-venv/bin/python"
}()

/// A case for botocore: an environment and both shared files.
struct SharedFiles: Encodable {
    var environment: [String: String] = [:]
    var config = ""
    var credentials = ""
    var service = "polly"

    /// The environment with both files in `folder`, which is the home too.
    func place(in folder: Scratch) throws -> [String: String] {
        var all = environment
        all["HOME"] = folder.path
        all["AWS_CONFIG_FILE"] = try folder.write(config, to: "config")
        all["AWS_SHARED_CREDENTIALS_FILE"] = try folder.write(credentials, to: "credentials")
        return all
    }
}

/// What Tests/Reference/botocore_configuration.py prints for `table`.
func botocore<Answer: Decodable>(
    _ table: String, _ cases: [SharedFiles] = [], as type: Answer.Type = Answer.self
) async throws -> Answer {
    let script = repository.appending(path: "Tests/Reference/botocore_configuration.py").path
    let outcome = try await shell(
        "'\(testsPython)' -B '\(script)' \(table)", stdin: try JSONEncoder().encode(cases))
    try #require(outcome.status == 0, "\(outcome.stderr)")
    return try JSONDecoder().decode(Answer.self, from: outcome.stdout)
}
