// SPDX-License-Identifier: MIT-0

import CCurl
import Glibc

/// Once in a process, at the first exchange: start-up doesn't pay for it. Swift makes the
/// initialisation of a global thread-safe.
private let curlStarted = vc_curl_start()

/// The body of the thread that owns a multi handle.
func runCurlThread(_ inbox: CurlInbox, trusting bundle: String?) {
    // OpenSSL writes with write(2): a peer that has gone must not end the process.
    var everything = sigset_t()
    sigfillset(&everything)
    pthread_sigmask(SIG_BLOCK, &everything, nil)

    guard curlStarted == CURLE_OK, let multi = curl_multi_init() else {
        let code = curlStarted == CURLE_OK ? CURLE_OUT_OF_MEMORY : curlStarted
        return inbox.refuse(TransferError.library(code))
    }
    vc_curl_keep_connections(multi, 16)
    inbox.install(CurlInbox.Bell(ringing: multi))
    var transfers = Transfers(multi, inbox: inbox, trusting: bundle)
    while true {
        let (commands, isStopped) = inbox.take()
        for command in commands { transfers.perform(command) }
        if isStopped { break }
        var running: Int32 = 0
        curl_multi_perform(multi, &running)
        transfers.collectFinished()
        curl_multi_poll(multi, nil, 0, transfers.enforceDeadlines(), nil)
    }
    transfers.cancelAll()
    inbox.install(nil)
    curl_multi_cleanup(multi)
}

extension TransferError {
    static func library(_ code: CURLcode) -> TransferError {
        .library(code: code.rawValue, reason: String(cString: curl_easy_strerror(code)))
    }
}
