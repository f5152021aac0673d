// SPDX-License-Identifier: MIT-0

/// How Polly makes a voice's speech.
package enum PollyEngine: String, Sendable, CaseIterable {
    case standard, neural
    case longForm = "long-form"
    case generative

    /// From what one would choose first: Polly's own default, `standard`, isn't it.
    static let byPreference: [PollyEngine] = [.neural, .generative, .longForm, .standard]
}
