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
        let child: Child
        do {
            child = try Child(Child.Launch(arguments, environment: environment, name: name))
        } catch {
            throw CredentialsError.unusable(source: source, problem: error.description)
        }
        child.input.finish()
        do {
            let output = try await Self.output(of: child, limit: limit)
            guard let json = CredentialsJSON(output) else {
                throw Unfit("prints no JSON of credentials")
            }
            guard json.version == 1 else { throw Unfit("prints a Version that is not 1") }
            return try json.credentials(from: source)
        } catch let error as Unfit {
            child.signal(9)
            throw CredentialsError.unusable(source: source, problem: "'\(name)' \(error.problem)")
        } catch {
            child.signal(9)
            throw error
        }
    }

    /// What the command does that it should not.
    private struct Unfit: Error {
        let problem: String

        init(_ problem: String) { self.problem = problem }
    }

    /// All that it prints, after its end.
    private static func output(of child: Child, limit: Duration) async throws -> [UInt8] {
        let deadline = ContinuousClock.now + limit
        let left = { max(ContinuousClock.now.duration(to: deadline), .zero) }
        let late = Unfit("has not ended within \(Int((limit / .seconds(1)).rounded(.up))) s")
        var output: [UInt8] = []
        while true {
            switch try await child.said.receive(within: left()) {
            case .element(.report): break
            case .element(.output(let bytes)):
                output += bytes
                guard output.count <= SmallFile.limitBytes else {
                    throw Unfit("prints more than \(SmallFile.limitBytes) bytes")
                }
            case .end:
                guard await child.ends(within: left()) else { throw late }
                if let ended = child.terminated, ended != .exited(0) { throw Unfit("\(ended)") }
                return output
            case .timedOut: throw late
            }
        }
    }
}
