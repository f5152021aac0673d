// SPDX-License-Identifier: MIT-0

import TestSupport
import Testing
import Waveform

@testable import vc_engine

/// Timelines in tenths of a second. Each sample's value is the tenth it belongs to, so that what is
/// decoded can be told from its samples.
struct ListenerTests {
    private struct Timeline {
        static let tenth = PipelineAudio.sampleRate / 10
        var listener = Listener()
        private var now = 0

        mutating func hear(_ tenths: Int) -> [String] {
            (0..<tenths).flatMap { _ in
                defer { now += 1 }
                let samples = [Int16](repeating: Int16(now), count: Timeline.tenth)
                return describe(listener.handle(.audio(samples)))
            }
        }

        mutating func control(_ message: ControlMessage) -> [String] {
            describe(listener.handle(.control(message)))
        }

        mutating func decoded(_ id: Int, _ text: String?) -> [String] {
            let transcript = text.flatMap { Transcript(raw: $0, language: "en") }
            return describe(listener.handle(.decoded(id, transcript)))
        }

        mutating func end() -> [String] { describe(listener.handle(.endOfAudio)) }

        private func describe(_ actions: [Listener.Action]) -> [String] {
            actions.map { action in
                switch action {
                case .decode(let id, let samples):
                    "decode \(id) \(samples.first ?? -1)-\((samples.last ?? -2) + 1)"
                case .abort: "abort"
                case .partial(let text): "partial \(text)"
                case .final(let utterance):
                    "final \(utterance.text) \(utterance.start)-\(utterance.end)"
                case .done: "done"
                case .finish: "finish"
                }
            }
        }
    }

    private static func at(_ tenth: Int) -> Int { tenth * Timeline.tenth }

    @Test func `a pause is decoded at once and used when the turn ends`() {
        var line = Timeline()
        #expect(line.hear(5) == [])
        #expect(line.control(.started(Self.at(3))) == [])
        #expect(line.hear(15) == [])
        #expect(line.control(.paused(Self.at(18))) == ["decode 1 3-18"])
        #expect(line.decoded(1, " Hello.") == ["partial Hello."])
        #expect(line.hear(5) == [])
        #expect(line.control(.ended(Self.at(25))) == ["final Hello. 0.3-1.8", "done"])
    }

    @Test func `a turn that ends while its pause is decoded waits for that decoding`() {
        var line = Timeline()
        _ = line.control(.started(0))
        _ = line.hear(20)
        #expect(line.control(.paused(Self.at(20))) == ["decode 1 0-20"])
        #expect(line.control(.ended(Self.at(20))) == [])
        #expect(line.decoded(1, "Yes") == ["final Yes 0.0-2.0", "done"])
    }

    @Test func `speech that goes on makes the suspicion stale`() {
        var line = Timeline()
        _ = line.control(.started(0))
        _ = line.hear(10)
        #expect(line.control(.paused(Self.at(10))) == ["decode 1 0-10"])
        #expect(line.control(.resumed) == ["abort"])
        _ = line.hear(10)
        #expect(line.control(.ended(Self.at(20))) == [])
        #expect(line.decoded(1, "half") == ["decode 2 0-20"])
        #expect(line.decoded(2, "all of it") == ["final all of it 0.0-2.0", "done"])
    }

    @Test func `a decoded suspicion that turns out wrong is not used`() {
        var line = Timeline()
        _ = line.control(.started(0))
        _ = line.hear(10)
        _ = line.control(.paused(Self.at(10)))
        #expect(line.decoded(1, "half") == ["partial half"])
        #expect(line.control(.resumed) == [])
        _ = line.hear(5)
        #expect(line.control(.paused(Self.at(15))) == ["decode 2 0-15"])
        #expect(line.decoded(2, "whole") == ["partial whole"])
        #expect(line.control(.ended(Self.at(15))) == ["final whole 0.0-1.5", "done"])
    }

    @Test func `a turn without a pause is decoded at its end`() {
        var line = Timeline()
        _ = line.control(.started(0))
        _ = line.hear(10)
        #expect(line.control(.ended(Self.at(8))) == ["decode 1 0-8"])
        #expect(line.decoded(1, nil) == ["done"])
    }

    @Test func `control that runs ahead waits for its audio`() {
        var line = Timeline()
        #expect(line.control(.started(Self.at(2))) == [])
        #expect(line.control(.paused(Self.at(6))) == [])
        #expect(line.control(.ended(Self.at(8))) == [])
        #expect(line.hear(5) == [])
        #expect(line.hear(1) == ["decode 1 2-6"])
        #expect(line.decoded(1, "so") == ["partial so"])
        #expect(line.hear(2) == ["final so 0.2-0.6", "done"])
    }

    @Test func `each end is answered even if nobody spoke`() {
        var line = Timeline()
        #expect(line.control(.ended(0)) == ["done"])
        _ = line.control(.started(0))
        #expect(line.control(.ended(0)) == ["done"])
    }

    @Test func `finals keep the order of speech`() {
        var line = Timeline()
        _ = line.control(.started(0))
        _ = line.hear(10)
        #expect(line.control(.ended(Self.at(10))) == ["decode 1 0-10"])
        _ = line.control(.started(Self.at(10)))
        _ = line.hear(10)
        #expect(line.control(.ended(Self.at(20))) == [])
        #expect(line.control(.ended(Self.at(20))) == [])
        #expect(line.decoded(1, "one") == ["final one 0.0-1.0", "done", "decode 2 10-20"])
        #expect(line.decoded(2, "two") == ["final two 1.0-2.0", "done", "done"])
    }

