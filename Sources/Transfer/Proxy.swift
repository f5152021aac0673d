// SPDX-License-Identifier: MIT-0

import Glibc

/// The proxy that the environment names: for error texts, since what fails may be the proxy.
///
/// libcurl finds it by itself, and 7.88 tells nobody whether it has taken one. Read here as it does
/// (curl(1), ENVIRONMENT), but for address ranges in `NO_PROXY`.
enum Proxy {
    /// `127.0.0.1:3128`, without what may be secret; nil where none is asked.
    static func name(for origin: Origin, _ variable: (String) -> String? = environment) -> String? {
        let name = "\(origin.scheme)_proxy"
        // HTTP_PROXY may be a header field that somebody has sent to a CGI script.
        let names = [name] + (origin.scheme == "http" ? [] : [name.uppercased()])
        guard let url = (names + ["all_proxy", "ALL_PROXY"]).lazy.compactMap(variable).first,
            !isExcepted(origin.host, variable("no_proxy") ?? variable("NO_PROXY") ?? "")
        else { return nil }
        let place = url.firstRange(of: "://").map { url[$0.upperBound...] } ?? url[...]
        let host = place.prefix { $0 != "/" }.split(separator: "@").last ?? ""
        return host.isEmpty ? nil : String(host)
    }

    /// Whether a list of names, `.domains` or `*` has the host; a name stands for what is below it.
    private static func isExcepted(_ host: String, _ list: String) -> Bool {
        let name = host.prefix(upTo: host.lastIndex(of: ":") ?? host.endIndex).lowercased()
        let entries = list.lowercased().split { $0 == "," || $0 == " " }
        return entries.contains { entry in
            let plain = entry.hasPrefix(".") ? entry.dropFirst() : entry
            return plain == "*" || name == plain || name.hasSuffix("." + plain)
        }
    }

    private static func environment(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
}
