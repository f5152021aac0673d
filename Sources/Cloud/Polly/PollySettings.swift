// SPDX-License-Identifier: MIT-0

package import Dialogue

/// What a user asks of Polly, beside the text.
package struct PollySettings: Sendable {
    package var language: Language
    /// An id, or a name; nil is the language's first voice.
    package var voice: String?
    /// nil is neural, where the voice has it.
    package var engine: PollyEngine?
    /// Names of lexicons of the account, at most five.
    package var lexicons: [String] = []
    /// 1 is the voice's own pace; from 0.2 to 2.
    package var speed = 1.0
    package var format = PollyFormat.pcm
    /// Hz; nil is 16000 for PCM, else Polly's own.
    package var rate: Int?
    package var marks: [SpeechMark.Kind] = []
    /// Whether pieces are SSML documents.
    package var isSSML = false
    package var synthesis = PollySynthesis.auto
    /// The most requests at once.
    package var parallel = 3

    package init(_ language: Language) { self.language = language }
}
