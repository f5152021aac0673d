// SPDX-License-Identifier: MIT-0

import Channels
import Foundation
import Glibc
import Reporting
import Testing

@testable import Children
@testable import External

@Suite(.timeLimit(.minutes(5)), .serialized)
struct ChildTests {
    private func output(of child: Child) async throws -> String {
        String(decoding: try await child.wholeOutput(), as: UTF8.self)
    }

    @Test func `its signals are the defaults, whatever ours are`() async throws {
        let child = try Child(.shell("grep '^Sig[BI]' /proc/self/status"))
        let lines = try await output(of: child).split(whereSeparator: \.isWhitespace)
        try #require(lines.count == 4)
        // glibc keeps 32 and 33 to itself.
        let own: UInt64 = 0x1_8000_0000
        #expect(UInt64(lines[1], radix: 16).map { $0 & ~own } == 0)
        #expect(UInt64(lines[3], radix: 16).map { $0 & ~own } == 0)
    }

    @Test func `it has no descriptors but its own`() async throws {
        // One that is inherited, as those of other libraries may be.
        let leak = dup(STDERR_FILENO)
        defer { close(leak) }
        for hasControl in [false, true] {
            let look = "[ -L /proc/$$/fd/2 ] && [ ! -L /proc/$$/fd/\(leak) ] && echo closed"
            let child = try Child(.shell(look, hasControl: hasControl))
            #expect(try await output(of: child) == "closed\n")
        }
    }

    @Test func `it leads a process group of its own`() async throws {
        let child = try Child(.shell("echo $$; ps -o pgid= -p $$"))
        let ids = try await output(of: child).split(whereSeparator: \.isWhitespace)
        #expect(ids.count == 2)
        #expect(ids.first == ids.last)
    }

    @Test(arguments: [false, true])
    func `it has the control descriptors only if that was promised`(control: Bool) async throws {
        let check = "for n in 3 4; do [ -p /proc/self/fd/$n ] && echo $n; done; echo $VC_CONTROL"
        let child = try Child(.shell(check, hasControl: control))
        #expect(try await output(of: child) == (control ? "3\n4\n1\n" : "\n"))
    }

    @Test(arguments: 0..<10)
    func `those that are started at one moment don't hold each other's pipes`(round: Int)
        async throws
    {
        let children = try await withThrowingTaskGroup(of: Child.self) { group in
            for _ in 0..<8 { group.addTask { try Child(.shell("exec cat", hasControl: true)) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        for child in children {
            #expect(try await output(of: child) == "")
            #expect(try await child.waitForEnd() == .exited(0))
        }
    }

    @Test func `it says how it ended`() async throws {
        let exited = try await Child(.shell("exit 3")).waitForEnd()
        #expect(exited == .exited(3))
        let killed = try await Child(.shell("kill -9 $$")).waitForEnd()
        #expect(killed == .killed(signal: 9))
        #expect("\(exited); \(killed)" == "ended with status 3; was killed by signal 9 (Killed)")
    }

    @Test func `one that is not there can't be started, and says so`() throws {
        let error = #expect(throws: ChildError.self) { try Child(.init(["/nowhere/tool"])) }
        #expect(error?.description == "cannot start '/nowhere/tool': No such file or directory")
        #expect(error?.status == .unavailable)
    }

    @Test func `one that ends at EOF is not killed`() async throws {
        let child = try Child(.shell("cat; exit 5"))
        await child.stop(grace: .seconds(30))
        #expect(child.terminated == .exited(5))
    }

    @Test func `one that ignores EOF is asked, then made to`() async throws {
        let grace = Duration.milliseconds(50)
        let polite = try Child(.shell("echo; exec sleep 1000"))
        _ = try await polite.nextOutput()
        await polite.stop(grace: grace)
        #expect(try await polite.waitForEnd() == .killed(signal: SIGTERM))
        let stubborn = try Child(.shell("trap '' TERM; echo; while :; do sleep 1000; done"))
        _ = try await stubborn.nextOutput()
        await stubborn.stop(grace: grace)
        #expect(try await stubborn.waitForEnd() == .killed(signal: SIGKILL))
    }

    @Test func `a signal reaches all of its group`() async throws {
        let child = try Child(.shell("sleep 1000 | sleep 1000 & echo; wait"))
        _ = try await child.nextOutput()
        child.signal(SIGKILL)
        // The sleepers hold the pipe: it ends when they have.
        #expect(try await child.nextOutput() == nil)
    }

    @Test func `writing to one that has ended tells the writer, and kills nobody`() async throws {
        let child = try Child(.shell("exec <&-; echo"))
        _ = try await child.nextOutput()
        await #expect(throws: CancellationError.self) {
            while true { try await child.input.send([UInt8](repeating: 0, count: 65_536)) }
        }
    }

    @Test func `one that lives on with closed pipes is stopped, and said to be deaf`() async throws
    {
        let child = try ExternalChild(.shell("exec <&-; echo; exec sleep 1000", hasControl: true))
        _ = try await child.inbox.receive()
        let error = await child.failure()
        #expect(
            error.description
                == "'exec <&-; echo; exec sleep 1000' has closed its input or its output")
        #expect(child.child.terminated == .killed(signal: SIGTERM))
    }

    @Test func `a hundred children leave neither descriptors nor zombies`() async throws {
        // The first brings up what stays.
        _ = try await output(of: Child(.shell("true", hasControl: true)))
        let before = try openPipes()
        for _ in 0..<25 {
            try await withThrowingTaskGroup(of: pid_t.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        let child = try Child(.shell("echo $$; cat", hasControl: true))
                        let text = try await self.output(of: child)
                        child.control?.finish()
                        #expect(try await child.waitForEnd() == .exited(0))
                        return pid_t(text.dropLast()) ?? 0
                    }
                }
                for try await process in group { #expect(kill(process, 0) == -1) }
            }
        }
        // Threads close their ends a moment after the last byte. Other tests have pipes of their own:
        // far fewer than the four hundred that these would leave.
        while try openPipes().count > before.count + 100 {
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    @Test func `one that can't be started leaves no descriptors`() async throws {
        let before = try openPipes()
        for _ in 0..<10 { _ = try? Child(.init(["/nowhere/tool"], hasControl: true)) }
        // Other tests have pipes too.
        #expect(try openPipes().subtracting(before).count < 20)
    }

    /// The pipes of this process that only children use: they lie above 10.
    private func openPipes() throws -> Set<String> {
        let folder = "/proc/self/fd"
        return Set(
            try FileManager.default.contentsOfDirectory(atPath: folder).compactMap { name in
                let target = try? FileManager.default.destinationOfSymbolicLink(
                    atPath: "\(folder)/\(name)")
                return target?.hasPrefix("pipe:") == true ? target : nil
            })
    }
}
