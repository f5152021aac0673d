// SPDX-License-Identifier: MIT-0

/// How Bedrock calls a model: a base id, an inference profile's, or any kind of ARN.
package struct ModelID: Sendable, Equatable, CustomStringConvertible {
    /// As it was given, and as it goes on the wire.
    package let text: String
    /// What the model may be called without a geography and an ARN around it, likeliest first:
    /// `anthropic.claude-sonnet-4-6`. An ARN's may be opaque, or hold its base model's name.
    let names: [String]

    /// The first labels of inference profiles' ids.
    private static let geographies: Set<Substring> = [
        "us", "us-gov", "eu", "apac", "au", "jp", "ca", "sa", "amer", "global",
    ]
    /// Characters, of Bedrock's own model.
    private static let longest = 2048

    package init(_ text: String) throws(BedrockError) {
        guard !text.isEmpty, text.count <= Self.longest,
            text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { throw .invalidModel(text) }
        self.text = text
        guard text.hasPrefix("arn:") else {
            names = [Self.withoutGeography(text[...])]
            return
        }
        // arn:PARTITION:bedrock:REGION:ACCOUNT:KIND/NAME; of custom models KIND/BASE/NAME.
        let fields = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        let parts = fields.count == 6 ? fields[5].split(separator: "/").dropFirst() : []
        guard !parts.isEmpty else { throw .invalidModel(text) }
        names = parts.reversed().map(Self.withoutGeography)
    }

    package var description: String { text }

    /// The model's own name, as far as the id tells.
    package var name: String { names.first { ModelFamilies.family(named: $0) != nil } ?? names[0] }

    /// The one segment of the path that stands for the model: `%3A` for `:`, `%2F` for `/`.
    package var pathSegment: String { PercentEncoding.component(text) }

    private static func withoutGeography(_ name: Substring) -> String {
        guard let dot = name.firstIndex(of: "."), geographies.contains(name[..<dot]) else {
            return String(name)
        }
        return String(name[name.index(after: dot)...])
    }
}
