// SPDX-License-Identifier: MIT-0

import CCurl

/// Whom a URL asks: for error texts, and to refuse what libcurl would misread.
struct Origin: Sendable, Equatable {
    let scheme: String
    /// `127.0.0.1:8080`, with the scheme's own port where the URL names none.
    let host: String

    /// Takes a URL apart with libcurl's own parser, so that both read it alike.
    init(url: String) throws(TransferError) {
        guard let parser = curl_url() else {
            throw TransferError.library(code: CURLE_OUT_OF_MEMORY.rawValue, reason: "out of memory")
        }
        defer { curl_url_cleanup(parser) }
        guard curl_url_set(parser, CURLUPART_URL, url, 0) == CURLUE_OK,
            let scheme = Self.part(CURLUPART_SCHEME, of: parser),
            scheme == "http" || scheme == "https",
            let host = Self.part(CURLUPART_HOST, of: parser),
            let port = Self.part(CURLUPART_PORT, of: parser)
        else { throw TransferError.invalidURL(Self.withoutSecrets(url)) }
        self.scheme = scheme
        self.host = "\(host):\(port)"
    }

    private static func part(_ part: CURLUPart, of parser: OpaquePointer) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard curl_url_get(parser, part, &text, UInt32(CURLU_DEFAULT_PORT)) == CURLUE_OK, let text
        else { return nil }
        defer { curl_free(text) }
        return String(cString: text)
    }

    /// What stands before `@` and after `?` may be secret.
    private static func withoutSecrets(_ url: String) -> String {
        let path = url.prefix { $0 != "?" && $0 != "#" }
        guard let at = path.lastIndex(of: "@") else { return String(path) }
        return "…" + path[at...]
    }
}
