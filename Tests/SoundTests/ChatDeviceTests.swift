// SPDX-License-Identifier: MIT-0

import TestSupport
import Testing

/// `vc-chat` and a device that fails.
struct ChatDeviceTests {
    @Test(.timeLimit(.minutes(5)))
    func `a microphone that is not there ends the conversation`() async throws {
        let outcome = try await shell("vc-chat --provider exec:cat --device nowhere")
        #expect(outcome.status == 69)
        #expect(outcome.stderr.hasPrefix("vc-chat: cannot open device 'nowhere': "))
    }
}
