// SPDX-License-Identifier: MIT-0

package import Foundation
import FoundationNetworking

/// The stand-in for AWS of `Tests/StandIn`, in a process of its own; ends with this object.
///
/// Tools that are run with `environment` speak to it and to nobody else.
package final class StandIn: Sendable {
    private struct Ports: Decodable {
        let endpoint, ca, control, log: String
    }

    /// What it has judged so far.
    package struct Status: Decodable, Sendable {
        package let requests: Int
        package let failed_validations: Int
        package let notes: [String: Int]
        package let connections: Int
    }

    private let server: LoopbackServer
    private let ports: Ports

    /// `settings` is JSON as `standin/settings.py` has it; `arguments` go to its command line.
    package init(_ settings: String = "{}", python: String, arguments: [String] = []) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "standin-\(UUID().uuidString).json")
        try settings.write(to: folder, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: folder) }
        server = try await LoopbackServer(
            "../StandIn/run.py", ["--settings", folder.path] + arguments, python: python)
        ports = try JSONDecoder().decode(Ports.self, from: Data(server.firstLine.utf8))
    }

    /// `https://localhost:PORT`
    package var endpoint: String { ports.endpoint }

    /// Where its control API is: `http://127.0.0.1:PORT`
    package var controlURL: String { ports.control }

    /// The file that its log is written to, JSON Lines.
    package var logPath: String { ports.log }

    /// What a tool needs to find it: endpoint, roots, credentials, region.
    package var environment: [String: String] {
        [
            "AWS_ENDPOINT_URL": ports.endpoint, "AWS_CA_BUNDLE": ports.ca,
            "AWS_ACCESS_KEY_ID": "AKIDSTANDIN", "AWS_SECRET_ACCESS_KEY": "stand-in/secret+key",
            "AWS_REGION": "us-east-1",
        ]
    }

    package func status() async throws -> Status {
        try JSONDecoder().decode(Status.self, from: try await control("GET", "/status"))
    }

    /// Adds a rule, or a list of them; JSON as `standin/failures.py` has it.
    package func fail(_ rules: String) async throws {
        _ = try await control("POST", "/failures", rules)
    }

    /// Forgets all rules and counts.
    package func calm() async throws {
        _ = try await control("DELETE", "/failures")
        _ = try await control("POST", "/reset")
    }

    /// Changes settings, section by section.
    package func set(_ settings: String) async throws {
        _ = try await control("PATCH", "/settings", settings)
    }

    /// Any other request of its control API.
    @discardableResult
    package func control(
        _ method: String, _ path: String, _ body: String? = nil
    ) async throws -> Data {
        var request = URLRequest(url: URL(string: ports.control + path)!)
        request.httpMethod = method
        request.httpBody = body.map { Data($0.utf8) }
        let (data, response) = try await URLSession.shared.data(for: request)
        guard (response as? HTTPURLResponse)?.statusCode == 200 else {
            throw Refused(text: String(decoding: data, as: UTF8.self))
        }
        return data
    }

    package struct Refused: Error { let text: String }

    /// The log's objects so far, of one kind: `request`, `verdict`, `note`, `frame-in`, ….
    package func log(_ kind: String) throws -> [[String: Any]] {
        let text = try String(contentsOfFile: ports.log, encoding: .utf8)
        // The last line may be under way.
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        return try lines.compactMap {
            try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
        }.filter { $0["kind"] as? String == kind }
    }
}
