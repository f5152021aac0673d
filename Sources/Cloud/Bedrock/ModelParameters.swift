// SPDX-License-Identifier: MIT-0

import Filter
import Settings
import Transfer

/// What the user says about a model's body: changes to it, by the names that it has there.
///
/// `null` removes a field. A name with dots leads through objects.
struct ModelParameters: Sendable {
    /// From the `[model …]` sections.
    private(set) var preset: JSONValue = [:]
    /// From `--params`, then `--param`.
    private(set) var typed: JSONValue = [:]
    /// As the model's id tells, or as a section says (`family = claude`): the id of an application
    /// inference profile says nothing.
    private(set) var family: (any ModelFamily)?

    /// Reads the sections that are meant for `model`, the general before the special: `[model
    /// nova]`, `[model amazon.nova]`, `[model amazon.nova-lite-v1:0]`, and the id as it was given.
    init(_ config: ConfigFile?, for model: ModelID) throws(SettingsError) {
        family = ModelFamilies.family(of: model)
        guard let config else { return }
        let sections = Self.sections(of: config, for: model)
        for section in sections {
            if let named = try Self.family(of: section, in: config) { family = named }
        }
        let general = family.flatMap { config.document["model \($0.name)"] }
        if let general, let named = try Self.family(of: general, in: config),
            let family, named.name != family.name
        {
            throw .badSetting(
                file: config.path, line: general.line,
                problem: "the section of the family '\(family.name)' names another, "
                    + "'\(named.name)'")
        }
        for section in (general.map { [$0] } ?? []) + sections {
            for entry in section.entries where entry.key != "family" {
                do throws(ParameterProblem) {
                    let change = try Self.change(entry.key, entry.value)
                    preset = preset.merged(keepingNulls: change)
                } catch {
                    throw .badSetting(
                        file: config.path, line: entry.line, problem: error.text)
                }
            }
        }
    }

    /// What a section says that its models are.
    private static func family(
        of section: INIDocument.Section, in config: ConfigFile
    ) throws(SettingsError) -> (any ModelFamily)? {
        guard let entry = section.entries.last(where: { $0.key == "family" }) else { return nil }
        guard let family = ModelFamilies.family(called: entry.value) else {
            throw .badSetting(
                file: config.path, line: entry.line,
                problem: "unknown family '\(entry.value)'; `vc-ask --provider aws --list-models` "
                    + "shows those that are known")
        }
        return family
    }

    /// Takes a JSON object from a file (`-`: standard input).
    mutating func add(file: String) throws {
        let bytes = try Input.opening(file).readToEnd(atMost: 1 << 22)
        guard let change = try? JSONValue(parsing: bytes) else {
            let line = JSONSyntax.brokenLine(in: bytes)
            let place = line.map { "line \($0): " } ?? ""
            throw BedrockError.badParameterFile(file, problem: place + "not JSON")
        }
        guard change.fields != nil else {
            throw BedrockError.badParameterFile(file, problem: "not a JSON object")
        }
        typed = typed.merged(keepingNulls: change)
    }

    /// Takes a `--param`.
    mutating func add(option: String) throws(BedrockError) {
        guard let equals = option.firstIndex(of: "=") else {
            throw .badParameter(option, problem: "expected NAME=VALUE")
        }
        do throws(ParameterProblem) {
            let value = String(option[option.index(after: equals)...])
            typed = typed.merged(
                keepingNulls: try Self.change(String(option[..<equals]), value))
        } catch {
            throw .badParameter(option, problem: error.text)
        }
    }

    private struct ParameterProblem: Error { let text: String }

    /// A value is JSON, or else a text.
    private static func change(
        _ name: String, _ value: String
    ) throws(ParameterProblem) -> JSONValue {
        let path = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard path.allSatisfy({ !$0.isEmpty }) else {
            throw ParameterProblem(
                text: "'\(name.inOneLine(atMost: 80))' is not the name of a parameter")
        }
        var change: JSONValue = [:]
        if let json = try? JSONValue(parsing: value) {
            change[path] = json
        } else if let first = value.first, "[{\"".contains(first) {
            throw ParameterProblem(
                text: "the value of '\(name.inOneLine(atMost: 80))' is not JSON: "
                    + value.inOneLine(atMost: 80))
        } else {
            change[path] = .string(value)
        }
        return change
    }

    /// Sections whose name the model's begins with, the shortest first; last the id as it is.
    private static func sections(
        of config: ConfigFile, for model: ModelID
    ) -> [INIDocument.Section] {
        let named = config.document.sections.compactMap { section in
            section.name.hasPrefix("model ")
                ? (name: String(section.name.dropFirst(6)), section: section) : nil
        }
        let fitting = named.filter { candidate in
            candidate.name != model.text
                && model.names.contains { begins($0, with: candidate.name) }
        }
        return fitting.sorted { $0.name.count < $1.name.count }.map(\.section)
            + named.filter { $0.name == model.text }.map(\.section)
    }

    /// `amazon.nova-lite-v1:0` begins with `amazon.nova`, but not with `amazon.nova-l`.
    private static func begins(_ model: String, with name: String) -> Bool {
        guard !name.isEmpty, model.hasPrefix(name) else { return false }
        return model.dropFirst(name.count).first.map { "-:.".contains($0) } ?? true
    }
}

extension JSONValue {
    /// Two changes as one: the nulls of both stay, since they remove what isn't here yet.
    fileprivate func merged(keepingNulls later: JSONValue) -> JSONValue {
        guard var fields, let changes = later.fields else { return later }
        for (key, change) in changes {
            fields[key] = fields[key].map { $0.merged(keepingNulls: change) } ?? change
        }
        return .object(fields)
    }
}
