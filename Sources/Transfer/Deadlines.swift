// SPDX-License-Identifier: MIT-0

/// How long an exchange waits for the other side; nil waits for ever. There is no limit on the
/// whole: a stream may last.
package struct Deadlines: Sendable, Equatable {
    /// For a connection to stand: name, TCP, proxy and TLS together. nil is libcurl's own limit.
    package var connect: Duration?
    /// From the last byte of the request that was sent (of a streamed body: so far) to the first
    /// of the answer.
    package var firstByte: Duration?
    /// Between two pieces of the answer. Time in which our own consumer is the slow one doesn't
    /// count.
    package var silence: Duration?

    package init(
        connect: Duration? = .seconds(10), firstByte: Duration? = nil, silence: Duration? = nil
    ) {
        self.connect = connect
        self.firstByte = firstByte
        self.silence = silence
    }
}
