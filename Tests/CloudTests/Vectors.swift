// SPDX-License-Identifier: MIT-0

import Foundation
import TestSupport
import Testing
import Transfer

@testable import Cloud

/// Bytes that are written as hexadecimal digits.
struct HexBytes: Decodable, Sendable, Equatable {
    let bytes: [UInt8]

    init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        let digits = text.compactMap(\.hexDigitValue)
        guard digits.count == text.count, digits.count % 2 == 0 else {
            throw CocoaError(.formatting)
        }
        bytes = stride(from: 0, to: digits.count, by: 2).map {
            UInt8(digits[$0] * 16 + digits[$0 + 1])
        }
    }
}

/// Tests/Vectors/sigv4.json
struct SigningVectors: Decodable, Sendable {
    struct Keys: Decodable, Sendable { let accessKey, secretKey: String }

    struct Request: Decodable, Sendable, CustomTestStringConvertible {
        let name, region, service, method, url: String
        let headers: [[String]]
        let body: HexBytes
        /// Whether the body is a stream of signed events.
        let events: Bool
        let sessionToken: String?
        let canonicalRequest, stringToSign, authorization: String
        let signingKey, signature: HexBytes

        var testDescription: String { name }
        var fields: [HTTPField] { headers.map { HTTPField($0[0], $0[1]) } }
    }

    struct Frame: Decodable, Sendable {
        /// Milliseconds since 1970.
        let date: Int64
        /// The encoded event; none at the end of the stream.
        let inner: HexBytes
        let stringToSign: String?
        let signature, wire: HexBytes
    }

    struct Chain: Decodable, Sendable, CustomTestStringConvertible {
        /// The name of the request that opens the stream.
        let request: String
        let frames: [Frame]

        var testDescription: String { request }
    }

    struct Presigned: Decodable, Sendable, CustomTestStringConvertible {
        let name, canonicalRequest, stringToSign, url: String
        let signature: HexBytes

        var testDescription: String { name }
    }

    struct Event: Decodable, Sendable {
        let region, service, secretKey, stringToSign: String
        let date: Int64
        let prior, inner, headers, signature: HexBytes
    }

    let credentials: Keys
    let time: Int64
    let requests: [Request]
    let chains: [Chain]
    let presigned: [Presigned]
    let event: Event

    static func load() throws -> SigningVectors { try vectors("sigv4.json") }
}

/// Tests/Vectors/eventstream.json
struct EventStreamVectors: Decodable, Sendable {
    struct Message: Decodable, Sendable {
        /// Name, type, value as text (numbers), or as hexadecimal digits (bytes, UUID).
        let headers: [[String]]
        let payload: HexBytes
    }

    struct Good: Decodable, Sendable, CustomTestStringConvertible {
        let name: String
        let bytes: HexBytes
        let messages: [Message]

        var testDescription: String { name }
    }

    struct Broken: Decodable, Sendable, CustomTestStringConvertible {
        let name, what, failure: String
        let bytes: HexBytes

        var testDescription: String { "\(name): \(what)" }
    }

    let good: [Good]
    let broken: [Broken]

    static func load() throws -> EventStreamVectors { try vectors("eventstream.json") }
}

private func vectors<Vectors: Decodable>(_ name: String) throws -> Vectors {
    let file = repository.appending(path: "Tests/Vectors/\(name)")
    return try JSONDecoder().decode(Vectors.self, from: try Data(contentsOf: file))
}

extension EventStreamHeader {
    /// A header as tests show it: name, type, value.
    var shown: [String] {
        switch value {
        case .bool(let value): [name, value ? "0" : "1", "\(value)"]
        case .int8(let number): [name, "2", "\(number)"]
        case .int16(let number): [name, "3", "\(number)"]
        case .int32(let number): [name, "4", "\(number)"]
        case .int64(let number): [name, "5", "\(number)"]
        case .bytes(let bytes): [name, "6", Hex.text(bytes)]
        case .string(let text): [name, "7", text]
        case .timestamp(let time): [name, "8", "\(time.milliseconds)"]
        case .uuid(let uuid):
            [name, "9", uuid.uuidString.lowercased().replacing("-", with: "")]
        }
    }
}