    @Test func `cancel forgets the open turn and owes nothing for it`() {
        var line = Timeline()
        _ = line.control(.started(0))
        _ = line.hear(10)
        #expect(line.control(.paused(Self.at(10))) == ["decode 1 0-10"])
        #expect(line.control(.cancelAudio(Self.at(12))) == ["abort"])
        #expect(line.decoded(1, "gone") == [])
        _ = line.hear(10)
        #expect(line.control(.started(Self.at(5))) == [])
        #expect(line.control(.ended(Self.at(20))) == ["decode 2 12-20"])
    }

    @Test func `cancel answers a turn that had ended`() {
        var line = Timeline()
        _ = line.control(.started(0))
        _ = line.hear(10)
        _ = line.control(.ended(Self.at(10)))
        #expect(line.control(.ended(Self.at(50))) == [])
        #expect(line.control(.cancelAudio(Self.at(50))) == ["done", "done", "abort"])
        #expect(line.decoded(1, "gone") == [])
    }

    @Test func `a long turn is cut where it is quiet, and nothing is lost`() {
        var listener = Listener()
        var decoded: [Int] = []
        _ = listener.handle(.control(.started(0)))
        // 60 s of tone with 200 ms of silence at 25 s.
        for tenth in 0..<600 {
            let level: Int16 = 250..<252 ~= tenth ? 0 : 1000
            let samples = [Int16](repeating: level, count: Timeline.tenth)
            var actions = listener.handle(.audio(samples))
            while case .decode(let id, let samples)? = actions.last {
                decoded.append(samples.count)
                actions = listener.handle(.decoded(id, nil))
            }
        }
        let end = 60 * PipelineAudio.sampleRate
        if case .decode(_, let samples)? = listener.handle(.control(.ended(end))).last {
            decoded.append(samples.count)
        }
        #expect(decoded.count == 3)
        #expect(decoded.reduce(0, +) == end)
        #expect(decoded.allSatisfy { $0 <= Listener.longest })
        #expect((250...252).contains((decoded.first ?? 0) / Timeline.tenth))
    }

    @Test func `a long silence inside a turn settles what was said and is not kept`() {
        var line = Timeline()
        _ = line.control(.started(0))
        _ = line.hear(20)
        #expect(line.control(.paused(Self.at(20))) == ["decode 1 0-20"])
        #expect(line.decoded(1, "first") == ["partial first"])
        #expect(line.hear(1000) == ["final first 0.0-2.0"])
        #expect(line.control(.resumed) == [])
        _ = line.hear(10)
        #expect(line.control(.ended(Self.at(1030))) == ["decode 2 980-1030"])
    }

    @Test func `the end of audio ends the open turn`() {
        var line = Timeline()
        _ = line.control(.started(0))
        _ = line.hear(10)
        #expect(line.end() == ["decode 1 0-10"])
        #expect(line.decoded(1, "bye") == ["final bye 0.0-1.0", "done", "finish"])
    }

    @Test func `the end of audio without a turn finishes at once`() {
        var line = Timeline()
        _ = line.hear(10)
        #expect(line.end() == ["finish"])
    }

    @Test func `an end beyond the audio counts at its end`() {
        var line = Timeline()
        _ = line.control(.started(0))
        _ = line.control(.ended(Self.at(100)))
        _ = line.hear(10)
        #expect(line.end() == ["decode 1 0-10"])
        #expect(line.decoded(1, "bye") == ["final bye 0.0-1.0", "done", "finish"])
    }

    @Test func `audio is asked to wait while a minute of it is undecoded`() {
        var listener = Listener()
        let second = [Int16](repeating: 500, count: PipelineAudio.sampleRate)
        _ = listener.handle(.control(.started(0)))
        var seconds = 0
        while seconds < 200, listener.wantsAudio {
            _ = listener.handle(.audio(second))
            seconds += 1
        }
        #expect((60..<90).contains(seconds))
        _ = listener.handle(.decoded(1, nil))
        let wantsMore = listener.wantsAudio
        #expect(wantsMore)
    }

    /// Any order of messages: each end is answered by one `done`, unless audio ends first too.
    @Test(arguments: 1...50)
    func `every end is answered once, whatever comes`(seed: UInt64) {
        var generator = Seeded(seed)
        var listener = Listener()
        var (ends, dones, frames) = (0, 0, 0)
        var running: [Int] = []
        var isTurnOpen = false
        func note(_ actions: [Listener.Action]) {
            for action in actions {
                if case .decode(let id, _) = action { running.append(id) }
                if action == .done { dones += 1 }
            }
        }
        for _ in 0..<300 {
            switch Int.random(in: 0..<8, using: &generator) {
            case 0:
                note(listener.handle(.control(.started(frames))))
                isTurnOpen = true
            case 1: note(listener.handle(.control(.paused(frames))))
            case 2: note(listener.handle(.control(.resumed)))
            case 3:
                ends += 1
                isTurnOpen = false
                note(listener.handle(.control(.ended(frames))))
            case 4 where Int.random(in: 0..<4, using: &generator) == 0:
                isTurnOpen = false
                note(listener.handle(.control(.cancelAudio(frames))))
            case 5:
                guard !running.isEmpty else { continue }
                note(listener.handle(.decoded(running.removeFirst(), nil)))
            default:
                let samples = [Int16](repeating: 9, count: 4000)
                frames += samples.count
                note(listener.handle(.audio(samples)))
            }
            #expect(running.count <= 1)
        }
        note(listener.handle(.endOfAudio))
        if isTurnOpen { ends += 1 }
        while !running.isEmpty { note(listener.handle(.decoded(running.removeFirst(), nil))) }
        #expect(dones == ends)
    }
}
