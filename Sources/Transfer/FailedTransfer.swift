// SPDX-License-Identifier: MIT-0

import CCurl
import Glibc

/// What libcurl says of a transfer that failed, put into our words.
struct FailedTransfer {
    let host: String
    /// Through whom we went; nil: nobody.
    let proxy: String?
    let phase: TransferError.Phase
    let code: CURLcode
    let connectLimit: Duration?
    /// errno of the last connect, or 0.
    let osError: Int32
    /// libcurl's own sentence. Shown for TLS and a proxy's refusal only, where it alone tells what
    /// is wrong: elsewhere it may repeat what the request held.
    let detail: String

    var error: TransferError {
        // Until the connection stands it may be the proxy that fails.
        let way = host + (proxy.map { " through the proxy \($0)" } ?? "")
        switch code {
        case CURLE_OPERATION_TIMEDOUT where phase == .connecting:
            if let connectLimit { return .tooSlow(host: way, .connecting, limit: connectLimit) }
            return .cannotConnect(host: way, code: code.rawValue, reason: text)
        case CURLE_COULDNT_CONNECT:
            let reason = osError == 0 ? text : String(cString: strerror(osError))
            return .cannotConnect(host: way, code: code.rawValue, reason: reason)
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY:
            return .cannotConnect(host: way, code: code.rawValue, reason: text)
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE,
            CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER, CURLE_SSL_ISSUER_ERROR:
            return .untrusted(
                host: way, code: code.rawValue, reason: detail.isEmpty ? text : detail)
        case _ where phase == .connecting:
            // "CONNECT tunnel failed, response 403", "Proxy CONNECT aborted"
            let reason = detail.contains("CONNECT") ? detail : text
            return .broken(host: way, phase, code: code.rawValue, reason: reason)
        default:
            return .broken(host: host, phase, code: code.rawValue, reason: text)
        }
    }

    private var text: String { String(cString: curl_easy_strerror(code)) }
}
