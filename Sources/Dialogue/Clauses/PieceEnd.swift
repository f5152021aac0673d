// SPDX-License-Identifier: MIT-0

extension ClauseCutter {
    /// Whether a piece ends within its sentence: behind a comma or the like, not with the sentence
    /// or its line.
    package static func endsInClause(_ piece: some StringProtocol) -> Bool {
        piece.unicodeScalars.last { !$0.closes && !$0.isSpace }?.endsClauseBeforeSpace ?? false
    }
}
