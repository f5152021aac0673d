// SPDX-License-Identifier: MIT-0

import Filter
import Foundation
import Reporting
import TestSupport
import Testing

struct DescriptorTests {
    @Test func `a file is read to its end, in pieces of at most so much`() throws {
        let scratch = try Scratch()
        let input = try Input.opening(try scratch.write("abcde", to: "file"))
        #expect(try input.read(upTo: 4) == Array("abcd".utf8))
        #expect(try input.read(upTo: 4) == Array("e".utf8))
        #expect(try input.read(upTo: 4) == [])
    }

    @Test func `what can't be opened, read or created says so`() throws {
        let scratch = try Scratch()
        let missing = #expect(throws: FilterError.self) { try Input.opening("/no/such/file") }
        #expect(missing?.description == "cannot open '/no/such/file': No such file or directory")
        #expect(missing?.status == .noInput)
        let folder = try Input.opening(scratch.path)
        let unread = #expect(throws: FilterError.self) { try folder.read(upTo: 4) }
        #expect(unread?.description == "cannot read '\(scratch.path)': Is a directory")
        #expect(unread?.status == .inputOutput)
        let uncreated = #expect(throws: FilterError.self) { try Output.creating("/no/such/file") }
        #expect(uncreated?.status == .cannotCreate)
        let closed = #expect(throws: FilterError.self) { try Output.events("fd:999") }
        #expect(closed?.status == .usage)
    }

    @Test func `an output is closed once, and takes nothing after that`() throws {
        let scratch = try Scratch()
        let output = try Output.creating(scratch.path + "/file")
        try output.write("abc")
        try output.close()
        try output.close()
        #expect(throws: FilterError.self) { try output.write("d") }
        #expect(output.seekablePosition == nil)
        #expect(!output.overwrite([1], at: 0))
    }

    @Test func `bytes of a file are written anew, those of a pipe are not`() throws {
        let scratch = try Scratch()
        let path = scratch.path + "/file"
        let output = try Output.creating(path)
        try output.write([1, 2, 3] as [UInt8])
        #expect(output.seekablePosition == 3)
        #expect(output.overwrite([9], at: 1))
        try output.write([Int16(0x0504)])
        try output.close()
        #expect(try Data(contentsOf: URL(filePath: path)) == Data([1, 9, 3, 4, 5]))
        let pipe = Pipe()
        let descriptor = pipe.fileHandleForWriting.fileDescriptor
        let piped = try Output.events("fd:\(descriptor)")
        #expect(piped.seekablePosition == nil)
        #expect(!piped.overwrite([1], at: 0))
    }

    @Test(arguments: [0, 1, 4095, 4096, 100_000])
    func `chunks come in order, whatever waits`(size: Int) async throws {
        let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let scratch = try Scratch()
        let input = try Input.opening(try scratch.write(Data(bytes), to: "file"))
        let read = try await input.chunks(of: 4096, capacity: 1).reduce(into: [UInt8]()) {
            #expect($1.count <= 4096)
            $0 += $1
        }
        #expect(read == bytes)
    }

    @Test func `events are one object a line, with their time`() throws {
        let scratch = try Scratch()
        let path = scratch.path + "/events"
        let log = EventLog(try Output.creating(path))
        let before = monotonicSeconds()
        try log.write("text", ["text": "a\n\"b\" / ü"])
        try log.write("end")
        try log.close()
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        let events = try lines.map {
            try #require(
                try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
        #expect(events.map { $0["type"] as? String } == ["text", "end"])
        #expect(events.first?["text"] as? String == "a\n\"b\" / ü")
        let times = events.compactMap { $0["t"] as? Double }
        #expect(times.count == 2 && times[0] >= before && times[1] >= times[0])
        #expect(lines.first?.contains(" / ü") == true)
    }
}
