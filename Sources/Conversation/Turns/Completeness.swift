// SPDX-License-Identifier: MIT-0

import Dialogue

/// How a turn reads that may be over: whether a listener would take the floor now.
package enum Completeness: Sendable, Hashable, CaseIterable {
    /// A sentence that has ended: `What time is it?`
    case complete
    /// Neither; where the recogniser doesn't punctuate, most.
    case unclear
    /// Something has to follow: `and`, `um`, a comma, half a number.
    case open

    /// That end a sentence.
    static let signs = ".?!。？！؟।"

    /// Reads the words that have been understood so far. A recogniser's full stop behind a word that
    /// can't end a sentence (`and.`) is taken for what it is: a pause.
    package init(of text: String) {
        var signs = ""
        var rest = text[...]
        while let last = rest.last, !last.isLetter, !last.isNumber {
            signs.insert(last, at: signs.startIndex)
            rest.removeLast()
        }
        let start = rest.lastIndex(where: \.isWhitespace).map(rest.index(after:)) ?? rest.startIndex
        let word = rest[start...].lowercased().drop { !$0.isLetter && !$0.isNumber }
        self = Self.judge(word: String(word), before: rest[..<start], signs: signs)
    }

    private static func judge(word: String, before: Substring, signs: String) -> Completeness {
        if word.isEmpty || WordsThatGoOn.always.contains(word) { return .open }
        if signs.contains(where: ",;:—–-…、，；：".contains) || signs.contains("...") { return .open }
        let hasEnded = signs.contains { Self.signs.contains($0) }
        if !hasEnded {
            return WordsThatGoOn.withoutSign.contains(word) || word.contains(where: \.isNumber)
                ? .open : .unclear
        }
        // `3.` may go on as a decimal or a list, `Dr.` with a name.
        let isQuestion = signs.contains { "?!？！؟".contains($0) }
        if !isQuestion, WordsThatGoOn.titles.contains(word) { return .open }
        return .complete
    }
}

/// Words behind which a sentence goes on. English, Spanish, French, German, Portuguese, Italian: a
/// word of one language that ends sentences in another is left out.
private enum WordsThatGoOn {
    /// Whatever sign a recogniser puts behind them: fillers, conjunctions, articles, possessives.
    static let always = set(
        """
        um uh uhm umm er erm hmm hm mm eh ah euh äh ähm öh este
        and or but because although unless whereas nor if whether
        the a an my your our their its every
        y o pero porque aunque ni el los las un unos unas mi tu su nuestro
        et ou mais parce car puisque le les une des mon ma mes ton ta tes notre votre leur
        und oder aber weil denn sondern obwohl dass der das ein eine einen einem einer mein meine
        dein deine unser unsere
        e mas porém ou um uma os meu minha seu sua
        ma perché oppure il lo gli uno mio mia tuo tua nostro
        """)
    /// Unless a sign says that the sentence has ended: prepositions, auxiliaries, subject pronouns,
    /// question words, number words.
    static let withoutSign = set(
        """
        of to in on at for with from by about into over under between after before during without
        through against like than as until since while when where which who whose that what how why
        is are was were be been am do does did have has had can could will would shall should may
        might must gonna wanna gotta i'm i'll i'd i've it's that's there's he's she's we're they're
        i you we they he she it not very more some any so well just really also maybe please
        zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
        sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety
        hundred thousand million point
        de del al en con por para sin sobre entre hasta desde cuando donde como que quien es son era
        está están soy tengo quiero puedo muy más yo
        du au aux dans avec pour sans sur sous chez vers quand où comme qui que est sont était suis
        ai as avez avons peux veux je tu il elle nous vous ils elles très plus
        von zu zum zur im in am an auf mit für ohne über unter zwischen bis seit wenn wo wie was wer
        ist sind war waren bin habe hast hat haben kann will soll muss ich du er wir ihr sie es sehr
        mehr nicht noch
        do da dos das no na nos nas em com por para sem sobre entre até quando onde como que quem é
        são era estou tenho quero posso eu muito mais
        di del della dei nel nella con per senza su tra fra fino quando dove come che chi è sono ero
        ho voglio posso io molto più
        """)
    /// Abbreviations that a name or a number follows.
    static let titles = set("mr mrs ms dr prof st nr sr sra dra mme hr fr vs e.g i.e z.b")

    private static func set(_ words: String) -> Set<String> {
        Set(words.split(whereSeparator: \.isWhitespace).map(String.init))
    }
}
