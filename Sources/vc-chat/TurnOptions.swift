// SPDX-License-Identifier: MIT-0

import ArgumentParser
import Conversation
import Dialogue
import Settings

/// Who may speak when.
struct TurnOptions: ParsableArguments {
    /// What stops an answer.
    enum BargeIn: String, ExpressibleByArgument, CaseIterable { case voice, key, off }

    @Option(help: "End a turn after this silence, instead of what words and speaker suggest.")
    var hold: Duration?

    @Flag(inversion: .prefixedNo, help: "Begin answers on suspicion, before the turn is over.")
    var speculation = true

    @Flag(help: "The loudspeaker can't be heard by the microphone.")
    var headphones = false

    @Option(
        help: ArgumentHelp(
            "Say goodbye and end when nobody has spoken for so long.", valueName: "time"))
    var goodbyeAfter: Duration?

    @Option(help: ArgumentHelp("What is said then, instead of the usual.", valueName: "text"))
    var goodbye: String?

    @Option(help: "What interrupts an answer: voice (and ENTER), key, or off.")
    var bargeIn = BargeIn.voice

    func validate() throws {
        if let hold, !(.milliseconds(50) ... .seconds(10)).contains(hold) {
            throw ValidationError("--hold takes a duration from 50ms to 10s.")
        }
        if let goodbyeAfter, goodbyeAfter < .seconds(1) {
            throw ValidationError("--goodbye-after takes a duration from 1s.")
        }
    }

    func farewell(in languages: SpokenLanguages) -> Farewell? {
        goodbyeAfter.map { Farewell(text: goodbye, in: languages.first ?? .english, after: $0) }
    }

    var rules: TurnTaking.Rules { .init(hold: hold, tries: speculation ? 3 : 0) }
}
