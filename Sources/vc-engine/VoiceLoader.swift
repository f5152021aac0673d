// SPDX-License-Identifier: MIT-0

import Channels
package import Dispatch
import Synchronization

/// Loads the Piper voice on a thread of its own while lines may come already.
package final class VoiceLoader: Sendable {
    private let result = Mutex<Result<PiperVoice, any Error>?>(nil)
    private let isLoaded = DispatchSemaphore(value: 0)

    /// Starts loading. `whenLoaded` is called on the loader's thread, also after a failure.
    package init(
        _ load: @escaping @Sendable () throws -> PiperVoice,
        whenLoaded: @escaping @Sendable (Result<PiperVoice, any Error>) -> Void
    ) {
        _ = Thread { [self] in
            let loaded = Result { try load() }
            result.withLock { $0 = loaded }
            isLoaded.signal()
            whenLoaded(loaded)
        }
    }

    /// The voice; nil if it is not there by `deadline`. Throws why it can't be loaded.
    package func voice(by deadline: DispatchTime = .distantFuture) throws -> PiperVoice? {
        if isLoaded.wait(timeout: deadline) == .success { isLoaded.signal() }
        return try result.withLock { $0 }?.get()
    }
}
