// SPDX-License-Identifier: MIT-0

import Channels
import Children
import Dialogue
import Glibc
import OpenAI
import Synchronization

/// A language model on this machine: a server as our child, spoken to on loopback.
///
/// `llama-server` where it is on PATH, else the packaged server that set-up has installed. Every
/// run has a server of its own, with a random key, so that nobody else on the machine can use it;
/// it ends with us. The system prompt is primed, so that the first turn finds its prefix cached.
final class LocalLanguageModel: LanguageModel {
    /// Small models at times don't find an end. In tokens: about two minutes of speech.
    private static let longestReply = 400

    private let model: String
    private let folder: String
    private let server = Once<LocalServer>()

    /// - Parameters:
    ///   - model: a GGUF file.
    ///   - folder: vc's data folder.
    init(model: String, folder: String) {
        self.model = model
        self.folder = folder
    }

    func prepare(system: String?) async throws {
        try await chat().prepare(system: system)
    }

    /// The models of set-up read words only; a server of one's own is `--provider openai`.
    func check(_ kind: Attachment.Kind) throws {
        throw AttachmentError.notTaken(kind, by: "an offline model")
    }

    func reply(to request: ReplyRequest, into output: Channel<ReplyEvent>) async throws {
        var request = request
        request.options.maxTokens = request.options.maxTokens ?? Self.longestReply
        try await chat().reply(to: request, into: output)
    }

    private func chat() async throws -> ChatCompletions {
        try await server.value {
            try await LocalServer.start(model: self.model, folder: self.folder)
        }
        .chat
    }
}

/// A running server.
struct LocalServer: Sendable {
    let chat: ChatCompletions
    /// Kept: the server ends when its stdin does.
    private let child: Child

    /// Runs its arguments, and kills them when stdin ends, which it does however we end: no orphan.
    /// Rejected: PR_SET_PDEATHSIG, which fires when the thread ends that started the child.
    private static let endsWithStdin =
        #"exec 3<&0; "$@" </dev/null & s=$!; { cat >/dev/null; kill -9 $s; } <&3 & exec 3<&-; wait $s"#

    static func start(model: String, folder: String) async throws -> LocalServer {
        let key = randomKey()
        let environment = ["LLAMA_API_KEY": key, "GOMP_SPINCOUNT": "1000"]
        let threads = String(sysconf(Int32(_SC_NPROCESSORS_ONLN)))
        let child: Child
        let address: String
        if let program = findExecutable("llama-server") {
            let port = try freePort()
            child = try Child(
                .init(
                    ["/bin/sh", "-c", Self.endsWithStdin, "llama-server"] + [
                        program, "--model", model, "--host", "127.0.0.1", "--port", port,
                        "--threads", threads, "--ctx-size", "4096", "--parallel", "1",
                        "--log-disable",
                    ], environment: environment, name: "llama-server"))
            address = "http://127.0.0.1:\(port)"
        } else {
            let engine = folder + "/engines/llama"
            guard access(engine + "/serve.py", R_OK) == 0 else {
                throw StagesError.notInstalled(missing: "llama-server on PATH, nor \(engine)")
            }
            child = try Child(
                .init(
                    [
                        engine + "/venv/bin/python", engine + "/serve.py", "--model", model,
                        "--threads", threads,
                    ], environment: environment, name: "serve.py"))
            address = try await announcedAddress(child)
        }
        let chat = try ChatCompletions(
            endpoint: address, model: nil, apiKey: key, waitsForServer: true, primes: true)
        return LocalServer(chat: chat, child: child)
    }

    /// The packaged server says `listening URL` when it can answer.
    private static func announcedAddress(_ child: Child) async throws -> String {
        var text: [UInt8] = []
        while !text.contains(UInt8(ascii: "\n")), let bytes = try await child.nextOutput() {
            text += bytes
        }
        let words = String(decoding: text, as: UTF8.self).split(whereSeparator: \.isWhitespace)
        guard words.count == 2, words[0] == "listening" else {
            let end = try await child.waitForEnd()
            throw StagesError.serverFailed("it \(end)")
        }
        return String(words[1])
    }

    /// 128 random bits from the kernel.
    private static func randomKey() -> String {
        var generator = SystemRandomNumberGenerator()
        return (0..<2).map { _ in String(generator.next() as UInt64, radix: 16) }.joined()
    }

    /// A port that was free a moment ago.
    private static func freePort() throws -> String {
        let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let done = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, length) == 0 && getsockname(socket, $0, &length) == 0
            }
        }
        guard done else { throw StagesError.serverFailed(String(cString: strerror(errno))) }
        return String(UInt16(bigEndian: address.sin_port))
    }
}

/// A value that is made by whoever needs it first; the others wait for it. A failure is not kept.
final class Once<Value: Sendable>: Sendable {
    private let task = Mutex<Task<Value, any Error>?>(nil)

    func value(_ make: @escaping @Sendable () async throws -> Value) async throws -> Value {
        // Not a task of the caller's: a cancelled first turn must not take the server with it.
        let task = task.withLock { task in
            if let task { return task }
            let new = Task { try await make() }
            task = new
            return new
        }
        do {
            return try await task.value
        } catch {
            self.task.withLock { if $0 == task { $0 = nil } }
            throw error
        }
    }
}
