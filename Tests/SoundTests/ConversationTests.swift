// SPDX-License-Identifier: MIT-0

import Foundation
import LoopbackServer
import TestSupport
import Testing

/// `vc-chat` between a loudspeaker and a person's mouth, in real time, on the stand-in for AWS.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct ConversationTests {
    /// The answers last 5 s, so that there is time to interrupt them.
    private static let settings = """
        {"transcribe": {"utterances": [
            {"text": "Good morning."}, {"text": "What is the weather like?"},
            {"text": "Stop, please."}, {"text": "Thank you."}]},
         "bedrock": {"replies": ["One.", "Two.", "Three.", "Four."]},
         "polly": {"speech": "SPEECH"}}
        """

    /// `say N`: the person says something, until it has been heard. `await PATTERN N`: until N events
    /// are like that.
    private static let prelude = """
        utter() { espeak-ng -w said.wav "$1" && sox said.wav -r 16000 -b 16 -c 1 "$2.wav" pad 0.1 0.1; }
        utter "Good morning" 1
        utter "What is the weather like" 2
        utter "Stop please that is enough for now" 3
        utter "Thank you" 4
        say() { vc-play --device mouth "$1.wav"; }
        await() {
            tries=0
            until [ "$(grep -c "$1" events)" -ge "$2" ]; do
                kill -0 $chat || exit 98
                tries=$((tries + 1))
                # 60 s: a test that waits for ever would keep all the others from their end.
                [ $tries -lt 3000 ] || { echo "no $2 of $1" >&2; kill $chat; exit 97; }
                sleep 0.02
            done
        }
        mkfifo keys
        exec 5<> keys
        : > events
        PULSE_LATENCY_MSEC=60 env --default-signal=INT vc-chat --json --device person "$@" \
            < keys > events &
        chat=$!
        await '"listening"' 1

        """

    private struct Line: Decodable {
        let type: String
        let text, heard, by: String?
        let interrupted: Bool?
    }

    /// Runs a talk; its events, and how it ended.
    private func talk(_ script: String) async throws -> (Outcome, [Line]) {
        let bench = try Bench.room()
        let speech = bench.home.path + "/answer.wav"
        _ = try await bench.run(
            "espeak-ng -w long.wav 'This is an answer that goes on and on, for several seconds,"
                + " without a pause' && sox long.wav -r 16000 -b 16 -c 1 answer.wav")
        let standIn = try await StandIn(
            Self.settings.replacing("SPEECH", with: speech), python: testPython)
        let outcome = try await bench.runInRoom(
            Self.prelude + script + "\nkill -INT $chat; wait $chat",
            environment: standIn.environment)
        let events = try Data(contentsOf: bench.home.url.appending(path: "events"))
            .split(separator: 0x0A).map { try JSONDecoder().decode(Line.self, from: $0) }
        return (outcome, events)
    }

    private func replies(_ events: [Line]) -> [Line] { events.filter { $0.type == "reply" } }
    private func turns(_ events: [Line]) -> [String?] {
        events.filter { $0.type == "turn" }.map(\.text)
    }

    @Test func `three turns are held, and ENTER interrupts an answer`() async throws {
        let (outcome, events) = try await talk(
            """
            say 1; await '"reply"' 1
            say 2; await '"speaking"' 2; echo >&5; await '"reply"' 2
            say 4; await '"reply"' 3
            """)
        #expect(outcome.status == 0, "\(outcome.stderr) \(events)")
        #expect(outcome.stderr == "")
        #expect(turns(events) == ["Good morning.", "What is the weather like?", "Stop, please."])
        #expect(replies(events).map(\.interrupted) == [false, true, false])
    }

    @Test func `who speaks over an answer interrupts it, and is answered`() async throws {
        let (outcome, events) = try await talk(
            """
            say 1; await '"by":"voice"' 1; await '"reply"' 1
            say 2; await '"speaking"' 2; say 3; await '"reply"' 2
            await '"reply"' 3
            """)
        #expect(outcome.status == 0, "\(outcome.stderr) \(events)")
        #expect(turns(events) == ["Good morning.", "What is the weather like?", "Stop, please."])
        #expect(replies(events).map(\.interrupted) == [false, true, false])
        let heard = try #require(replies(events).dropFirst().first?.heard)
        #expect(heard.hasPrefix("Two") || heard.isEmpty)
    }
}
