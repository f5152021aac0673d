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
        let output: [UInt8]?
        do {
            output = try await Self.output(of: child, limit: limit)
        } catch {
            child.signal(9)
            throw error
        }
        guard let output else {
            child.signal(9)
            throw CredentialsError.unusable(
                source: source, problem: "'\(name)' does not end, or prints without end")
        }
        if let ended = child.terminated, ended != .exited(0) {
            throw CredentialsError.unusable(source: source, problem: "'\(name)' \(ended)")
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

    /// All that it prints, after its end; nil if the limit has passed, or it prints too much.
    private static func output(of child: Child, limit: Duration) async throws -> [UInt8]? {
        let deadline = ContinuousClock.now + limit
        let left = { max(ContinuousClock.now.duration(to: deadline), .zero) }
        var output: [UInt8] = []
        while true {
            switch try await child.said.receive(within: left()) {
            case .element(.report): break
            case .element(.output(let bytes)):
                output += bytes
                if output.count > SmallFile.limitBytes { return nil }
            case .end: return await child.ends(within: left()) ? output : nil
            case .timedOut: return nil
            }
        }
    }
}
