// SPDX-License-Identifier: MIT-0

import ArgumentParser
import Glibc

/// What the configuration and the environment say, as if it had been typed in front of the user's
/// own arguments: one parser decides about all of them, and the later word wins.
enum Preset {
    /// The arguments to put in front of `typed`: configuration, then environment. An option that
    /// the user has typed by its long name is left out.
    static func arguments<T: Tool>(for tool: T.Type, typed: [String]) throws -> [String] {
        let file = try ConfigFile.load()
        var preset: [String] = []
        for entry in try file.settings(of: T.toolName) where !isTyped(entry.key, typed) {
            do throws(Refusal) {
                preset += try arguments(for: tool, key: entry.key, value: entry.value)
            } catch {
                throw SettingsError.badSetting(
                    file: file.path, line: entry.line, problem: error.problem)
            }
        }
        for (variable, key) in T.variables where !isTyped(key, typed) {
            guard let value = getenv(variable).map({ String(cString: $0) }), !value.isEmpty else {
                continue
            }
            do throws(Refusal) {
                preset += try arguments(for: tool, key: key, value: value)
            } catch {
                throw SettingsError.badVariable(variable, problem: error.problem)
            }
        }
        return preset
    }

    /// All arguments, where an option has said something about others: in their place between
    /// `preset` and `typed`, and instead of what `preset` says.
    static func arguments<T: Tool>(
        for tool: T.Type, preset: [String], _ implied: ImpliedSettings, typed: [String]
    ) throws -> [String] {
        var between: [String] = []
        for (key, value) in implied.settings where !isTyped(key, typed) {
            do throws(Refusal) {
                between += try arguments(for: tool, key: key, value: value)
            } catch {
                throw SettingsError.badImplication(implied.source, problem: error.problem)
            }
        }
        let weaker = preset.filter { argument in
            !implied.settings.contains { argument.hasPrefix("--\($0.key)=") }
        }
        return weaker + between + typed
    }

    /// What is wrong with a command line: one line, without the parser's `Error:` and usage.
    static func problem<T: Tool>(of error: any Error, in tool: T.Type) -> String {
        let message = T.message(for: error).split(whereSeparator: \.isNewline).first.map(
            String.init)
        guard var line = message else { return "\(error)" }
        for prefix in ["Error: "] where line.hasPrefix(prefix) { line.removeFirst(prefix.count) }
        if line.last == "." { line.removeLast() }
        return line.prefix(1).lowercased() + line.dropFirst()
    }

    private struct Refusal: Error { let problem: String }

    /// The arguments that stand for one setting; each is tried alone, so that a refusal can name
    /// the line it comes from.
    private static func arguments<T: Tool>(
        for tool: T.Type, key: String, value: String
    ) throws(Refusal) -> [String] {
        guard let first = key.first, first.isLowercase, key != "help", key != "version" else {
            throw Refusal(problem: "unknown option '\(key)'")
        }
        let option = "--\(key)=\(value)"
        do {
            _ = try T.parse([option])
            return [option]
        } catch {
            let flag = "--\(key)"
            if (try? T.parse([flag])) != nil {
                switch value {
                case "true": return [flag]
                case "false": return []
                default: throw Refusal(problem: "'\(key)' takes true or false, not '\(value)'")
                }
            }
            throw Refusal(problem: problem(of: error, in: tool))
        }
    }

    private static func isTyped(_ key: String, _ typed: [String]) -> Bool {
        typed.prefix { $0 != "--" }.contains { $0 == "--\(key)" || $0.hasPrefix("--\(key)=") }
    }
}
