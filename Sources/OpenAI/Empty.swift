// Stands in until the module lands.
package import Channels
package import Dialogue

package struct ChatCompletions: LanguageModel {
    package init(
        endpoint: String, model: String?, apiKey: String?, waitsForServer: Bool = false,
        primes: Bool = false
    ) throws {}
    package func reply(to request: ReplyRequest, into output: Channel<ReplyEvent>) async throws {}
}
