// SPDX-License-Identifier: MIT-0

package import Channels
package import Children
package import Dialogue
import Synchronization

/// Text to speech by a child: a line in, PCM out; vc(7) says how.
///
/// A controlled child works on a piece ahead and keeps account of its bytes; a plain child gets one
/// piece at a time, which ends when it falls quiet.
package final class ExternalSynthesizer: Synthesizer {
    private let slot: ChildSlot
    private let limits: SpeakingChild.Limits
    private let current = Mutex<SpeakingChild?>(nil)
    private let list: @Sendable () async throws -> [Voice]

    /// - Parameter voices: what `--list-voices` shows; a command line has none that we know of.
    package convenience init(
        _ launch: Child.Launch, voices: @escaping @Sendable () async throws -> [Voice] = { [] }
    ) {
        self.init(launch, .init(), voices: voices)
    }

    /// `limits` are there for tests.
    init(
        _ launch: Child.Launch, _ limits: SpeakingChild.Limits,
        voices: @escaping @Sendable () async throws -> [Voice] = { [] }
    ) {
        slot = ChildSlot(launch)
        self.limits = limits
        list = voices
    }

    package func prepare() async throws { _ = try await slot.take() }

    package func voices() async throws -> [Voice] { try await list() }

    package func synthesize(
        _ pieces: Channel<String>, into output: Channel<SpeechEvent>
    ) async throws {
        let speaker = try await speaker()
        do {
            try await speaker.speak(pieces, into: output)
        } catch is CancellationError where Task.isCancelled {
            drop(speaker)
            throw CancellationError()
        } catch let error as PiecesFailed {
            drop(speaker)
            throw error.reason
        } catch is CancellationError {
            // The child reads no more.
            slot.giveUp(speaker.child)
            throw await speaker.child.failure()
        } catch {
            slot.giveUp(speaker.child)
            throw error
        }
    }

    /// Stops the work that is under way.
    private func drop(_ speaker: SpeakingChild) {
        guard !speaker.abandon() else { return }
        slot.interrupt(speaker.child)
        slot.giveUp(speaker.child)
    }

    /// The running child with its account; a new child begins a new one.
    private func speaker() async throws -> SpeakingChild {
        let child = try await slot.take()
        return current.withLock { current in
            if let current, current.child === child { return current }
            let speaker = SpeakingChild(child, limits)
            current = speaker
            return speaker
        }
    }
}
