// SPDX-License-Identifier: MIT-0

/// What people say to show that they listen: no reason to stop.
enum Backchannel {
    private static let words: Set = [
        "mm", "mmm", "hm", "hmm", "mhm", "mm-hm", "uh", "huh", "uh-huh", "ah", "aha", "oh", "yeah",
        "yes", "yep", "ok", "okay", "right", "sure", "ja", "sí", "oui", "嗯", "对", "好",
    ]

    static func isAll(_ said: [String]) -> Bool {
        said.count <= 2 && said.allSatisfy(words.contains)
    }
}
