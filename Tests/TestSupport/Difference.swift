// SPDX-License-Identifier: MIT-0

/// How `found` differs from what was `expected`, in one short line; nil where it does not.
///
/// For sound and other long data: `#expect(difference(found, expected) == nil)` says where they part,
/// and does not print them whole.
package func difference<Element: Equatable>(
    _ found: some Collection<Element>, _ expected: some Collection<Element>
) -> String? {
    let lengths = "\(found.count) long, expected \(expected.count)"
    for (index, pair) in zip(found, expected).enumerated() where pair.0 != pair.1 {
        return "differs at \(index): \(pair.0), expected \(pair.1); \(lengths)"
    }
    return found.count == expected.count ? nil : lengths
}
