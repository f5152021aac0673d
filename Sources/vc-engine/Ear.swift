// SPDX-License-Identifier: MIT-0

import Filter
import Glibc

/// Joins descriptors 0 and 3, the `Listener` and the `Decoder`, on one thread.
///
/// Control is always read before the audio that came with it is looked at, so a message that was
/// written before some audio is known before that audio is.
package struct Ear {
    /// Audio is read in chunks of at most this many bytes: 0.5 s.
    private static let chunk = 16_384

    private let input = Input.standard()
    private let decoder: Decoder
    private let report: (Listener.Action) throws -> Void

    private var listener = Listener()
    private var control = LineBuffer()
    private var controlIsOpen: Bool
    private var audioIsOpen = true
    private var oddByte: [UInt8] = []
    private var isFinished = false

    /// `report` is given everything that was heard, in order. Without control the whole input is
    /// one turn.
    package init(
        _ model: WhisperModel, isControlled: Bool,
        report: @escaping (Listener.Action) throws -> Void
    ) {
        decoder = Decoder(model)
        controlIsOpen = isControlled
        self.report = report
    }

    /// Listens until the audio has ended and all of it is answered.
    /// - Returns: whether an odd byte was left over at the end.
    package mutating func run() throws -> Bool {
        if !controlIsOpen { try perform(.control(.started(0))) }
        while !isFinished {
            let audioIsReady = wait()
            for answer in decoder.takeAnswers() {
                try perform(.decoded(answer.id, answer.transcript.get()))
            }
            let audio = audioIsReady ? try input.read(upTo: Ear.chunk) : nil
            while controlIsOpen, isReadable(ControlPort.input) { try readControl() }
            if let audio { try take(audio) }
        }
        return !oddByte.isEmpty
    }

    /// Waits for anything to happen.
    /// - Returns: whether it is audio.
    private func wait() -> Bool {
        let audio = audioIsOpen && listener.wantsAudio ? STDIN_FILENO : -1
        let control = controlIsOpen ? ControlPort.input : -1
        var descriptors = [decoder.wakeDescriptor, control, audio].map {
            pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
        }
        while poll(&descriptors, nfds_t(descriptors.count), -1) < 0, errno == EINTR {}
        return descriptors[2].revents != 0
    }

    private func isReadable(_ descriptor: Int32) -> Bool {
        var asked = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&asked, 1, 0) > 0
    }

    private mutating func readControl() throws {
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = read(ControlPort.input, &bytes, bytes.count)
        if count < 0, errno == EINTR || errno == EAGAIN { return }
        guard count > 0 else {
            controlIsOpen = false
            return
        }
        for line in control.lines(adding: Array(bytes.prefix(count))) {
            if let message = ControlMessage(line: line) { try perform(.control(message)) }
        }
    }

    private mutating func take(_ bytes: [UInt8]) throws {
        guard !bytes.isEmpty else {
            audioIsOpen = false
            return try perform(.endOfAudio)
        }
        let whole = oddByte + bytes
        let samples = stride(from: 0, to: whole.count - 1, by: 2).map {
            Int16(bitPattern: UInt16(whole[$0]) | UInt16(whole[$0 + 1]) << 8)
        }
        oddByte = whole.count % 2 == 0 ? [] : [whole[whole.count - 1]]
        try perform(.audio(samples))
    }

    private mutating func perform(_ event: Listener.Event) throws {
        for action in listener.handle(event) {
            switch action {
            case .decode(let id, let samples): decoder.decode(samples, id: id)
            case .abort: decoder.abort()
            case .finish: isFinished = true
            case .partial, .final, .done: try report(action)
            }
        }
    }
}
