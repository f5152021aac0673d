// SPDX-License-Identifier: MIT-0

package import Dialogue
import FoundationEssentials
import Transfer

/// DescribeVoices, with all its pages. The voices are those of the region.
package struct PollyVoiceList: Sendable {
    private static let limitBytes = 1 << 20

    private let service: ServiceClient
    private let deadlines: Deadlines

    init(_ service: ServiceClient, _ deadlines: Deadlines) {
        self.service = service
        self.deadlines = deadlines
    }

    /// `timeout`: how long the service may be silent.
    package init(account: AWSAccount, timeout: Duration) throws {
        self.init(
            try account.client(of: .polly), Deadlines(firstByte: timeout, silence: timeout))
    }

    /// In order of their language. Throws `PollyError`, and what Transfer and the credentials throw.
    package func voices() async throws -> [Voice] {
        try await descriptions([]).map(\.voice).sorted {
            ($0.language, $0.name) < ($1.language, $1.name)
        }
    }

    /// A voice that the region has.
    struct Offer {
        let id: String
        fileprivate let engines: [String]

        func has(_ engine: PollyEngine) -> Bool { engines.contains(engine.rawValue) }
    }

    /// The voices that speak a language, by Polly's code for it, in the service's order.
    func offers(speaking code: String) async throws -> [Offer] {
        try await descriptions([("IncludeAdditionalLanguageCodes", "true"), ("LanguageCode", code)])
            .map { Offer(id: $0.id, engines: $0.engines ?? []) }
    }

    private func descriptions(_ fields: [(String, String)]) async throws -> [Description] {
        var (found, token): ([Description], String?) = ([], nil)
        repeat {
            let page = try await page(fields + (token.map { [("NextToken", $0)] } ?? []))
            found += page.voices
            // A token that stays the same would never end.
            token = page.nextToken == token ? nil : page.nextToken
        } while token != nil
        return found
    }

    private func page(_ fields: [(String, String)]) async throws -> Page {
        let query = fields.map { "\($0)=\(PercentEncoding.component($1))" }.joined(separator: "&")
        let path = query.isEmpty ? "/v1/voices" : "/v1/voices?" + query
        let asked = ServiceRequest("GET", path, deadlines: deadlines)
        do {
            return try await service.call(asked) { response in
                let body = try await response.body.collect(atMost: Self.limitBytes)
                guard let page = try? JSONDecoder().decode(Page.self, from: Data(body)) else {
                    throw PollyError.brokenVoices
                }
                return page
            }
        } catch let error as ServiceError {
            throw PollyError(error, action: "polly:DescribeVoices")
        }
    }

    private struct Page: Decodable {
        let voices: [Description]
        let nextToken: String?

        enum CodingKeys: String, CodingKey {
            case voices = "Voices"
            case nextToken = "NextToken"
        }
    }

    private struct Description: Decodable {
        let id: String
        let language: String
        let gender: String?
        let otherLanguages: [String]?
        let engines: [String]?

        enum CodingKeys: String, CodingKey {
            case id = "Id"
            case language = "LanguageCode"
            case gender = "Gender"
            case otherLanguages = "AdditionalLanguageCodes"
            case engines = "SupportedEngines"
        }

        var voice: Voice {
            let others = (otherLanguages ?? []).map { "also \($0)" }
            let notes = [gender?.lowercased()].compactMap { $0 } + (engines ?? []) + others
            return Voice(
                name: id, language: language, otherLanguages: otherLanguages ?? [],
                note: notes.joined(separator: ", "))
        }
    }
}
