// SPDX-License-Identifier: MIT-0

import Dialogue
import FoundationEssentials
import Transfer

/// The bodies of the models that make vectors: the Bedrock user guide, "Amazon Titan Text Embeddings"
/// and "Cohere Embed".
enum EmbeddingForm: Equatable {
    case titan1, titan2, cohere3, cohere4

    /// Numbers of a vector, where a model leaves the choice.
    private static let dimensions = 512
    /// Characters of a text; what is longer is cut. Titan takes 50 000, Cohere cuts by itself.
    private static let longest = 8000

    /// nil for other models.
    init?(of model: ModelID) {
        let forms: KeyValuePairs<String, EmbeddingForm> = [
            "amazon.titan-embed-text-v2": .titan2, "amazon.titan-embed-text-v1": .titan1,
            "amazon.titan-embed-g1-text": .titan1, "cohere.embed-v4": .cohere4,
            "cohere.embed-english-v3": .cohere3, "cohere.embed-multilingual-v3": .cohere3,
        ]
        for (prefix, form) in forms where model.names.contains(where: { $0.hasPrefix(prefix) }) {
            self = form
            return
        }
        return nil
    }

    /// Texts of one request.
    var batch: Int {
        switch self {
        case .titan1, .titan2: 1
        case .cohere3, .cohere4: 96
        }
    }

    func body(_ texts: [String], _ purpose: EmbeddingPurpose) -> JSONValue {
        let texts = texts.map { JSONValue.string(String($0.prefix(Self.longest))) }
        let type: JSONValue = purpose == .query ? "search_query" : "search_document"
        switch self {
        case .titan1: return ["inputText": texts.first ?? ""]
        case .titan2:
            return [
                "inputText": texts.first ?? "", "dimensions": .integer(Self.dimensions),
                "normalize": true,
            ]
        case .cohere3: return ["texts": .array(texts), "input_type": type, "truncate": "END"]
        case .cohere4:
            return [
                "texts": .array(texts), "input_type": type, "truncate": "RIGHT",
                "output_dimension": .integer(Self.dimensions), "embedding_types": ["float"],
            ]
        }
    }

    /// Of length 1 each; nil for an answer that is none.
    func vectors(in body: [UInt8]) -> [[Float]]? {
        let decoder = JSONDecoder()
        let data = Data(body)
        let vectors: [[Float]]? =
            switch self {
            case .titan1, .titan2:
                (try? decoder.decode(Titan.self, from: data)).map { [$0.embedding] }
            case .cohere3: (try? decoder.decode(Cohere3.self, from: data))?.embeddings
            case .cohere4: (try? decoder.decode(Cohere4.self, from: data))?.embeddings.float
            }
        return vectors?.map { vector in
            let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
            return length > 0 ? vector.map { $0 / length } : vector
        }
    }

    private struct Titan: Decodable { let embedding: [Float] }
    private struct Cohere3: Decodable { let embeddings: [[Float]] }
    private struct Cohere4: Decodable {
        struct Types: Decodable { let float: [[Float]] }
        let embeddings: Types
    }
}
