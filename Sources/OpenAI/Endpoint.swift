// SPDX-License-Identifier: MIT-0

/// Where a server of the OpenAI protocol is.
struct Endpoint: Sendable, Equatable {
    /// Ends in `/v1`, or in the version that was given.
    let base: String
    /// `127.0.0.1:8080`: for messages.
    let host: String

    /// `http://host:8080`, `https://host/v1/`, `https://host/api/v1`: `/v1` is added unless the
    /// path ends in a version.
    init(_ url: String) throws(OpenAIError) {
        var base = url
        while base.hasSuffix("/") { base.removeLast() }
        guard base.hasPrefix("http://") || base.hasPrefix("https://"), !base.contains("?"),
            !base.contains("#"), let start = base.firstRange(of: "://")?.upperBound
        else {
            throw .invalidEndpoint(String(url.prefix { $0 != "?" && $0 != "@" }))
        }
        let parts = base[start...].split(separator: "/", omittingEmptySubsequences: false)
        host = parts[0].split(separator: "@").last.map(String.init) ?? ""
        guard !host.isEmpty else { throw .invalidEndpoint(String(url.prefix { $0 != "@" })) }
        let name = parts.dropFirst().last ?? ""
        let hasVersion =
            name.count > 1 && name.first == "v" && name.dropFirst().allSatisfy(\.isNumber)
        self.base = hasVersion ? base : base + "/v1"
    }
}
