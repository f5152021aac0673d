// SPDX-License-Identifier: MIT-0

import Foundation
import TestSupport
import Testing
import Waveform

@Suite(.timeLimit(.minutes(5)))
struct SpeakTests {
    @Test func `what is spoken is what the child says`() async throws {
        // A plain child, whose PCM is the text itself: an odd byte at the end is dropped.
        let outcome = try await shell("vc-speak --provider exec:cat 'Hello there.' | cat")
        #expect(outcome.text == "Hello there.")
        #expect(outcome.stderr == "")
        #expect(outcome.status == 0)
    }

    @Test func `a piece is spoken before the input ends`() async throws {
        let outcome = try await shell(
            """
            mkfifo in out
            vc-speak --provider exec:cat < in > out &
            exec 3> in 4< out
            printf 'It is so. And' >&3; head -c 10 <&4; echo
            printf ' more.' >&3; exec 3>&-
            cat <&4; wait $!; echo " $?"
            """)
        #expect(outcome.text == "It is so.\n\nAnd more.\n 0\n")
    }

    @Test func `a WAV in a file knows its size, one in a pipe says that it does not`()
        async throws
    {
        let speak = "vc-speak --provider exec:cat --format wav abc"
        let outcome = try await shell("\(speak) > file.wav; cat file.wav; \(speak) | cat")
        let known = WAVHeader(format: .pipeline, dataBytes: 4).bytes
        let open = WAVHeader(format: .pipeline).bytes
        let sound = Data("abc\n".utf8)
        #expect(outcome.stdout == Data(known) + sound + Data(open) + sound)
    }

    @Test func `events say what is spoken where`() async throws {
        let outcome = try await shell(
            """
            vc-speak --provider 'exec:exec python3 \(fixture("child.py")) speak' --events fd:5 \
                'One. Twenty two.' 5> log > sound; cat log; wc -c < sound
            """)
        let lines = outcome.text.split(separator: "\n").map(String.init)
        try #require(lines.count >= 4)
        // What is ahead of the child's word that the first piece is over may be taken for it.
        #expect(lines[0].contains(#""frame":0,"#) && lines[0].contains(#""speaking""#))
        #expect(lines[0].contains(#""text":"One.""#))
        let spoken = lines.filter { $0.contains(#""spoken""#) }
        #expect(spoken.map { $0.contains(#""text":"One.""#) } == [true, false])
        #expect(spoken.last?.contains(#""frame":1500,"#) == true)
        #expect(lines.last == "3000")
    }

    @Test func `a dry run prints the pieces and starts nobody`() async throws {
        let outcome = try await shell(
            "printf '# Hi\\n\\nIt **is** `so`. 🙂\\n' | vc-speak --dry-run --provider 'exec:touch mark'; ls"
        )
        #expect(outcome.text == "Hi\nIt is so.\n")
    }

    @Test(arguments: ["", "\n\n", "🙂 **\n"])
    func `nothing to speak is nothing to say, and starts nobody`(input: String) async throws {
        let outcome = try await shell(
            "vc-speak --provider 'exec:touch mark'; echo $?; vc-speak --dry-run; ls",
            stdin: Data(input.utf8))
        #expect(outcome.text == "1\n")
        #expect(outcome.stderr == "")
    }

    @Test func `invalid text is replaced, and said once`() async throws {
        let outcome = try await shell(
            "printf 'a\\377b\\n\\377c\\n' | vc-speak --dry-run")
        #expect(outcome.text == "a\u{FFFD}b\n\u{FFFD}c\n")
        #expect(outcome.stderr.split(separator: "\n").count == 1)
    }

    @Test func `a child that dies is named, and what was spoken stays good`() async throws {
        let outcome = try await shell(
            """
            vc-speak --format wav --provider 'exec:read -r l; printf abcd; exit 7' one > s.wav
            echo $?; tail -c 4 s.wav
            """)
        #expect(outcome.text == "69\nabcd")
        #expect(
            outcome.stderr
                == "vc-speak: 'read -r l; printf abcd; exit 7' ended with status 7\n")
        let wav = try await shell(
            """
            vc-speak --format wav --provider 'exec:read -r l; printf abcd; exit 7' one 2> x > s.wav
            cat s.wav
            """)
        #expect(wav.stdout.starts(with: WAVHeader(format: .pipeline, dataBytes: 4).bytes))
    }

    @Test func `no audio goes to a terminal`() async throws {
        let outcome = try await shell(
            "python3 \(fixture("on_terminal.py")) 'vc-speak --provider exec:cat hello'")
        #expect(outcome.status == 64)
        #expect(outcome.text.contains("hint: append `| vc-play`"))
    }

    @Test func `a place for events that is none is refused`() async throws {
        let outcome = try await shell(
            """
            vc-speak --provider exec:cat --events fd:9 hello 9>&-; echo $?
            vc-speak --provider exec:cat --events no/such/file hello; echo $?
            """)
        #expect(outcome.text == "64\n73\n")
    }
}
