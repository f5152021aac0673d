// SPDX-License-Identifier: MIT-0

import CCurl
import Channels

/// One easy handle and what its callbacks need. Lives on the curl thread only.
///
/// The handle's context pointer is this object, unretained: it is freed with the handle.
final class EasyTransfer {
    let easy: UnsafeMutableRawPointer
    let exchange: Exchange
    private let headers: UnsafeMutablePointer<curl_slist>?
    private let reason: UnsafeMutablePointer<CChar>

    private var phase = TransferError.Phase.connecting
    /// When the phase's clock was last set back.
    private var mark = ContinuousClock.now
    private var parser = HeadParser()
    private var rest: ArraySlice<UInt8> = []
    /// Bytes of the answer still to come, where the server has said how many there are.
    private var left: Int?
    private(set) var hasSentAll = false
    private var isSendingPaused = false
    private var isReceivingPaused = false
    private var discarding: (bytes: Int, until: ContinuousClock.Instant)?

    init(_ exchange: Exchange, trusting bundle: String?) throws(TransferError) {
        guard let easy = curl_easy_init() else { throw .library(CURLE_FAILED_INIT) }
        self.exchange = exchange
        self.easy = easy
        headers = Self.list(exchange.request.headers)
        reason = .allocate(capacity: Int(CURL_ERROR_SIZE))
        reason.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        try setUp(trusting: bundle)
    }

    deinit {
        curl_easy_cleanup(easy)
        curl_slist_free_all(headers)
        reason.deallocate()
    }

    // MARK: What the thread does

    /// Un-pauses what is paused; a callback that still can't go on pauses again.
    func goOn() {
        guard isSendingPaused || isReceivingPaused else { return }
        if isReceivingPaused { mark = .now }
        isSendingPaused = false
        isReceivingPaused = false
        curl_easy_pause(easy, CURLPAUSE_CONT)
    }

    /// Makes libcurl send what it has queued for the connection: a change of the pause is what it
    /// does that for.
    func flush() {
        guard phase != .connecting, !isReceivingPaused else { return }
        let mask = isSendingPaused ? CURLPAUSE_SEND : 0
        curl_easy_pause(easy, mask | CURLPAUSE_RECV)
        curl_easy_pause(easy, mask)
    }

    /// Reads the rest of the answer for nobody, unless that is too much.
    func discard(atMost bytes: Int, until instant: ContinuousClock.Instant) {
        exchange.answer.close()
        discarding = (bytes, instant)
        goOn()
    }

    /// When the other side is overdue, and what to say then.
    var deadline: (ContinuousClock.Instant, any Error)? {
        if let discarding { return (discarding.until, CancellationError()) }
        let limit =
            switch phase {
            case .connecting: Duration?.none  // libcurl's own clock
            case .waiting: exchange.request.deadlines.firstByte
            case .receiving: isReceivingPaused ? nil : exchange.request.deadlines.silence
            }
        return limit.map {
            (mark + $0, TransferError.tooSlow(host: exchange.origin.host, phase, limit: $0))
        }
    }

    /// Whether the answer is whole while the request is still going up.
    ///
    /// libcurl goes on with the upload then (7.88 doesn't even see HTTP/2's END_STREAM before our
    /// own), so that only the length tells; an answer without one ends when the upload does.
    var isAnsweredEarly: Bool { exchange.upload != nil && !hasSentAll && left == 0 }

    // MARK: What libcurl calls

    func connectionStands() {
        phase = .waiting
        mark = .now
    }

    func receiveHead(_ line: UnsafeRawBufferPointer) {
        noteReceived()
        if let head = parser.take(line) {
            left = head.status == 204 ? 0 : head.headers.first("content-length").flatMap { Int($0) }
            exchange.head.trySend(head)
            exchange.head.finish()
        }
    }

    /// - Returns: what a write callback returns.
    func receive(_ bytes: UnsafeRawBufferPointer) -> Int {
        noteReceived()
        if let left = discarding?.bytes {
            discarding?.bytes = left - bytes.count
            return bytes.count <= left ? bytes.count : 0
        }
        if exchange.answer.offer(Array(bytes)) {
            left = left.map { $0 - bytes.count }
            return bytes.count
        }
        isReceivingPaused = true
        return vc_curl_pause_writing
    }

