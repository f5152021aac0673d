// SPDX-License-Identifier: MIT-0

package import Foundation

/// Written once, before the handler that reads it is registered.
private nonisolated(unsafe) var scratchParent = ""

/// What a command left behind.
package struct Outcome: Sendable {
    package let stdout: Data
    package let stderr: String
    /// The exit status as a shell shows it: 128 + n for death by signal n.
    package let status: Int32

    /// stdout as text.
    package var text: String { String(decoding: stdout, as: UTF8.self) }
    /// stdout as 16-bit little-endian samples.
    package var samples: [Int16] {
        stdout.withUnsafeBytes { bytes in
            (0..<bytes.count / 2).map {
                bytes.loadUnaligned(fromByteOffset: $0 * 2, as: Int16.self)
            }
        }
    }
}

/// The folder that holds the built tools: they stand beside the test runner.
package let builtTools = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent()

/// The repository.
package let repository = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

/// The Python of the tests' virtual environment, with the packages of `Tests/requirements.txt`;
/// `scripts/setup --tests` makes it.
package let testPython = dataFolder + "/vc/tests-venv/bin/python"

/// The user's data folder, where engines and models are.
package let dataFolder: String = {
    let environment = ProcessInfo.processInfo.environment
    let home = environment["HOME"] ?? "/root"
    return environment["XDG_DATA_HOME"] ?? home + "/.local/share"
}()

/// A folder of a test's own. All of them are removed when the test process ends: a folder that went
/// with its value would be gone as soon as only its path is still needed.
package final class Scratch: Sendable {
    private static let parent: URL = {
        let url = FileManager.default.temporaryDirectory
            .appending(path: "vc-test-\(UUID().uuidString)")
        scratchParent = url.path
        atexit { try? FileManager.default.removeItem(atPath: scratchParent) }
        return url
    }()

    package let url: URL

    package init() throws {
        url = Self.parent.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    package var path: String { url.path }

    /// Writes a file below the folder and returns its path.
    @discardableResult
    package func write(_ contents: Data, to name: String) throws -> String {
        let file = url.appending(path: name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try contents.write(to: file)
        return file.path
    }

    @discardableResult
    package func write(_ text: String, to name: String) throws -> String {
        try write(Data(text.utf8), to: name)
    }
}

/// Runs a shell script with the built tools on PATH and waits for its end; both outputs are drained
/// while it runs.
///
/// HOME and the XDG folders point into `home` (a fresh folder if none is given), so that nothing of
/// the user's configuration is seen; the engines' data folder is left as it is. The script runs in
/// `home`. `environment` is laid over it; a nil value removes a variable.
@discardableResult
package func shell(
    _ script: String, stdin: Data? = nil, home: Scratch? = nil,
    environment: [String: String?] = [:], interpreter: String = "/bin/sh"
) async throws -> Outcome {
    let home = try home ?? Scratch()
    let process = Process()
    process.executableURL = URL(filePath: interpreter)
    process.arguments = ["-c", script]
    process.currentDirectoryURL = home.url
    process.environment = shellEnvironment(home: home, environment)
    let (stdout, stderr) = (privatePipe(), privatePipe())
    process.standardOutput = stdout
    process.standardError = stderr
    let input = stdin.map { _ in privatePipe() }
    process.standardInput = input ?? FileHandle.nullDevice
    let (ends, end) = AsyncStream.makeStream(of: Never.self)
    process.terminationHandler = { _ in end.finish() }
    try process.run()
    async let written: Void = feed(stdin, to: input)
    async let out = drain(stdout)
    async let err = drain(stderr)
    let (data, errors, _) = await (out, err, written)
    for await _ in ends {}
    withExtendedLifetime(home) {}
    let died = process.terminationReason == .uncaughtSignal
    return Outcome(
        stdout: data, stderr: String(decoding: errors, as: UTF8.self),
        status: process.terminationStatus + (died ? 128 : 0))
}

/// A pipe that no other child of this process inherits: it would keep it from ending.
private func privatePipe() -> Pipe {
    let pipe = Pipe()
    for end in [pipe.fileHandleForReading, pipe.fileHandleForWriting] {
        _ = fcntl(end.fileDescriptor, F_SETFD, FD_CLOEXEC)
    }
    return pipe
}

private func shellEnvironment(home: Scratch, _ changes: [String: String?]) -> [String: String] {
    var environment = ProcessInfo.processInfo.environment
    environment["PATH"] = builtTools.path + ":" + (environment["PATH"] ?? "/usr/bin:/bin")
    environment["XDG_DATA_HOME"] = dataFolder
    environment["HOME"] = home.path
    environment["XDG_CONFIG_HOME"] = home.path + "/config"
    environment["XDG_STATE_HOME"] = home.path + "/state"
    environment["XDG_RUNTIME_DIR"] = home.path
    for name in environment.keys where name.hasPrefix("AWS_") || name == "MODEL_ID" {
        environment[name] = nil
    }
    for (name, value) in changes { environment[name] = value }
    return environment
}

/// On a thread of its own each: the cooperative pool has two threads, and these calls block.
private func drain(_ pipe: Pipe) async -> Data {
    await onThread { pipe.fileHandleForReading.readDataToEndOfFile() }
}

private func feed(_ data: Data?, to pipe: Pipe?) async {
    guard let data, let pipe else { return }
    await onThread {
        // A reader that leaves early is the script's business.
        signal(SIGPIPE, SIG_IGN)
        try? pipe.fileHandleForWriting.write(contentsOf: data)
        try? pipe.fileHandleForWriting.close()
    }
}

/// Runs blocking work on a new thread and waits for its result without blocking the pool.
package func onThread<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
        Thread.detachNewThread { continuation.resume(returning: body()) }
    }
}
