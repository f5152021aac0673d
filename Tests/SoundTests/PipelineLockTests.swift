// SPDX-License-Identifier: MIT-0

import Foundation
import TestSupport
import Testing

@testable import Filter

struct PipelineLockTests {
    @Test func `it is held while anybody holds it`() throws {
        let folder = try Scratch()
        let listener = PipelineLock(directory: folder.path, group: 7)
        let players = (0..<2).map { _ in PipelineLock(directory: folder.path, group: 7) }
        #expect(!listener.isHeld)
        players[0].hold()
        players[1].hold()
        #expect(listener.isHeld)
        players[0].release()
        #expect(listener.isHeld)
        players[1].release()
        #expect(!listener.isHeld)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test func `another pipeline's is not ours`() throws {
        let folder = try Scratch()
        let player = PipelineLock(directory: folder.path, group: 7)
        player.hold()
        #expect(!PipelineLock(directory: folder.path, group: 8).isHeld)
        player.release()
    }

    @Test func `it may be held again, and letting go twice is fine`() throws {
        let folder = try Scratch()
        let player = PipelineLock(directory: folder.path, group: 7)
        for _ in 0..<3 {
            player.hold()
            player.hold()
            #expect(PipelineLock(directory: folder.path, group: 7).isHeld)
            player.release()
            player.release()
        }
    }

    @Test func `a folder that is not there holds nothing`() {
        let lock = PipelineLock(directory: "/nonexistent", group: 7)
        lock.hold()
        #expect(!lock.isHeld)
    }
}
