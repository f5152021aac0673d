// SPDX-License-Identifier: MIT-0

import Channels
import Glibc
import Synchronization

/// Decodes on a thread of its own, one piece of audio at a time.
///
/// Answers wait in `takeAnswers`; a byte on `wakeDescriptor` says that one has come.
package final class Decoder: Sendable {
    /// What became of a piece of audio.
    package struct Answer: Sendable {
        package let id: Int
        package let transcript: Result<Transcript?, any Error>
    }

    private struct Request: Sendable {
        let id: Int
        let samples: [Int16]
        let abortion: Abortion
    }

    /// A pipe's reading end, for `poll(2)`.
    package let wakeDescriptor: Int32
    private let wakeWriter: Int32
    private let requests = Channel<Request>(capacity: 1)
    private let answers = Mutex<[Answer]>([])
    private let current = Mutex<Abortion?>(nil)

    /// Starts the thread. It lives until the process ends.
    package init(_ model: WhisperModel) {
        var ends: [Int32] = [-1, -1]
        pipe(&ends)
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        wakeDescriptor = ends[0]
        wakeWriter = ends[1]
        _ = Thread { [self] in
            while let request = try? requests.receiveBlocking() {
                let transcript = Result {
                    try model.transcript(of: request.samples, unless: request.abortion)
                }
                answers.withLock { $0.append(Answer(id: request.id, transcript: transcript)) }
                var byte: UInt8 = 0
                _ = write(wakeWriter, &byte, 1)
            }
        }
    }

    /// Decodes `samples`; the answer carries `id`. Called again only after the answer was taken.
    package func decode(_ samples: [Int16], id: Int) {
        let abortion = Abortion()
        current.withLock { $0 = abortion }
        _ = requests.sendBlocking(Request(id: id, samples: samples, abortion: abortion))
    }

    /// Ends the running decoding early: it answers soon, with nothing.
    package func abort() { current.withLock { $0?.demand() } }

    /// The answers that have come since the last call.
    package func takeAnswers() -> [Answer] {
        let taken = answers.withLock { answers in
            defer { answers = [] }
            return answers
        }
        for _ in taken {
            var byte: UInt8 = 0
            _ = read(wakeDescriptor, &byte, 1)
        }
        return taken
    }
}
