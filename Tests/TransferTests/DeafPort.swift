// SPDX-License-Identifier: MIT-0

import Glibc

/// A port of ours that lets nobody in.
final class DeafPort {
    enum Manner {
        /// Nobody listens, nor can anybody else begin to.
        case refuses
        /// The listener's queue is full: the kernel drops further handshakes.
        case isSilent
    }
    struct Refused: Error { let code = errno }

    let port: UInt16
    private var sockets: [Int32] = []

    init(_ manner: Manner) throws {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        sockets.append(listener)
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) | getsockname(listener, $0, &length)
            }
        }
        guard status == 0 else { throw Refused() }
        port = UInt16(bigEndian: address.sin_port)
        guard manner == .isSilent else { return }
        guard listen(listener, 0) == 0 else { throw Refused() }
        for _ in 0..<4 {
            let filler = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
            sockets.append(filler)
            withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    _ = connect(filler, $0, length)
                }
            }
        }
    }

    deinit { for socket in sockets { close(socket) } }
}
