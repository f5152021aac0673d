// SPDX-License-Identifier: MIT-0

/// The parts of a URL that a signature covers, each as it goes on the wire.
struct RequestTarget: Sendable, Equatable {
    /// What the `Host` field holds: no port if it is the scheme's own.
    let host: String
    /// Percent-encoded; "" if the URL has none.
    let path: String
    /// Percent-encoded, without the `?`; "" if the URL has none.
    let query: String

    init(url: String) throws(SigningError) {
        guard let schemeEnd = url.firstRange(of: "://") else { throw .invalidURL("") }
        let scheme = url[..<schemeEnd.lowerBound].lowercased()
        let rest = url[schemeEnd.upperBound...].prefix { $0 != "#" }
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        let place = authority[
            (authority.lastIndex(of: "@").map(authority.index(after:))
                ?? authority.startIndex)...]
        guard let ownPort = ["https": ":443", "http": ":80"][scheme], !place.isEmpty else {
            throw .invalidURL("\(scheme)://\(place)")
        }
        let target = rest[authority.endIndex...]
        let path = target.prefix { $0 != "?" }
        host = String(place.hasSuffix(ownPort) ? place.dropLast(ownPort.count) : place)
        self.path = String(path)
        query = String(target[path.endIndex...].dropFirst())
    }

    /// Without `.`, `..` and empty segments, encoded once more: the `%3A` of a model id is `%253A`.
    var canonicalPath: String {
        var segments: [Substring] = []
        for segment in path.split(separator: "/") where segment != "." {
            if segment == ".." { _ = segments.popLast() } else { segments.append(segment) }
        }
        let end = path.hasSuffix("/") && !segments.isEmpty ? "/" : ""
        return PercentEncoding.path("/" + segments.joined(separator: "/") + end)
    }

    /// Sorted by encoded name, then by encoded value; `a` is `a=`.
    var canonicalQuery: String {
        query.split(separator: "&")
            .map { item in
                let name = item.prefix { $0 != "=" }
                return [name, item[name.endIndex...].dropFirst()].map {
                    PercentEncoding.encode(PercentEncoding.decode($0), keepsSlash: false)
                }
            }
            .sorted { $0.lexicographicallyPrecedes($1) }
            .map { $0.joined(separator: "=") }
            .joined(separator: "&")
    }
}
