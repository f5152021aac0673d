// SPDX-License-Identifier: MIT-0

import Foundation
import TestSupport

/// The package's modules, and which may import which.
struct Modules {
    /// Those that each module names as its dependencies.
    let arrows: [String: Set<String>]

    /// Reads the manifest, without tests and other packages.
    static func ofPackage() async throws -> Modules {
        // Beside the build that may be running: SwiftPM locks its scratch folder.
        let outcome = try await shell(
            "swift package --package-path '\(repository.path)' --scratch-path scratch dump-package",
            environment: ["XDG_CONFIG_HOME": nil])
        let package = try JSONDecoder().decode(Package.self, from: outcome.stdout)
        let targets = package.targets.filter { $0.type != "test" && $0.path == nil }
        let names = Set(targets.map(\.name))
        return Modules(
            arrows: Dictionary(
                uniqueKeysWithValues: targets.map {
                    ($0.name, names.intersection($0.dependencies.compactMap(\.name)))
                }))
    }

    /// The arrows `A -> B` without those that follow from others: what a picture needs to show.
    var reduced: Set<String> {
        var edges: Set<String> = []
        for (module, imports) in arrows {
            let implied = imports.reduce(into: Set<String>()) { $0.formUnion(reachable(from: $1)) }
            edges.formUnion(imports.subtracting(implied).map { "\(module) -> \($0)" })
        }
        return edges
    }

    private func reachable(from module: String) -> Set<String> {
        (arrows[module] ?? []).reduce(into: arrows[module] ?? []) {
            $0.formUnion(reachable(from: $1))
        }
    }

    /// What `swift package dump-package` prints, as far as it is read.
    private struct Package: Decodable {
        let targets: [Target]

        struct Target: Decodable {
            let name: String
            let type: String
            /// Only targets outside of `Sources` have one.
            let path: String?
            let dependencies: [Dependency]
        }

        /// `{"byName": ["Filter", null]}`, or a product of another package.
        struct Dependency: Decodable {
            let byName: [String?]?
            var name: String? { byName?.first ?? nil }
        }
    }
}
