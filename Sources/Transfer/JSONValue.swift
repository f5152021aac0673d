// SPDX-License-Identifier: MIT-0

import FoundationEssentials

/// Any JSON, as a tree: for bodies whose fields only one service knows.
package enum JSONValue: Sendable, Equatable {
    case null
    case bool(Bool)
    /// A number without a fraction that fits; `1.0` is read as one too.
    case integer(Int)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])
}

extension JSONValue {
    /// Reads one JSON text. Throws `DecodingError`.
    package init(parsing bytes: [UInt8]) throws {
        self = try JSONDecoder().decode(JSONValue.self, from: Data(bytes))
    }

    package init(parsing text: String) throws { try self.init(parsing: Array(text.utf8)) }

    /// UTF-8, keys sorted: the same tree gives the same bytes. Throws for numbers JSON doesn't have.
    package func encoded(pretty: Bool = false) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        if pretty { encoder.outputFormatting.insert(.prettyPrinted) }
        return Array(try encoder.encode(self))
    }

    /// The fields of an object; nil for anything else.
    package var fields: [String: JSONValue]? {
        if case .object(let fields) = self { fields } else { nil }
    }

    /// A field of an object; nil if there is none, or no object. Setting nil removes it.
    package subscript(key: String) -> JSONValue? {
        get { fields?[key] }
        set {
            var changed = fields ?? [:]
            changed[key] = newValue
            self = .object(changed)
        }
    }

    /// The value at the end of a way through objects.
    package subscript(path: [String]) -> JSONValue? {
        get { path.reduce(self as JSONValue?) { $0?[$1] } }
        set {
            guard let key = path.first else { return }
            guard path.count > 1 else {
                self[key] = newValue
                return
            }
            var inner = self[key] ?? .object([:])
            inner[Array(path.dropFirst())] = newValue
            self[key] = inner
        }
    }

    /// Changed by `patch` (RFC 7396, JSON Merge Patch): objects are merged field by field, null
    /// removes a field, anything else takes the other's place.
    package func merged(with patch: JSONValue) -> JSONValue {
        guard let changes = patch.fields else { return patch }
        var merged = fields ?? [:]
        for (key, change) in changes {
            merged[key] = change == .null ? nil : (merged[key] ?? .null).merged(with: change)
        }
        return .object(merged)
    }
}

extension JSONValue: Codable {
    package init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if let string = try? value.decode(String.self) {
            self = .string(string)
        } else if let object = try? value.decode([String: JSONValue].self) {
            self = .object(object)
        } else if let integer = try? value.decode(Int.self) {
            self = .integer(integer)
        } else if let number = try? value.decode(Double.self) {
            self = .number(number)
        } else if let bool = try? value.decode(Bool.self) {
            self = .bool(bool)
        } else if value.decodeNil() {
            self = .null
        } else {
            self = .array(try value.decode([JSONValue].self))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let bool): try container.encode(bool)
        case .integer(let integer): try container.encode(integer)
        case .number(let number): try container.encode(number)
        case .string(let string): try container.encode(string)
        case .array(let array): try container.encode(array)
        case .object(let object): try container.encode(object)
        }
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral
{
    package init(stringLiteral value: String) { self = .string(value) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(integerLiteral value: Int) { self = .integer(value) }
    package init(floatLiteral value: Double) { self = .number(value) }
    package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }

    /// The later of two equal keys wins.
    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(Dictionary(elements) { $1 })
    }
}
