import FoundationEssentials

/// One line of the journal (docs/formats.md): short enough for every log shipper's default, or the whole item.
enum JournalLine {
    /// Bytes of a thin line with its `\n`: rsyslog's imfile cuts what is longer than 8 KiB with a header of its own.
    static let limit = 8_000
    /// Bytes of the published URL as JSON has it. A longer one is in the article's file alone.
    static let urlLimit = 4_000
    /// What `seq`, `time`, `event`, `path` and the punctuation around them can take at most.
    private static let frame = 512

    /// The members between `event` and `path`, as JSON without braces.
    ///
    /// Where they are too long, the least useful go first: long texts are cut, then lists, then whole members; `id`,
    /// `feed` and a URL of up to `urlLimit` stay.
    static func members(of item: Item, id: ItemID, feed: FeedLabel) -> [UInt8] {
        for budget in Budget.all {
            let members = members(of: item, id: id, feed: feed, budget: budget)
            if members.count <= limit - frame { return members }
        }
        return members(of: item, id: id, feed: feed, budget: Budget.least)
    }

    static func join(
        seq: Int64, time: Date, event: OutboxEntry.Event, members: [UInt8], path: String?, item: [UInt8]?
    ) -> [UInt8] {
        var json = JSONWriter(capacity: members.count + frame + (item?.count ?? 0))
        json.beginObject()
        json.key("seq")
        json.value(seq)
        json.member("time", Timestamp.string(time))
        json.member("event", event.rawValue)
        json.rawMembers(members)
        json.member("path", path)
        if let item {
            json.key("item")
            json.raw(item)
        }
        json.endObject()
        json.endLine()
        return json.bytes
    }

    /// How many bytes a text and a key that is not an article's address may have, and how many elements a list.
    private struct Budget {
        var text: Int, url: Int, list: Int

        static let least = Budget(text: 100, url: 100, list: 0)
        static let all = [
            Budget(text: 4_000, url: 4_000, list: 64), Budget(text: 800, url: 2_000, list: 16),
            Budget(text: 300, url: 1_500, list: 4),
        ]
    }

    private static func members(of item: Item, id: ItemID, feed: FeedLabel, budget: Budget) -> [UInt8] {
        var json = JSONWriter(capacity: 1_024)
        json.member("id", id.text)
        json.member("guid", item.guid.flatMap { $0.utf8.count <= budget.url ? $0 : nil })
        json.member("feed", cut(feed.name, budget.text))
        json.member("feed_title", feed.title.map { cut($0, budget.text / 4) })
        json.member("feed_tags", feed.tags.prefix(budget.list).map { cut($0, budget.text / 4) })
        json.member("title", item.title.map { cut($0, budget.text) })
        json.member("url", item.url.flatMap { length($0) <= urlLimit ? $0 : nil })
        json.member("canonical_url", item.canonicalURL.flatMap { $0.utf8.count <= budget.url ? $0 : nil })
        json.member("date_published", item.date.map(Timestamp.string))
        json.members("authors", Array(item.authors.prefix(budget.list))) { json, author in
            json.beginObject()
            json.member("name", author.name.map { cut($0, budget.text / 4) })
            json.member("url", author.url.flatMap { $0.utf8.count <= budget.url ? $0 : nil })
            json.endObject()
        }
        json.member("tags", item.tags.prefix(budget.list).map { cut($0, budget.text / 4) })
        json.member("summary", item.summary.map { cut($0, budget.text) })
        return json.bytes
    }

    /// Bytes of a text as JSON has it, between the quotes.
    private static func length(_ text: String) -> Int {
        var json = JSONWriter(capacity: text.utf8.count + 2)
        json.value(text)
        return json.bytes.count - 2
    }

    /// At most `limit` bytes of UTF-8, never half a character, an ellipsis where something went.
    private static func cut(_ text: String, _ limit: Int) -> String {
        guard text.utf8.count > limit else { return text }
        var end = text.utf8.index(text.utf8.startIndex, offsetBy: max(0, limit - 3))
        while end > text.startIndex, end.samePosition(in: text.unicodeScalars) == nil {
            end = text.utf8.index(before: end)
        }
        return text[..<end] + "\u{2026}"
    }
}
