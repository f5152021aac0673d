// SPDX-License-Identifier: MIT-0

import Transfer

/// A field of an answer that is of another type than it must be.
package struct ChunkMismatch: Error, Equatable {
    package let field: String
}

/// A step on the way to a value: the name of a field, or a place in an array.
enum ChunkStep: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
    case field(String)
    case place(Int)

    init(stringLiteral value: String) { self = .field(value) }
    init(integerLiteral value: Int) { self = .place(value) }
}

/// Reading chunks: what isn't there, or is null, is nil; what is of another type throws.
extension JSONValue {
    func text(_ path: ChunkStep...) throws(ChunkMismatch) -> String? {
        switch try value(path) {
        case nil: nil
        case .string(let text): text
        default: throw ChunkMismatch(field: Self.name(path))
        }
    }

    func count(_ path: ChunkStep...) throws(ChunkMismatch) -> Int? {
        switch try value(path) {
        case nil: nil
        case .integer(let count): count
        default: throw ChunkMismatch(field: Self.name(path))
        }
    }

    func flag(_ path: ChunkStep...) throws(ChunkMismatch) -> Bool? {
        switch try value(path) {
        case nil: nil
        case .bool(let flag): flag
        default: throw ChunkMismatch(field: Self.name(path))
        }
    }

    /// Whether a field is there.
    func has(_ path: ChunkStep...) throws(ChunkMismatch) -> Bool { try value(path) != nil }

    private func value(_ path: [ChunkStep]) throws(ChunkMismatch) -> JSONValue? {
        var value = self
        for (index, step) in path.enumerated() {
            let next: JSONValue?
            switch (step, value) {
            case (.field(let name), .object(let fields)): next = fields[name]
            case (.place(let place), .array(let items)):
                next = items.indices.contains(place) ? items[place] : nil
            default: throw ChunkMismatch(field: Self.name(Array(path[..<index])))
            }
            guard let next, next != .null else { return nil }
            value = next
        }
        return value
    }

    private static func name(_ path: [ChunkStep]) -> String {
        path.map { step in
            switch step {
            case .field(let name): name
            case .place(let place): "\(place)"
            }
        }.joined(separator: ".")
    }
}
