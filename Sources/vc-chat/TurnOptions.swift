// SPDX-License-Identifier: MIT-0

import ArgumentParser
import Conversation
import Settings

/// Who may speak when.
struct TurnOptions: ParsableArguments {
    /// What stops an answer.
    enum BargeIn: String, ExpressibleByArgument, CaseIterable { case voice, key, off }

    @Option(help: "End a turn after this silence, instead of what words and speaker suggest.")
    var hold: Duration?

    @Flag(inversion: .prefixedNo, help: "Begin answers on suspicion, before the turn is over.")
    var speculation = true

    @Option(help: "What interrupts an answer: voice (and ENTER), key, or off.")
    var bargeIn = BargeIn.voice

    func validate() throws {
        if let hold, !(.milliseconds(50) ... .seconds(10)).contains(hold) {
            throw ValidationError("--hold takes a duration from 50ms to 10s.")
        }
    }

    var rules: TurnTaking.Rules { .init(hold: hold, tries: speculation ? 3 : 0) }
}
