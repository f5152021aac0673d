// SPDX-License-Identifier: MIT-0

package import Dialogue
import FoundationEssentials
import Transfer

/// A Knowledge Base of Amazon Bedrock, by `Retrieve` (bedrock-agent-runtime's model, 2023-07-26).
package struct KnowledgeBase: PassageSource {
    private static let limitBytes = 4 << 20
    /// Characters of a question. The service's quota (the model has 20 000); what was said first of
    /// more goes.
    private static let longestQuestion = 1000
    private static let mostResults = 100

    private let id: String
    private let service: ServiceClient
    private let deadlines: Deadlines

    /// Throws `RetrieveError.invalidID`, and what the configuration throws.
    /// - Parameter timeout: how long the service may be silent.
    package init(_ id: String, account: AWSAccount, timeout: Duration) throws {
        let isAlphanumeric = id.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x41...0x5A).contains($0 & 0xDF)
        }
        guard (1...10).contains(id.utf8.count), isAlphanumeric else {
            throw RetrieveError.invalidID(id)
        }
        self.id = id
        service = try account.client(of: .bedrockAgentRuntime)
        deadlines = Deadlines(firstByte: timeout, silence: timeout)
    }

    package func prepare() async throws { try await service.warmUp() }

    /// Throws `RetrieveError`, and what Transfer and the credentials throw.
    package func passages(for query: String, limit: Int) async throws -> [Passage] {
        let body: JSONValue = [
            "retrievalQuery": ["text": .string(String(query.suffix(Self.longestQuestion)))],
            "retrievalConfiguration": [
                "vectorSearchConfiguration": [
                    "numberOfResults": .integer(min(max(limit, 1), Self.mostResults))
                ]
            ],
        ]
        let asked = ServiceRequest(
            "POST", "/knowledgebases/\(id)/retrieve",
            headers: [HTTPField("Content-Type", "application/json")], body: try body.encoded(),
            deadlines: deadlines)
        do {
            return try await service.call(asked) { response in
                let body = try await response.body.collect(atMost: Self.limitBytes)
                guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(body)) else {
                    throw RetrieveError.broken(id: id)
                }
                return Array(answer.retrievalResults.compactMap(\.passage).prefix(limit))
            }
        } catch let error as ServiceError {
            throw RetrieveError(error, id: id)
        }
    }

    private struct Answer: Decodable { let retrievalResults: [Result] }

    private struct Result: Decodable {
        let content: Content
        let location: [String: Place]?
        let score: Double?

        /// nil for what has no text: pictures, rows.
        var passage: Passage? {
            guard let text = content.text ?? content.audio?.transcription ?? content.video?.summary,
                text.contains(where: { !$0.isWhitespace })
            else { return nil }
            let source = location?.values.compactMap(\.name).first ?? "knowledge base"
            return Passage(text: text, source: source, score: score ?? 0)
        }
    }

    private struct Content: Decodable {
        struct Audio: Decodable { let transcription: String? }
        struct Video: Decodable { let summary: String? }
        let text: String?
        let audio: Audio?
        let video: Video?
    }

    /// A member of RetrievalResultLocation: its `type`, or an object with one field that says where.
    private enum Place: Decodable {
        case type
        case place([String: String])

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            let fields = try? value.decode([String: String].self)
            self = fields.map { .place($0) } ?? .type
        }

        /// A SQL location's query says nothing to people.
        var name: String? {
            guard case .place(let fields) = self else { return nil }
            return fields["uri"] ?? fields["url"] ?? fields["id"]
        }
    }
}
