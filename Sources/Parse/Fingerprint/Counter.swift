/// A number that counts readers' doings or the time since: it changes while the article stays.
enum Counter {
    /// After the number: `12 comments`.
    private static let counted: Set<String> = [
        "comment", "comments", "reply", "replies", "view", "views", "like", "likes", "share", "shares", "upvote",
        "upvotes",
        "retweet", "retweets", "reaction", "reactions", "kommentar", "kommentare", "kommentarer", "commentaire",
        "commentaires", "comentario", "comentarios", "commento", "commenti", "reacties", "komentarzy", "komentarze",
    ]
    /// Ahead of the number, where a sign says that it belongs to it: `Points: 40`, `Comments (3)`.
    private static let labels: Set<String> = counted.union([
        "points", "score", "votes", "stars", "downloads", "favorites", "boosts", "answers", "antworten", "reads",
    ])
    private static let units: Set<String> = [
        "second", "seconds", "minute", "minutes", "min", "mins", "hour", "hours", "day", "days", "week", "weeks",
        "month", "months", "year", "years",
    ]
    /// Tags and signs that may be between the number and its word.
    private static let reach = 32

    /// The bytes of the number at `start`, and of the word after it that says what it counts (`1 comment`, `2 comments`);
    /// 0 where it counts nothing of the kind.
    static func length(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var end = start
        while end < bytes.count, bytes[end] &- 0x30 < 10 || isPoint(bytes, at: end) { end += 1 }
        if end < bytes.count, bytes[end] | 0x20 == UInt8(ascii: "k"), end + 1 == bytes.count || !bytes[end + 1].isWord {
            end += 1  // 1.2k
        }
        return (countedEnd(bytes, end) ?? (isLabelled(bytes, start) ? end : start)) - start
    }

    private static func isPoint(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
        (bytes[index] == UInt8(ascii: ".") || bytes[index] == UInt8(ascii: ","))
            && index + 1 < bytes.count && bytes[index + 1] &- 0x30 < 10
    }

    private static func countedEnd(_ bytes: UnsafeBufferPointer<UInt8>, _ end: Int) -> Int? {
        guard let first = word(bytes, after: end), initials.contains(bytes[first.lowerBound] | 0x20) else { return nil }
        let text = text(bytes, first)
        if counted.contains(text) { return first.upperBound }
        guard units.contains(text), let second = word(bytes, after: first.upperBound),
            self.text(bytes, second) == "ago"
        else { return nil }
        return first.upperBound
    }

    /// Most numbers count something else, which the next word's first letter shows at once.
    private static let initials = Set(counted.union(units).compactMap(\.utf8.first))

    private static func text(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> String {
        String(decoding: bytes[range], as: UTF8.self).lowercased()
    }

    /// The next word within reach.
    private static func word(_ bytes: UnsafeBufferPointer<UInt8>, after index: Int) -> Range<Int>? {
        var start = index
        let limit = min(bytes.count, index + reach)
        while start < limit, !bytes[start].isLetter {
            switch bytes[start] {
            case UInt8(ascii: "<"):
                while start < limit, bytes[start] != UInt8(ascii: ">") { start += 1 }
                start += 1
            case UInt8(ascii: "&"):
                guard limit - start >= 6, bytes[start..<start + 6].elementsEqual("&nbsp;".utf8) else { return nil }
                start += 6
            case 0...0x20, 0xC2, 0xA0: start += 1
            default: return nil
            }
        }
        var end = start
        while end < bytes.count, end - start < 16, bytes[end].isLetter { end += 1 }
        guard start < limit, end > start else { return nil }
        return start..<end
    }

    private static func isLabelled(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Bool {
        var (end, hasSign) = (start, false)
        let limit = max(0, start - reach)
        while end > limit, !bytes[end - 1].isLetter {
            switch bytes[end - 1] {
            case UInt8(ascii: ">"):
                while end > limit, bytes[end - 1] != UInt8(ascii: "<") { end -= 1 }
                end -= 1
            case UInt8(ascii: ":"), UInt8(ascii: "("):
                hasSign = true
                end -= 1
            case 0...0x20: end -= 1
            default: return false
            }
        }
        guard hasSign, end > limit else { return false }
        var begin = end
        while begin > 0, end - begin < 16, bytes[begin - 1].isLetter { begin -= 1 }
        return labels.contains(text(bytes, begin..<end))
    }
}

extension UInt8 {
    var isLetter: Bool { (self | 0x20) &- 0x61 < 26 }
    var isWord: Bool { isLetter || self &- 0x30 < 10 || self == UInt8(ascii: "_") }
}
