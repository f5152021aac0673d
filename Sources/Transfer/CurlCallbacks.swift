// SPDX-License-Identifier: MIT-0

import CCurl

// libcurl calls these on the curl thread, from within curl_multi_perform or curl_easy_pause. The
// context is the transfer that owns the handle.

private func transfer(_ context: UnsafeMutableRawPointer?) -> EasyTransfer? {
    context.map { Unmanaged<EasyTransfer>.fromOpaque($0).takeUnretainedValue() }
}

/// `CURLOPT_HEADERFUNCTION`: one line.
func curlReceivedHead(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int,
    _ context: UnsafeMutableRawPointer?
) -> Int {
    transfer(context)?.receiveHead(UnsafeRawBufferPointer(start: bytes, count: size * count))
    return size * count
}

/// `CURLOPT_WRITEFUNCTION`: at most `CURL_MAX_WRITE_SIZE` bytes.
func curlReceivedBody(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int,
    _ context: UnsafeMutableRawPointer?
) -> Int {
    transfer(context)?.receive(UnsafeRawBufferPointer(start: bytes, count: size * count)) ?? 0
}

/// `CURLOPT_READFUNCTION`: room for bytes of the request.
func curlWantsBody(
    _ room: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int,
    _ context: UnsafeMutableRawPointer?
) -> Int {
    let buffer = UnsafeMutableRawBufferPointer(start: room, count: size * count)
    return transfer(context)?.send(into: buffer) ?? 0
}

/// `CURLOPT_PREREQFUNCTION`: a connection stands, new or reused; the addresses are not used.
func curlConnectionStands(
    _ context: UnsafeMutableRawPointer?, _: UnsafeMutablePointer<CChar>?,
    _: UnsafeMutablePointer<CChar>?, _: Int32, _: Int32
) -> Int32 {
    transfer(context)?.connectionStands()
    return CURL_PREREQFUNC_OK
}
