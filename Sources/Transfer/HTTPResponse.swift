// SPDX-License-Identifier: MIT-0

/// The answer: its head as soon as it is there, its body as it comes.
package struct HTTPResponse: Sendable {
    /// Status line and header fields of the final answer; 1xx answers are passed over.
    package struct Head: Sendable, Equatable {
        package var status: Int
        /// `1.1` or `2`, as the server's status line says.
        package var version: String
        /// In the order they came. HTTP/2 names are lower case.
        package var headers: [HTTPField]
    }

    package let head: Head
    /// The bytes as they came off the wire: pieces of at most 16 KiB. Ends where the answer ends;
    /// throws a `TransferError` if that is not where it should. A slow consumer slows the server.
    package let body: BodyStream

    package var status: Int { head.status }
    package var version: String { head.version }
    package var headers: [HTTPField] { head.headers }
}
