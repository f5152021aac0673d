// SPDX-License-Identifier: MIT-0

package import Channels
package import Children
package import Dialogue
import Waveform

/// Speech to text by a child: PCM in, words out; vc(7) says how.
///
/// A plain child decides about turns itself: each of its lines is one. A controlled child is told
/// what the endpointer hears, and reports partial and final results.
package final class ExternalTranscriber: Transcriber {
    private let slot: ChildSlot

    package init(_ launch: Child.Launch) { slot = ChildSlot(launch) }

    package func prepare() async throws { _ = try await slot.take() }

    package func transcribe(
        _ input: Channel<TranscriberInput>, into output: Channel<TranscriptEvent>
    ) async throws {
        let child = try await slot.take()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await feed(input, to: child) }
            group.addTask { try await listen(to: child, into: output) }
            do {
                while try await group.next() != nil {}
            } catch {
                child.child.signal(15)
                throw error
            }
        }
    }
}

/// Hands audio and decisions to the child until `input` or the child ends.
private func feed(_ input: Channel<TranscriberInput>, to child: ExternalChild) async throws {
    do {
        for try await element in input {
            switch element {
            case .audio(let samples):
                try await child.child.input.send(samples.withUnsafeBytes { Array($0) })
            case .speechStarted(let at): try await child.send(.started(at: at))
            case .speechPaused(let at): try await child.send(.paused(at: at))
            case .speechResumed: try await child.send(.resumed)
            case .turnEnded(let at): try await child.send(.ended(at: at))
            }
        }
        child.child.input.finish()
        // Behind the last message: the two pipes are written by two threads, and a child that has
        // read all of the audio knows by this when it has been told all about it.
        child.child.control?.finish()
    } catch is CancellationError {
        // Either we are cancelled, or the child reads no more: then its end says why.
        try Task.checkCancellation()
    }
}

/// Turns what the child says into events, until it ends.
private func listen(to child: ExternalChild, into output: Channel<TranscriptEvent>) async throws {
    var isControlled = false
    var lines = LineSplitter()
    for try await event in child.inbox {
        switch event {
        case .report(let report):
            isControlled = true
            guard report.type != .error else { throw child.failure(report) }
            if let event = report.transcriptEvent { try await output.send(event) }
        case .output(let bytes) where !isControlled:
            child.stopCommands()
            for line in lines.push(bytes) { try await sendTurn(line, to: output) }
        case .output, .piece, .piecesEnded, .piecesFailed: break
        case .ended:
            if let line = lines.finish() { try await sendTurn(line, to: output) }
        }
    }
    guard try await child.child.waitForEnd() == .exited(0) else { throw await child.failure() }
}

private func sendTurn(
    _ line: ArraySlice<UInt8>, to output: Channel<TranscriptEvent>
) async throws {
    let text = String(decoding: line, as: UTF8.self)
    guard text.contains(where: { !$0.isWhitespace }) else { return }
    try await output.send(.final(Transcript(text)))
    try await output.send(.turnDone)
}

extension ChildReport {
    fileprivate var transcriptEvent: TranscriptEvent? {
        let transcript = Transcript(
            text ?? "", start: start.map { .seconds($0) }, end: end.map { .seconds($0) },
            language: language)
        switch type {
        case .partial: return .partial(transcript)
        case .final: return .final(transcript)
        case .done: return .turnDone
        case .ready, .error: return nil
        }
    }
}
