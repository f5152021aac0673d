// SPDX-License-Identifier: MIT-0

import Channels

/// For a child of which only the stdout counts.
extension Child {
    /// The next bytes of its stdout; nil at the end.
    package func nextOutput() async throws -> [UInt8]? {
        while let said = try await said.receive() {
            if case .output(let bytes) = said { return bytes }
        }
        return nil
    }

    /// The next bytes of its stdout; nil at the end. Blocks this thread.
    package func nextOutputBlocking() throws -> [UInt8]? {
        while let said = try said.receiveBlocking() {
            if case .output(let bytes) = said { return bytes }
        }
        return nil
    }

    /// Its stdout to the end; its stdin is closed first.
    package func wholeOutput() async throws -> [UInt8] {
        input.finish()
        var whole: [UInt8] = []
        while let bytes = try await nextOutput() { whole += bytes }
        return whole
    }
}
