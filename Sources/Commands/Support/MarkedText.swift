import Bytes
import Foundation
import Store

/// Texts with the words that were looked for in bold, where the terminal has that.
struct MarkedText {
    private let terminal: Terminal
    /// Folded; with the words that are the beginning of one.
    private let wanted: [(word: String, isPrefix: Bool)]

    init(_ terms: SearchTerms, _ terminal: Terminal) {
        self.terminal = terminal
        wanted = terms.terms.filter { !$0.isExcluded }.flatMap { term in
            term.words.enumerated().map { index, word in
                (Self.folded(word), term.isPrefix && index == term.words.count - 1)
            }
        }
    }

    func marked(_ text: String) -> String {
        guard terminal.hasColors else { return text }
        var (result, place) = ("", text.startIndex)
        for range in matches(in: text) {
            result += text[place..<range.lowerBound] + terminal.colored(String(text[range]), "1")
            place = range.upperBound
        }
        return result + text[place...]
    }

    /// The surroundings of the first match on one line; nil where there is none.
    func excerpt(of text: String, columns: Int) -> String? {
        // Far into a long text it is not looked for.
        let text = String(text.prefix(20_000))
        guard columns > 20, let first = matches(in: text).first else { return nil }
        let before = text[..<first.lowerBound].suffix(columns / 3)
        let isCut = before.startIndex > text.startIndex
        let whole = isCut ? before.drop { !$0.isWhitespace } : before
        let around = (isCut ? "…" : "") + whole + text[first.lowerBound...].prefix(columns)
        return marked(TerminalColumns.cut(around.onOneLine, columns))
    }

    /// In order, apart from each other.
    private func matches(in text: String) -> [Range<String.Index>] {
        var ranges: [Range<String.Index>] = []
        var start = text.startIndex
        while let first = text[start...].firstIndex(where: Self.isPart) {
            let end = text[first...].firstIndex { !Self.isPart($0) } ?? text.endIndex
            ranges += matches(inWord: text[first..<end])
            start = end
        }
        return ranges
    }

    private func matches(inWord word: Substring) -> [Range<String.Index>] {
        let folded = Self.folded(word)
        if wanted.contains(where: { $0.isPrefix ? folded.hasPrefix($0.word) : folded == $0.word }) {
            return [word.startIndex..<word.endIndex]
        }
        // A script without spaces between words: what is looked for is somewhere in it.
        guard word.utf8.contains(where: { $0 >= 0xE0 }) else { return [] }
        var ranges: [Range<String.Index>] = []
        for (text, _) in wanted where text.utf8.contains(where: { $0 >= 0xE0 }) {
            if let range = word.range(of: text) { ranges.append(range) }
        }
        ranges.sort { $0.lowerBound < $1.lowerBound }
        return ranges.reduce(into: []) { kept, range in
            if let last = kept.last, last.upperBound > range.lowerBound {
                kept[kept.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                kept.append(range)
            }
        }
    }

    private static func isPart(_ character: Character) -> Bool { character.isLetter || character.isNumber }

    private static func folded(_ text: some StringProtocol) -> String {
        String(text).folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil)
    }
}
