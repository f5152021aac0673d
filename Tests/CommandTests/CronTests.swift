// SPDX-License-Identifier: MIT-0

import Foundation
import TestSupport
import Testing

/// No terminal, no locale, no runtime directory, next to no environment.
@Suite(.timeLimit(.minutes(5)))
struct CronTests {
    private let bare =
        "cron() { tool=$1; shift; env -i HOME=\"$HOME\" PATH=/usr/bin:/bin"
        + " '\(builtTools.path)'/$tool \"$@\"; }\n"

    @Test func `text passes intact without a UTF-8 locale`() async throws {
        let outcome = try await shell(
            bare + """
                cron vc-ask --provider exec:cat 'Grüße, 你好 🙂' < /dev/null
                echo 'Grüße, 你好 🙂' | cron vc-ask --provider exec:cat
                cron vc-speak --dry-run 'Grüße, 你好。' < /dev/null
                head -c 3200 /dev/zero > s.raw
                cron vc-transcribe --provider 'exec:cat >/dev/null; echo Grüße' s.raw < /dev/null
                """)
        #expect(
            outcome.text == "Grüße, 你好 🙂\nGrüße, 你好 🙂\nGrüße, 你好。\nGrüße\n")
        #expect(outcome.stderr == "")
    }

    @Test func `an empty stdin is nothing to say`() async throws {
        let outcome = try await shell(
            bare + """
                for tool in vc-ask vc-speak vc-transcribe; do
                    cron $tool --provider 'exec:touch mark' < /dev/null; echo $?
                done
                ls
                """)
        #expect(outcome.text == "1\n1\n1\n")
        #expect(outcome.stderr == "")
    }

    @Test func `a conversation needs nothing more`() async throws {
        let outcome = try await shell(
            bare + """
                head -c 32000 /dev/zero > s.raw
                cron vc-chat --stt 'exec:cat >/dev/null; echo Grüße' --llm exec:cat \
                    --tts 'exec:cat' --input s.raw --output answer.raw < /dev/null
                """)
        #expect(outcome.text == "you: Grüße\nai: Grüße\n")
        #expect(outcome.stderr == "")
        #expect(outcome.status == 0)
    }
}
