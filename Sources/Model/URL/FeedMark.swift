/// Tells the values that mark a link as taken from a feed: Medium's `source=rss----3b1`, the New York Times'
/// `partner=rss`, the Wall Street Journal's `mod=rss_markets`, `ref=publicrss`.
enum FeedMark {
    /// Whether the first or the last word of `value` (a run of letters and digits) is one for feeds. Words in between
    /// may belong to a title, and `feedback` or `atomic` say nothing about feeds.
    static func isFeedLike(_ value: ArraySlice<UInt8>) -> Bool {
        let words = value.split { !$0.isASCIIAlphanumeric }
        guard let first = words.first, let last = words.last else { return false }
        return isFeedWord(first) || isFeedWord(last)
    }

    private static func isFeedWord(_ word: ArraySlice<UInt8>) -> Bool {
        let word = word.prefix(32).map(\.asciiLowercased)
        if word.starts(with: "rss".utf8) || word.suffix(3).elementsEqual("rss".utf8) { return true }
        let letters = word.reversed().drop(while: \.isASCIIDigit).reversed()
        return words.contains { $0.utf8.elementsEqual(letters) }
    }

    private static let words = [
        "atom", "atomfeed", "feed", "feedblitz", "feedburner", "feedfetcher", "feedly", "feedreader", "feeds",
        "feedspot", "newsfeed", "webfeed", "xmlfeed",
    ]
}
