import Files
import Foundation

/// What a journal line says of its article: what filters look at, and what commands are told.
package struct JournalEntry: Decodable {
    package var id: String?
    package var feed: String?
    package var url: String?
    /// Of the article's file, relative to the spool.
    package var path: String?
    /// The article's own, and those that its feed has in feeds.toml.
    package var tags: [String]?
    package var feedTags: [String]?

    enum CodingKeys: String, CodingKey {
        case id, feed, url, path, tags
        case feedTags = "feed_tags"
    }

    /// Nil for someone else's line.
    package init?(_ line: some Sequence<UInt8>) {
        guard let entry = try? JSONDecoder().decode(Self.self, from: Data(line)) else { return nil }
        self = entry
    }

    /// The whole item of a line as one line: what the line holds itself (`journal = "full"`), else the article's file.
    ///
    /// - Returns: nil where there is none, or no longer.
    package static func item(of line: [UInt8], root: String) -> [UInt8]? {
        var text = line
        if text.last == UInt8(ascii: "\n") { text.removeLast() }
        if let item = JSONObject.value(of: "item", in: text) { return item + [UInt8(ascii: "\n")] }
        // The journal is the spool's own, but a name that leads out of it is none of the spool's.
        guard let path = Self(text)?.path, path.hasPrefix("articles/"), path.hasSuffix(".json"),
            !path.split(separator: "/").contains(".."),
            var item = try? WholeFile.readRegular(root + "/" + path, limit: itemLimit)  // retention may have taken it
        else { return nil }
        while let last = item.last, last == UInt8(ascii: "\n") { item.removeLast() }
        // Ours are one line; what someone else has put there must not become two.
        return item.contains(UInt8(ascii: "\n")) ? nil : item + [UInt8(ascii: "\n")]
    }

    private static let itemLimit = 256 << 20
}

/// Which lines are wanted: of any of these feeds, and with any of these tags; an empty list wants all.
package struct JournalFilter: Sendable {
    private let feeds: Set<String>
    private let tags: Set<String>

    package init(feeds: [String], tags: [String]) {
        (self.feeds, self.tags) = (Set(feeds), Set(tags))
    }

    /// Whether all lines are wanted.
    package var isEmpty: Bool { feeds.isEmpty && tags.isEmpty }

    package func wants(_ line: some Sequence<UInt8>) -> Bool {
        if isEmpty { return true }
        guard let entry = JournalEntry(line) else { return false }
        guard feeds.isEmpty || entry.feed.map(feeds.contains) ?? false else { return false }
        return tags.isEmpty || !tags.isDisjoint(with: (entry.tags ?? []) + (entry.feedTags ?? []))
    }

    /// The wanted ones of whole lines.
    package func wanted(of lines: [UInt8]) -> [UInt8] {
        if isEmpty { return lines }
        var (kept, start) = ([UInt8](), 0)
        while start < lines.count {
            let end = JournalLines.end(of: lines, from: start)
            if wants(lines[start..<end]) { kept += lines[start..<end] }
            start = end
        }
        return kept
    }
}
