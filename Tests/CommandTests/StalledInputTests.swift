// SPDX-License-Identifier: MIT-0

import Foundation
import LoopbackServer
import TestSupport
import Testing

/// A pipe that gives nothing for a while: silence is heard in its place.
@Suite(.timeLimit(.minutes(5)))
struct StalledInputTests {
    private let stalling = """
        mkfifo in out
        listen < in > out &
        exec 3> in 4< out

        """

    @Test func `an open turn ends for every provider, and times go on`() async throws {
        let outcome = try await shell(
            """
            listen() { vc-transcribe --json --provider 'exec:exec python3 \(fixture("child.py")) hear'; }
            next() { while read -r line <&4; do case $line in *turn\\"}) break; esac; done; }
            espeak-ng --stdout 'Good morning' | sox -t wav - -r 16000 -b 16 a.raw trim 0 0.75
            \(stalling)cat a.raw >&3; next; echo "$line"
            cat a.raw >&3; next; echo "$line"; exec 3>&-; wait $!; echo $? >&2
            """)
        #expect(outcome.stderr == "0\n")
        let turns = try outcome.events("turn")
        let starts = turns.compactMap { $0["start"] as? Double }
        let ends = turns.compactMap { $0["end"] as? Double }
        try #require(starts.count == 2 && ends.count == 2)
        #expect(ends[0] <= 1.1)
        #expect(starts[1] - ends[0] > 1.5)
    }

    @Test func `Transcribe goes on hearing`() async throws {
        let stand = try await TranscribeStand(#"{"idle_limit": 4}"#)
        let outcome = try await stand.run(
            """
            listen() { hear; }
            sent() { curl -s \(stand.service.controlURL)/log | grep -c AudioEvent; }
            \(stalling)cat bare.raw >&3; read -r a <&4
            until [ "$(sent)" -gt 80 ]; do sleep 0.2; done
            cat bare.raw >&3; exec 3>&-; read -r b <&4; wait $!; echo "$a|$b|$?"
            """)
        #expect(outcome.text == "Good morning.|What is the weather like today?|0\n")
        #expect(outcome.stderr == "")
        #expect(try await stand.service.status().requests == 1)
        try await stand.expectApproval()
    }

    @Test func `a stream that has ended for want of audio is replaced`() async throws {
        let stand = try await TranscribeStand(#"{"idle_limit": 1}"#)
        let outcome = try await stand.run(
            """
            listen() { hear; }
            \(stalling)cat one.raw >&3; read -r a <&4
            cat one.raw >&3; exec 3>&-; read -r b <&4; wait $!; echo "$a|$b|$?"
            """)
        #expect(outcome.text == "Good morning.|What is the weather like today?|0\n")
        #expect(outcome.stderr == "")
    }

    @Test func `an interrupt ends the silence`() async throws {
        let home = try Scratch()
        try home.write(
            """
            import signal, subprocess
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            ear = "exec:head -c 65536 > /dev/null; echo go; cat > /dev/null; echo the last words"
            child = subprocess.Popen(["vc-transcribe", "--provider", ear],
                                     stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            child.stdin.write(bytes(3200)); child.stdin.flush()
            print(child.stdout.readline())  # silence has come
            child.send_signal(signal.SIGINT)
            print(child.stdout.read(), child.wait())
            """, to: "script.py")
        let outcome = try await shell("python3 script.py", home: home)
        #expect(outcome.text == "b'go\\n'\nb'the last words\\n' -2\n")
    }
}
