// SPDX-License-Identifier: MIT-0

import Conversation
import Dialogue
import Foundation

/// `TurnTaking` over scripted utterances on a virtual clock, for scripts/bench conversation:
///
///     TurnMeter < SCENES > RESULTS
///
/// Both JSON Lines, a line for an utterance; see `Scene` and `Outcome`. Each is a conversation of its
/// own: nothing is learnt from one to the next, unless `learns` is set.
@main
struct TurnMeter {
    static func main() throws {
        var machine: TurnTaking?
        while let line = readLine() {
            let scene = try JSONDecoder().decode(Scene.self, from: Data(line.utf8))
            var run = Run(scene, machine)
            run.play()
            machine = scene.learns == true ? run.machine : nil
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            print(String(decoding: try encoder.encode(run.outcome), as: UTF8.self))
        }
    }
}

/// An utterance; times are ms of the talk.
struct Scene: Decodable {
    struct Word: Decodable {
        let text: String
        let start, end: Int
    }

    let words: [Word]
    /// Where somebody speaks: from, to.
    let voice: [[Int]]
    /// Until an onset is known, and until a pause is.
    let onset, pause: Int
    /// From a word's end until it is understood, from a pause until its words are final.
    let wordDelay, finalDelay: Int
    /// Until an answer's first token, between two, until a clause is heard.
    let firstToken, token, firstByte: Int
    /// Tokens of its first clause.
    let clause: Int
    let holdScale: Double
    /// ms; a rule that holds so long, whatever is said, and doesn't speculate.
    let hold: Int?
    let speculates: Bool
    let learns: Bool?
    /// When it begins; what comes out counts from there.
    let start: Int
}

struct Outcome: Encodable {
    /// When answers began to sound.
    var audible: [Int] = []
    /// When turns were taken for over, and with how many words.
    var commits: [[Int]] = []
    /// Answers that were begun.
    var requests = 0
}
