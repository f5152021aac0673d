// SPDX-License-Identifier: MIT-0

import Conversation
import Dialogue
import Filter
import Stages
import Waveform

/// A conversation as events, JSON Lines.
struct ChatEvents {
    private let events: EventLog

    init(_ events: EventLog) { self.events = events }

    func write(_ report: Report) throws {
        switch report {
        case .started: try events.write("started")
        case .listening: try events.write("listening")
        case .speechStarted(let at): try events.write("speech_started", ["frame": frame(at)])
        case .speechEnded(let at): try events.write("speech_ended", ["frame": frame(at)])
        case .bargeIn(let can): try events.write("barge_in", ["by": can ? "voice" : "key"])
        case .loudness: break
        case .partial(let text): try events.write("partial", ["text": text])
        case .turn(let text): try events.write("turn", ["text": text])
        case .corrected(let text): try events.write("corrected", ["text": text])
        case .cited(let passages):
            try events.write("cited", ["passages": passages.map(CitedPassage.init)])
        case .replyText(let text): try events.write("text", ["text": text])
        case .speaking(let times): try events.write("speaking", Times(times))
        case .answered(let text, let heard, let interrupted):
            try events.write("reply", Reply(text: text, heard: heard, interrupted: interrupted))
        case .wasted(let tokens): try events.write("wasted", ["tokens": tokens])
        case .summarised(let text): try events.write("summary", ["text": text])
        case .failed(let error): try events.write("failed", ["message": "\(error)"])
        case .shown(let file):
            try events.write("shown", ["name": file.name, "format": file.format.rawValue])
        case .notShown(let error): try events.write("not_shown", ["message": "\(error)"])
        }
    }

    private struct Reply: Encodable {
        let text: String
        let heard: String
        let interrupted: Bool
    }

    /// As `t` counts.
    private struct Times: Encodable {
        let speechEnd, commit: Double
        let asked, firstToken, firstPiece, firstAudio, audible: Double?
        let tries: Int

        enum CodingKeys: String, CodingKey {
            case commit, asked, audible, tries
            case speechEnd = "speech_end"
            case firstToken = "first_token"
            case firstPiece = "first_piece"
            case firstAudio = "first_audio"
        }

        init(_ times: TurnTimes) {
            speechEnd = seconds(times.speechEnd)
            commit = seconds(times.commit)
            asked = times.asked.map(seconds)
            firstToken = times.firstToken.map(seconds)
            firstPiece = times.firstPiece.map(seconds)
            firstAudio = times.firstAudio.map(seconds)
            audible = times.audible.map(seconds)
            tries = times.tries
        }
    }
}

private func frame(_ time: Duration) -> Int { PipelineAudio.frames(in: time) }

/// With milliseconds.
private func seconds(_ duration: Duration) -> Double {
    (duration / .milliseconds(1)).rounded() / 1000
}