    /// - Returns: what a read callback returns; 0 is the end.
    func send(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        if rest.isEmpty, let upload = exchange.upload {
            switch upload.take() {
            case .bytes(let bytes): rest = bytes[...]
            case .end: hasSentAll = true
            case .failed: return vc_curl_abort_reading
            case .nothing:
                isSendingPaused = true
                return vc_curl_pause_reading
            }
        }
        let piece = rest.prefix(buffer.count)
        buffer.copyBytes(from: piece)
        rest = rest.dropFirst(piece.count)
        if phase == .waiting { mark = .now }
        return piece.count
    }

    private func noteReceived() {
        phase = .receiving
        mark = .now
    }

    /// What libcurl's result means; nil where all is well.
    func error(of code: CURLcode) -> (any Error)? {
        if code == CURLE_OK { return nil }
        if discarding != nil || code == CURLE_ABORTED_BY_CALLBACK { return CancellationError() }
        let request = exchange.request
        let failed = FailedTransfer(
            host: exchange.origin.host,
            proxy: request.usesProxy ? Proxy.name(for: exchange.origin) : nil, phase: phase,
            code: code, connectLimit: request.deadlines.connect,
            osError: Int32(vc_curl_os_errno(easy)), detail: String(cString: reason))
        return failed.error
    }
}

extension EasyTransfer {
    /// How long an idle connection stays silent before TCP asks whether the other side is there:
    /// well below the 350 s after which common NATs forget it. (`curl_easy_upkeep` would ask with
    /// an HTTP/2 PING, but in 7.88 it doesn't reach the connections of a multi handle.)
    private static let probeAfterSeconds = 45
    /// An idle connection is reused for this long, if it still stands (libcurl looks).
    private static let keepSeconds = 1800

    private func setUp(trusting bundle: String?) throws(TransferError) {
        let request = exchange.request
        let isPlain = exchange.origin.scheme == "http"
        let version =
            switch request.version {
            case .automatic: vc_curl_http_2_by_alpn
            case .http1: vc_curl_http_1_1
            case .http2PriorKnowledge: isPlain ? vc_curl_http_2_at_once : vc_curl_http_2_by_alpn
            }
        let mayMultiplex = version == vc_curl_http_2_by_alpn && !isPlain
        let context = Unmanaged.passUnretained(self).toOpaque()
        let connect =
            request.deadlines.connect.map { Int(min(max($0 / .milliseconds(1), 1), 1e9)) } ?? 0

        try check(vc_curl_ask(easy, request.url, request.method, version, headers))
        try check(
            vc_curl_receive(
                easy, curlReceivedHead, curlReceivedBody, curlConnectionStands, context, reason))
        try check(
            vc_curl_connection(
                easy, connect, Self.probeAfterSeconds, Self.keepSeconds, mayMultiplex ? 1 : 0))
        // 7.88.1 fails the second request on a connection that was HTTP/2 without being asked.
        if !request.sharesConnection || version == vc_curl_http_2_at_once {
            try check(vc_curl_connection_of_its_own(easy))
        }
        if let bundle { try check(vc_curl_trust(easy, bundle)) }
        if !request.usesProxy { try check(vc_curl_without_proxy(easy)) }
        if request.method == "HEAD" { try check(vc_curl_expect_no_body(easy)) }
        switch request.body {
        case .none: break
        case .bytes(let bytes):
            try check(vc_curl_send_bytes(easy, bytes, curl_off_t(bytes.count)))
        case .stream: try check(vc_curl_send_stream(easy, curlWantsBody, context))
        }
    }

    private func check(_ code: CURLcode) throws(TransferError) {
        if code != CURLE_OK { throw .library(code) }
    }

    /// A field without a value after the colon takes libcurl's own away; `name;` sends one empty.
    private static func list(_ fields: [HTTPField]) -> UnsafeMutablePointer<curl_slist>? {
        var lines = fields.map { $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" }
        lines += ["Expect", "Content-Type"].filter { fields.first($0) == nil }.map { "\($0):" }
        return lines.reduce(nil) { list, line in curl_slist_append(list, line) ?? list }
    }
}
