// SPDX-License-Identifier: MIT-0

/// What a full stop behind a word says about the end of a sentence.
///
/// The lists hold common abbreviations of English, German, French, Spanish, Italian and Portuguese
/// in lower case and without the last full stop. They are one list for all languages: a reply may
/// mix them, and a boundary that is missed costs less than one that is wrong.
enum Abbreviations {
    /// What a word and its full stop are.
    enum Kind: Sendable {
        /// The sentence ends.
        case none
        /// The sentence ends unless a small letter or a number follows.
        case beforeSmall
        /// The sentence ends only where a word follows that often begins one.
        case strong
        /// The sentence always goes on: a title, `e.g.`
        case never
    }

    /// Longer words are no abbreviations.
    static let longest = 12

    /// Classifies a word that a full stop follows. `isAlone`: nothing stands before it.
    static func kind(of word: ArraySlice<Scalar>, isAlone: Bool) -> Kind {
        guard let first = word.first, word.count <= longest else { return .none }
        if word.allSatisfy(\.isASCIIDigit) {
            // `1.` begins a list item, and so does `a.`; `3. Oktober` is the third.
            return isAlone ? .never : word.count <= 2 ? .strong : .none
        }
        if word.count == 1 {
            guard first.properties.isAlphabetic, !first.isWide else { return .none }
            return isAlone ? .never : .strong
        }
        let lowercase = String(word).lowercased()
        if goesOn.contains(lowercase) { return .never }
        if mayEnd.contains(lowercase) { return .strong }
        if beforeNumber.contains(lowercase) { return .beforeSmall }
        if isDotted(word) { return .strong }
        return lacksVowels(word) ? .beforeSmall : .none
    }

    /// Whether a sentence often begins with this word, as it is written.
    static func beginsSentence(_ word: ArraySlice<Scalar>) -> Bool {
        word.count <= longest && starters.contains(String(word))
    }

    /// `U.S`, `a.m`, `Ph.D`: short groups of letters between full stops.
    private static func isDotted(_ word: ArraySlice<Scalar>) -> Bool {
        let groups = word.split(separator: ".", omittingEmptySubsequences: false)
        return groups.count > 1
            && groups.allSatisfy {
                (1...3).contains($0.count) && $0.allSatisfy(\.properties.isAlphabetic)
            }
    }

    /// `Mfg`, `bldg`; not `TV`, which is spelled and takes no full stop.
    private static func lacksVowels(_ word: ArraySlice<Scalar>) -> Bool {
        guard word.count <= 5, word.allSatisfy(\.isASCIILetter) else { return false }
        let small = word.map(\.asciiLowercased)
        return !small.contains { "aeiouy".unicodeScalars.contains($0) }
            && zip(small, word).contains { $0 == $1 }
    }

    private static let goesOn: Set<String> = [
        // English
        "dr", "mr", "mrs", "ms", "mx", "prof", "st", "rev", "gen", "sen", "rep", "gov", "capt",
        "cpt", "cmdr", "col", "lt", "sgt", "maj", "hon", "pres", "supt", "messrs", "mt",
        "vs", "v.s", "viz", "cf", "e.g", "i.e", "eg", "ie", "approx", "ca", "esp", "incl",
        // German
        "hr", "fr", "frl", "dipl", "dipl.-ing", "ing", "mag", "z.b", "d.h", "u.a", "i.d.r", "bzw",
        "ggf", "evtl", "inkl", "exkl", "zzgl", "vgl", "sog", "ehem", "geb", "gest", "bspw", "ugs",
        "insb", "s.o", "s.u", "o.g", "u.u", "z.t", "v.a", "i.a",
        // French
        "mm", "mgr", "env", "av", "p.ex", "c.-à-d", "c-à-d",
        // Spanish and Portuguese
        "sr", "sra", "srta", "dra", "dña", "uds", "ud", "vd", "vds", "p.ej", "ej", "exmo", "exma",
        "profa", "aprox",
        // Italian
        "sig", "sig.ra", "sigg", "dott", "dott.ssa", "avv", "egr", "es", "p.es",
    ]

    private static let mayEnd: Set<String> = [
        "etc", "al", "ft", "inc", "ltd", "co", "corp", "bros", "jr", "esq", "dept", "est", "ext",
        "ave", "blvd", "rd", "apt", "hrs", "mins", "secs", "lbs", "oz", "sq", "yrs", "usw", "ecc",
        "dgl", "ff", "mio", "mrd", "str", "tel", "std", "u.s.w", "ltda", "cia", "cía",
    ]

    private static let beforeNumber: Set<String> = [
        "no", "nos", "nr", "núm", "num", "n.o", "nº", "fig", "figs", "vol", "vols", "pp",
        "pg", "pág", "págs", "pag", "art", "arts", "ch", "chap", "cap", "sec", "sect", "eq", "abb",
        "abs", "kap", "bd", "tab", "ver", "op", "min", "max", "jan", "feb", "mar", "apr", "jun",
        "jul", "juin", "aug", "sep", "sept", "oct", "nov", "dec", "okt", "dez", "janv", "févr",
        "juil",
        "déc", "ene", "abr", "ago", "dic", "ex", "mon", "tue", "tues", "thu", "thurs", "fri",
    ]

    private static let starters: Set<String> = [
        // English
        "The", "It", "He", "She", "We", "They", "You", "I", "This", "That", "These", "Those",
        "There", "Here", "In", "On", "At", "As", "If", "When", "While", "For", "From", "But",
        "And", "So", "Or", "Then", "Now", "However", "Also", "Its", "His", "Her", "Our", "Your",
        "Their", "My", "What", "Who", "Why", "How", "Where", "Which", "Is", "Are", "Was", "Do",
        "Does", "Did", "Let", "Not", "After", "Before", "Since", "Because", "Although", "Though",
        "With", "Without", "By", "To", "Some", "Many", "Most", "Each", "Every", "Once", "Finally",
        "Meanwhile", "Instead", "Still", "A", "An", "Yes", "No",
        // German
        "Der", "Das", "Ein", "Eine", "Es", "Er", "Wir", "Ich", "Und", "Aber", "Dann", "Wenn",
        "Doch", "Auch", "Dies", "Diese", "Dieser", "Dieses", "Hier",
        // French, Spanish, Italian, Portuguese
        "Les", "Une", "Il", "Elle", "Nous", "Vous", "Ils", "Elles", "Je", "Ce", "Cette", "Mais",
        "Et", "Puis", "Dans", "El", "En", "Pero", "Ella", "Esto", "Este", "Esta", "Para", "Una",
        "Gli", "Ma", "Poi", "Questo", "Questa", "Noi", "Os", "Um", "Uma", "Ele", "Ela", "Mas",
        "Isso",
    ]
}
