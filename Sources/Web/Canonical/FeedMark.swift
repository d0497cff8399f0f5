import Bytes

/// Tells the values that mark a link as taken from a feed: Medium's `source=rss----3b1`, the New York Times'
/// `partner=rss`, the Wall Street Journal's `mod=rss_markets`, `ref=publicrss`.
enum FeedMark {
    /// Whether the first or the last word of `value` (a run of letters and digits) is one for feeds. Words in between
    /// may belong to a title, and `feedback` or `atomic` say nothing about feeds.
    static func isFeedLike(_ value: Range<Int>, of bytes: [UInt8]) -> Bool {
        guard let first = word(in: value, of: bytes) else { return false }
        if isFeedWord(first, of: bytes) { return true }
        var last = first
        while let next = word(in: last.upperBound..<value.upperBound, of: bytes) { last = next }
        return isFeedWord(last, of: bytes)
    }

    /// The first word in `range`; a percent-encoded byte separates words.
    private static func word(in range: Range<Int>, of bytes: [UInt8]) -> Range<Int>? {
        var start = range.lowerBound
        while start < range.upperBound, !bytes[start].isASCIIAlphanumeric {
            start += bytes.percentDecodedByte(at: start) == nil ? 1 : 3
        }
        guard start < range.upperBound else { return nil }
        var end = start
        while end < range.upperBound, bytes[end].isASCIIAlphanumeric { end += 1 }
        return start..<end
    }

    private static func isFeedWord(_ word: Range<Int>, of bytes: [UInt8]) -> Bool {
        if word.count >= 3, bytes.equals("rss", in: word.prefix(3)) || bytes.equals("rss", in: word.suffix(3)) {
            return true
        }
        var end = word.upperBound
        while end > word.lowerBound, bytes[end - 1].isASCIIDigit { end -= 1 }  // atom1
        for feedWord in words where bytes.equals(feedWord, in: word.lowerBound..<end) { return true }
        return false
    }

    private static let words: [StaticString] = [
        "atom", "atomfeed", "feed", "feedblitz", "feedburner", "feedfetcher", "feedly", "feedpress", "feedproxy",
        "feedreader", "feeds", "feedspot", "newsfeed", "webfeed", "xmlfeed",
    ]
}
