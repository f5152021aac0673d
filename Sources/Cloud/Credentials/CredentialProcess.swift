// SPDX-License-Identifier: MIT-0

import Channels
import Children

extension CredentialProcess {
    /// Runs the command and reads what it prints; its stderr is the user's. Source: "Sourcing
    /// credentials with an external process", AWS SDKs and Tools Reference Guide.
    ///
    /// Nothing that it prints is part of an error. It has no terminal to ask at, and `limit` to end.
    func credentials(
        environment: [String: String], limit: Duration = .seconds(60)
    ) async throws -> Credentials {
        let source = "credential_process of profile '\(profile)'"
        let name = arguments.first ?? ""
        let child = try Child(Child.Launch(arguments, environment: environment, name: name))
        child.input.finish()
        let output: [UInt8]
        do {
            output = try await Self.output(of: child, limit: limit)
        } catch {
            child.signal(9)
            throw error
        }
        guard let ended = child.terminated, ended == .exited(0) else {
            child.signal(9)
            let problem = child.terminated.map { "'\(name)' \($0)" }
            throw CredentialsError.unusable(
                source: source, problem: problem ?? "'\(name)' did not end within \(limit)")
        }
        guard let json = CredentialsJSON(output) else {
            throw CredentialsError.unusable(
                source: source, problem: "'\(name)' prints no JSON of credentials")
        }
        guard json.version == 1 else {
            throw CredentialsError.unusable(
                source: source, problem: "'\(name)' prints a Version that is not 1")
        }
        return try json.credentials(from: source)
    }

    /// All that it prints. Returns at its end, or when the limit has passed.
    private static func output(of child: Child, limit: Duration) async throws -> [UInt8] {
        let deadline = ContinuousClock.now + limit
        var output: [UInt8] = []
        reading: while output.count <= SmallFile.limitBytes {
            let left = ContinuousClock.now.duration(to: deadline)
            switch try await child.output.receive(within: max(left, .zero)) {
            case .element(let bytes): output += bytes
            case .end: break reading
            case .timedOut: return []
            }
        }
        let left = ContinuousClock.now.duration(to: deadline)
        _ = await child.ends(within: max(left, .seconds(1)))
        return output
    }
}
