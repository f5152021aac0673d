// SPDX-License-Identifier: MIT-0

package import Channels
import Foundation
import Glibc

/// A server of this folder, in a process of its own. It picks its port, and ends with this object
/// or with the test process: its stdin is a pipe that closes.
package final class LoopbackServer: Sendable {
    /// On 127.0.0.1.
    package let port: Int
    /// All that it said first.
    let firstLine: String
    /// What the server has seen, a line each; ends with the server.
    package let log: Channel<String>
    private let process: Process
    private let input: FileHandle

    /// Runs `script` with Python and waits for its first line.
    package init(_ script: String, _ arguments: [String] = [], python: String = "python3")
        async throws
    {
        let path = URL(filePath: #filePath).deletingLastPathComponent().appending(path: script)
            .path()
        process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [python, "-B", path] + arguments
        let (stdin, stdout) = (Pipe(), Pipe())
        process.standardInput = stdin
        process.standardOutput = stdout
        input = stdin.fileHandleForWriting
        // A pipe that another child inherits would not close.
        _ = fcntl(input.fileDescriptor, F_SETFD, FD_CLOEXEC)
        try process.run()
        let lines = Channel<String>(capacity: 100_000)
        let output = stdout.fileHandleForReading
        _ = Channels.Thread {
            var rest = Data()
            while case let data = output.availableData, !data.isEmpty {
                rest += data
                while let end = rest.firstIndex(of: 0x0A) {
                    lines.trySend(String(decoding: rest[..<end], as: UTF8.self))
                    rest = rest[(end + 1)...]
                }
            }
            lines.finish()
        }
        log = lines
        let first = try await lines.receive() ?? ""
        port = Int(first.prefix { $0 != " " }) ?? 0
        firstLine = first
    }

    /// What it said after its port on its first line.
    package var greeting: String { String(firstLine.drop { $0 != " " }.dropFirst()) }

    /// Does not wait for its end: this runs on one of the two threads that all tests share.
    deinit { try? input.close() }

    /// `http://127.0.0.1:port` and a path.
    package func url(_ path: String, scheme: String = "http") -> String {
        "\(scheme)://127.0.0.1:\(port)\(path)"
    }

    /// Lets a handler go on that waits for the test; logs `.`.
    package func go() throws { try input.write(contentsOf: Data([0x0A])) }

    /// The next line of the log that begins like this; nil if the server ends before.
    package func line(beginning prefix: String) async throws -> String? {
        while let line = try await log.receive() {
            if line.hasPrefix(prefix) { return line }
        }
        return nil
    }

    /// What the server has logged until now.
    package func linesSoFar() async throws -> [String] {
        var lines: [String] = []
        try go()
        while let line = try await log.receive(), line != "." { lines.append(line) }
        return lines
    }
}
