// SPDX-License-Identifier: MIT-0

import Channels
import Dialogue
import Filter
import Reporting
import Stages
import Synchronization

/// How many lines have been typed.
final class TypedLines: Sendable {
    private let number = Atomic(0)

    var count: Int { number.load(ordering: .relaxed) }

    fileprivate func add() { number.add(1, ordering: .relaxed) }
}

/// stdin as a keyboard: ENTER interrupts, commands begin with a slash. Its end means nothing: nobody
/// may sit there.
final class Keyboard: Sendable {
    /// Of a longer line the rest is passed over.
    private static let longestLine = 8192

    /// Calls back on a thread of its own. Files are read there.
    init(
        home: String?, typed: TypedLines, interrupt: @escaping @Sendable () -> Void,
        look: @escaping @Sendable (Result<Attachment, any Error>) -> Void
    ) {
        _ = Thread {
            let input = Input.standard()
            var line: [UInt8] = []
            while let bytes = try? input.read(upTo: 256), !bytes.isEmpty {
                for byte in bytes {
                    guard byte == UInt8(ascii: "\n") else {
                        if line.count < Self.longestLine { line.append(byte) }
                        continue
                    }
                    typed.add()
                    let order = KeyboardOrder(
                        line: String(decoding: line, as: UTF8.self), home: home)
                    line = []
                    switch order {
                    case .interrupt: interrupt()
                    case .look(let file): look(Result { try AttachmentFile.readFile(file) })
                    case .unknown(let command): look(.failure(KeyboardError.unknown(command)))
                    }
                }
            }
        }
    }
}

/// What was typed can't be done.
enum KeyboardError: ReportableError {
    case unknown(String)

    var description: String {
        switch self {
        case .unknown("/look"): "/look takes a file"
        case .unknown(let command): "there is no '\(command)'"
        }
    }

    var hint: String? { "/look FILE shows a picture or a document with the next turn" }

    var status: ExitStatus { .usage }
}
