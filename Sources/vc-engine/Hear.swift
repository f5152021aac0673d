// SPDX-License-Identifier: MIT-0

import ArgumentParser
import Filter
import Glibc
import Reporting

/// `vc-engine hear`: PCM in, what was said out.
struct Hear: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Recognises speech: raw PCM, s16le 16 kHz mono, on stdin.",
        discussion: """
            Without VC_CONTROL=1 the whole input is one utterance and its text is printed as a \
            line; exit 1 if nothing was said.
            """)

    @Option(help: "The Whisper model, a ggml file.")
    var model: String

    @Option(help: "A language code, or auto.")
    var language = "en"

    @Option(help: "How many threads decode.")
    var threads = Engine.defaultThreads

    func validate() throws {
        guard (1...64).contains(threads) else {
            throw ValidationError("--threads takes a number from 1 to 64")
        }
    }

    func run() throws {
        quietenThreads()
        try Engine.serve { port in
            let model = try WhisperModel(path: model, language: language, threads: threads)
            if let port {
                try port.ready()
                var ear = Ear(model, isControlled: true) { try port.send($0) }
                _ = try ear.run()
                return .success
            }
            let output = Output.standard()
            var separator = ""
            var ear = Ear(model, isControlled: false) { action in
                guard case .final(let utterance) = action else { return }
                try output.write(separator + utterance.text)
                separator = " "
            }
            if try ear.run() { Engine.diagnostics.warn("an odd byte at the end was dropped") }
            guard !separator.isEmpty else { return .nothing }
            try output.write("\n")
            try output.close()
            return .success
        }
    }

    /// libgomp's idle threads spin for so long that two of them stall each other on a busy
    /// machine. It reads its limit when it is loaded: set it and start over, once. A debugger for
    /// backtraces, which ggml would start, is not wanted either.
    private func quietenThreads() {
        guard getenv("GOMP_SPINCOUNT") == nil, setenv("GOMP_SPINCOUNT", "1000", 1) == 0 else {
            return
        }
        setenv("GGML_NO_BACKTRACE", "1", 1)
        // By its own path, so that ps(1) shows its name. Only a failure returns; then it works,
        // only slower.
        guard let path = realpath("/proc/self/exe", nil) else { return }
        execv(path, CommandLine.unsafeArgv)
    }
}

extension ControlPort {
    fileprivate func send(_ action: Listener.Action) throws {
        switch action {
        case .partial(let text): try partial(text)
        case .final(let utterance): try final(utterance)
        case .done: try done()
        case .decode, .abort, .finish: break
        }
    }
}
