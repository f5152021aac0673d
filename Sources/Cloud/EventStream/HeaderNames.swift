// SPDX-License-Identifier: MIT-0

/// The names of a message's headers, of which none may come twice.
///
/// A message has three or so: to compare them costs a fraction of hashing them. Many are hashed, or a
/// message that is nothing but names would take time that grows with their square.
struct HeaderNames {
    private static let few = 16

    private var list: [ArraySlice<UInt8>] = []
    private var set: Set<ArraySlice<UInt8>> = []

    /// Takes the next name.
    /// - Returns: false if it came before.
    mutating func insert(_ name: ArraySlice<UInt8>) -> Bool {
        guard list.count == Self.few else {
            guard !list.contains(name) else { return false }
            list.append(name)
            return true
        }
        if set.isEmpty { set = Set(list) }
        return set.insert(name).inserted
    }
}
