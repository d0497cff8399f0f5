import Bytes
import Store

/// A query in FTS5's own language, in which nothing of the user's is anything but a string.
enum SearchMatch {
    static func text(of query: SearchQuery) -> String {
        let wanted = query.terms.terms.filter { !$0.isExcluded }.map(text).joined(separator: " AND ")
        let excluded = query.terms.terms.filter(\.isExcluded).map(text)
        var match = "{text title} : (\(wanted))"
        let feeds = query.feeds.map(SearchMark.feed)
        let tags = query.tags.map(SearchMark.tag) + (query.tags.isEmpty ? [] : query.taggedFeeds.map(SearchMark.feed))
        for marks in [feeds, tags] where !marks.isEmpty {
            match = "(\(match)) AND mark : (\(marks.map { "\"\($0)\"" }.joined(separator: " OR ")))"
        }
        if !excluded.isEmpty { match = "(\(match)) NOT {text title} : (\(excluded.joined(separator: " OR ")))" }
        return match
    }

    private static func text(_ term: SearchTerms.Term) -> String {
        "\"\(term.words.joined(separator: " ").replacing("\"", with: "\"\""))\"\(term.isPrefix ? " *" : "")"
    }
}

/// What an article has to do with, as a word that no text has.
enum SearchMark {
    static func feed(_ name: String) -> String { "f" + String(FNV1a.of(name.utf8), radix: 36) }
    static func tag(_ tag: String) -> String { "t" + String(FNV1a.of(tag.utf8), radix: 36) }
}
