// SPDX-License-Identifier: MIT-0

import Foundation
import Testing

/// Runs sox, which `scripts/setup --tests` installs; a test fails without it.
enum Sox {
    struct Failed: Error, CustomStringConvertible {
        let description: String
    }

    /// What sox writes to its standard output.
    static func run(_ arguments: String, input: [UInt8]? = nil) throws -> [UInt8] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["sox"] + arguments.split(separator: " ").map(String.init)
        let output = try Self.file()
        let errors = try Self.file()
        process.standardOutput = output
        process.standardError = errors
        let source = try Self.file()
        if let input { try source.write(contentsOf: Data(input)) }
        try source.seek(toOffset: 0)
        process.standardInput = source
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            let text = String(decoding: try all(errors), as: UTF8.self)
            throw Failed(description: "sox \(arguments): \(process.terminationStatus) \(text)")
        }
        return [UInt8](try all(output))
    }

    /// A file without a name: no pipe can fill up, and nothing is left behind.
    private static func file() throws -> FileHandle {
        let path = NSTemporaryDirectory() + "vc-sox-" + UUID().uuidString
        try Data().write(to: URL(fileURLWithPath: path))
        let handle = try #require(FileHandle(forUpdatingAtPath: path))
        try FileManager.default.removeItem(atPath: path)
        return handle
    }

    private static func all(_ file: FileHandle) throws -> Data {
        try file.seek(toOffset: 0)
        return try file.readToEnd() ?? Data()
    }
}
