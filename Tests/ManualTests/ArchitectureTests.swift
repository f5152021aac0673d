// SPDX-License-Identifier: MIT-0

import Foundation
import TestSupport
import Testing

/// The picture of the modules against the package.
struct ArchitectureTests {
    @Test(.timeLimit(.minutes(5)))
    func `the arrows of the picture are those of the package`() async throws {
        let package = try await Modules.ofPackage()
        var drawn = try arrows(in: "docs/architecture.dot", /^\s*"?([\w-]+)"? -> "?([\w-]+)"?;$/)
        // The offline child is part of the package only where its engines' headers are installed.
        if package.arrows["vc-engine"] == nil {
            drawn = drawn.filter { !$0.hasPrefix("vc-engine ") }
        }
        #expect(drawn.subtracting(package.reduced) == [], "drawn, and not in Package.swift")
        #expect(package.reduced.subtracting(drawn) == [], "in Package.swift, and not drawn")
    }

    @Test
    func `the picture is drawn from its source`() throws {
        let source = try arrows(
            in: "docs/architecture.dot", /^\s*"?([\w-]+)"? -> "?([\w-]+)"?;$/)
        let picture = try arrows(
            in: "docs/architecture.svg", /<title>([\w&#;-]+)&#45;&gt;([\w&#;-]+)<\/title>/)
        #expect(picture == source, "run scripts/draw-architecture")
        #expect(!source.isEmpty)
    }

    private func arrows(
        in path: String, _ pattern: Regex<(Substring, Substring, Substring)>
    ) throws -> Set<String> {
        let text = try String(contentsOf: repository.appending(path: path), encoding: .utf8)
        return Set(
            text.matches(of: pattern.anchorsMatchLineEndings()).map {
                "\($0.1) -> \($0.2)".replacing("&#45;", with: "-")
            })
    }
}
