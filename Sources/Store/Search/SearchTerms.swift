/// What somebody looks for, in words: `ölpreis "interest rate" comp* -opinion`. All must be there, but those behind a minus,
/// which must not.
public struct SearchTerms: Sendable, Hashable {
    public struct Term: Sendable, Hashable {
        /// In this order, next to each other; at least one.
        public var words: [String]
        /// The last word is only the beginning of one.
        public var isPrefix: Bool
        public var isExcluded: Bool
    }

    public let terms: [Term]

    /// - Returns: nil where there is no word that must be there.
    public init?(_ text: String) {
        var (terms, rest) = ([Term](), text[...])
        while true {
            rest = rest.drop(while: \.isWhitespace)
            guard let first = rest.first else { break }
            let isExcluded = first == "-" && rest.dropFirst().first.map { !$0.isWhitespace } ?? false
            if isExcluded { rest.removeFirst() }
            let isQuoted = rest.first == "\""
            if isQuoted { rest.removeFirst() }
            let part = rest.prefix { isQuoted ? $0 != "\"" : !$0.isWhitespace }
            rest = rest[part.endIndex...]
            if isQuoted { rest = rest.dropFirst() }
            let isPrefix = isQuoted ? rest.first == "*" : part.last == "*"
            if isQuoted, isPrefix { rest.removeFirst() }
            guard let words = SearchWords.words(of: part) else { continue }
            terms.append(Term(words: words.words, isPrefix: isPrefix || words.endsOpen, isExcluded: isExcluded))
        }
        guard terms.contains(where: { !$0.isExcluded }) else { return nil }
        self.terms = terms
    }
}
