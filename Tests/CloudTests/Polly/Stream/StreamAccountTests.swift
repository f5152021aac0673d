// SPDX-License-Identifier: MIT-0

import Dialogue
import TestSupport
import Testing

@testable import Cloud

/// Which audio speaks what. A letter is sound, a dot silence, each of 10 ms at 8 kHz.
struct StreamAccountTests {
    private var account = StreamAccount(rate: 8000)

    private static func audio(_ drawing: String) -> [Int16] {
        drawing.flatMap { Array(repeating: $0 == "." ? Int16(3) : 4000, count: 80) }
    }

    /// What each piece got, in units of 10 ms, `|` where it ended.
    private mutating func take(_ drawing: String) -> String {
        account.take(Self.audio(drawing)).map(Self.text).joined(separator: " ")
    }

    private mutating func ends() -> [SpeechEvent] { account.takeEnds() }

    private mutating func takeBack() -> [String] { account.takeBack() }

    private static func text(_ event: SpeechEvent) -> String {
        switch event {
        case .audio(let samples, let text): "\(text) \(Double(samples.count) / 80)"
        case .pieceEnded(let text): "\(text)|"
        default: "?"
        }
    }

    private static func sound(_ count: Int) -> String { String(repeating: "x", count: count) }
    private static let pause = String(repeating: ".", count: 12)

    @Test mutating func `a piece ends where sound begins again behind a pause`() {
        // 15 characters: a second is expected.
        account.sent("aaaaaaaaaaaaaaa")
        account.sent("bbbbbbbbbbbbbbb")
        #expect(take(Self.sound(80)) == "aaaaaaaaaaaaaaa 80.0")
        #expect(
            take(Self.pause + Self.sound(30))
                == "aaaaaaaaaaaaaaa 12.0 aaaaaaaaaaaaaaa| bbbbbbbbbbbbbbb 30.0")
    }

    @Test mutating func `an early pause is one inside the piece, and a short one is none`() {
        account.sent("aaaaaaaaaaaaaaa")
        account.sent("b")
        #expect(take(Self.sound(30) + Self.pause + Self.sound(30)) == "aaaaaaaaaaaaaaa 72.0")
        #expect(take(".....x") == "aaaaaaaaaaaaaaa 6.0")
        #expect(
            take(Self.pause + "x") == "aaaaaaaaaaaaaaa 12.0 aaaaaaaaaaaaaaa| b 1.0")
    }

    @Test mutating func `a pause is seen across the borders of events`() {
        account.sent("aaaaaaaaaaaaaaa")
        account.sent("b")
        _ = take(Self.sound(80) + "......")
        #expect(take("......") == "aaaaaaaaaaaaaaa 6.0")
        #expect(take("x") == "aaaaaaaaaaaaaaa| b 1.0")
    }

    @Test mutating func `without a pause a piece ends well beyond its length`() {
        account.sent("aaaaaaaaaaaaaaa")
        account.sent("b")
        #expect(take(Self.sound(150)) == "aaaaaaaaaaaaaaa 140.0 aaaaaaaaaaaaaaa| b 10.0")
    }

    @Test mutating func `the last piece takes all that comes, until all is known to be spoken`() {
        account.sent("a")
        #expect(take(Self.sound(200) + Self.pause + "x") == "a 213.0")
        #expect(account.isUncertain)
        #expect(ends() == [])
        account.settle()
        #expect(!account.isUncertain)
        account.sent("b")
        #expect(take("x") == "a| b 1.0")
        account.settle()
        #expect(ends() == [.pieceEnded(text: "b")])
        #expect(account.spoken == 2)
    }

    @Test mutating func `the pace is measured where all was spoken`() {
        let usual = 8000.0 / 15
        #expect(account.pace == usual)
        let long = String(repeating: "a", count: 150)
        account.sent(long)
        _ = take(Self.sound(2000))
        account.settle()
        #expect(account.pace == (160_000 + 50 * usual) / 200)
        account.sent("bbbbb")
        account.sent("c")
        // At the usual pace it would be over before the pause.
        #expect(take(Self.sound(50) + Self.pause + "x") == "\(long)| bbbbb 62.0 bbbbb| c 1.0")
        #expect(StreamAccount(rate: 8000, pace: 7).pace == 7)
    }

    @Test mutating func `what was not spoken is taken back`() {
        account.sent("a")
        _ = take("x")
        account.settle()
        account.sent("b")
        account.sent("c")
        #expect(account.pendingCharacters == 2)
        #expect(takeBack() == ["b", "c"])
        #expect(account.pendingCharacters == 0)
        #expect(ends() == [.pieceEnded(text: "a")])
    }

    @Test mutating func `no frame is lost and pieces end once, in order, whatever comes`() {
        var random = Seeded(7)
        let texts = (0..<40).map { index in
            String(repeating: "w", count: .random(in: 1...60, using: &random)) + "\(index)"
        }
        var (sent, got, ends, frames) = (0, 0, [String](), 0)
        while ends.count < texts.count {
            if sent < texts.count, Bool.random(using: &random) {
                account.sent(texts[sent])
                sent += 1
            }
            let samples = (0..<Int.random(in: 0...4000, using: &random)).map { index in
                Int16(index / 700 % 2 == 0 ? 5000 : 0)
            }
            frames += samples.count
            if sent == texts.count, frames > 1_000_000 { account.settle() }
            for event in account.take(samples) {
                switch event {
                case .audio(let samples, _): got += samples.count
                case .pieceEnded(let text): ends.append(text)
                default: break
                }
            }
        }
        #expect(got == frames)
        #expect(ends == texts)
    }
}
