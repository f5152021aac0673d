// SPDX-License-Identifier: MIT-0

/// Puts the lines that libcurl hands over, one at a time, together to the head of an answer.
struct HeadParser {
    private var head: HTTPResponse.Head?
    private var isComplete = false

    /// Takes one line with its line end. Returns the head at the empty line that ends it.
    ///
    /// Interim answers (1xx; RFC 9110, 15.2) are passed over, and so are trailers.
    mutating func take(_ line: some Collection<UInt8>) -> HTTPResponse.Head? {
        guard !isComplete else { return nil }
        let text = line.text
        if text.isEmpty {
            guard let head, head.status >= 200 else { return nil }
            isComplete = true
            return head
        }
        if text.hasPrefix("HTTP/") {
            head = Self.statusLine(text)
        } else if let colon = text.utf8.firstIndex(of: 0x3A) {
            let value = text.utf8[colon...].dropFirst()
            head?.headers.append(HTTPField(String(text[..<colon]), value.text))
        }
        return nil
    }

    /// `HTTP/1.1 200 OK`, `HTTP/2 200`
    private static func statusLine(_ text: String) -> HTTPResponse.Head? {
        let parts = text.dropFirst(5).split(separator: " ")
        guard parts.count >= 2, let status = Int(parts[1]) else { return nil }
        return .init(status: status, version: String(parts[0]), headers: [])
    }
}

extension Collection<UInt8> {
    /// The text without blanks and line ends around it.
    fileprivate var text: String {
        let isBlank = { (byte: UInt8) in byte == 0x20 || (0x09...0x0D).contains(byte) }
        let rest = Array(drop(while: isBlank))
        return String(
            decoding: rest[..<(rest.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? 0)], as: UTF8.self)
    }
}
