// SPDX-License-Identifier: MIT-0

import Transfer

/// The one text of a request that both sides hash (SigV4: "create a canonical request").
struct CanonicalRequest: Sendable {
    /// Lines joined by line feeds, none at the end.
    let text: String
    /// `content-type;host;x-amz-date`
    let signedHeaders: String

    init(method: String, target: RequestTarget, headers: [HTTPField], payloadHash: String) {
        var values: [String: [String]] = [:]
        for field in headers {
            let name = field.name.lowercased()
            if Self.isSigned(name) { values[name, default: []].append(Self.folded(field.value)) }
        }
        if values["host"] == nil { values["host"] = [target.host] }
        let names = values.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        signedHeaders = names.joined(separator: ";")
        let lines = names.map { "\($0):\(values[$0, default: []].joined(separator: ","))\n" }
        text = [
            method, target.canonicalPath, target.canonicalQuery, lines.joined(), signedHeaders,
            payloadHash,
        ].joined(separator: "\n")
    }

    /// What must be signed, and what is ours alone: proxies and libcurl may touch the others
    /// (`accept`, `user-agent`, `content-length`). The trace id is rewritten on the way by design.
    private static func isSigned(_ name: String) -> Bool {
        name == "host" || name == "content-type" || name.hasPrefix("x-amz-")
            || name.hasPrefix("x-amzn-") && name != "x-amzn-trace-id"
    }

    /// Trimmed, and inner runs of spaces and tabs are one space.
    private static func folded(_ value: String) -> String {
        value.split { $0 == " " || $0 == "\t" }.joined(separator: " ")
    }
}
