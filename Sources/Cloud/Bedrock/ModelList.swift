// SPDX-License-Identifier: MIT-0

package import Transfer

/// `--list-models`: what is known of each family.
package struct ModelList: Sendable {
    package struct Row: Sendable, Equatable {
        /// As `[model NAME]` sections call it.
        package let family: String
        /// Examples; `google.*` where any of a provider's is meant.
        package let models: [String]
        /// Whether all of them have ended.
        package let isRetired: Bool
        /// InvokeModel's fields; Converse takes what it has of them.
        package let defaults: JSONValue
    }

    package let rows: [Row]

    package init() {
        rows = ModelFamilies.all.map { family in
            let isRetired = family.examples.allSatisfy { example in
                (try? ModelID(example)).flatMap(RetiredModels.replacement(for:)) != nil
            }
            let models =
                family.examples.isEmpty ? family.prefixes.map { $0 + "*" } : family.examples
            return Row(
                family: family.name, models: models,
                isRetired: !family.examples.isEmpty && isRetired, defaults: family.defaults)
        }
    }

    /// Family, models, defaults, with tabs between.
    package var lines: [String] {
        rows.map { row in
            let defaults = (try? row.defaults.encoded()).map { String(decoding: $0, as: UTF8.self) }
            let models = row.models.joined(separator: " ") + (row.isRetired ? " (ended)" : "")
            return "\(row.family)\t\(models)\t\(defaults ?? "")"
        }
    }
}
