// SPDX-License-Identifier: MIT-0

/// What somebody has typed.
enum KeyboardOrder: Equatable {
    /// ENTER, or a line that is no command.
    case interrupt
    /// `/look FILE`
    case look(String)
    /// Another command, or one without its file.
    case unknown(String)

    /// - Parameter home: what a `~` at the beginning of a file's name stands for.
    init(line: String, home: String?) {
        let words = line.split(maxSplits: 1, whereSeparator: \.isWhitespace)
        guard let command = words.first, command.hasPrefix("/") else {
            self = .interrupt
            return
        }
        let file = words.count > 1 ? Self.file(words[1], home) : ""
        self = command == "/look" && !file.isEmpty ? .look(file) : .unknown(String(command))
    }

    /// Terminals put quotes around a file that is dropped on them.
    private static func file(_ typed: Substring, _ home: String?) -> String {
        var name = typed
        while name.last?.isWhitespace == true { name.removeLast() }
        if name.count > 1, let quote = name.first, "'\"".contains(quote), name.last == quote {
            return String(name.dropFirst().dropLast())
        }
        if name.hasPrefix("~/"), let home { return home + name.dropFirst() }
        return String(name)
    }
}
