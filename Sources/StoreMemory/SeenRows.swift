import Identity
import Model

/// Every entry that feeds showed, with the look-ups that identification asks.
struct SeenRows {
    private struct Key: Hashable {
        var feed: FeedID
        var hash: UInt64
    }

    /// Rising.
    private(set) var ids: [Int64] = []
    private var rows: [Int64: SeenRow] = [:]
    private var lastID: Int64 = 0
    /// Each with the ids of its rows, rising.
    private var byKey: [Key: [Int64]] = [:]
    private var byURL: [Key: [Int64]] = [:]
    private var byTitle: [Key: [Int64]] = [:]
    /// Rows of articles that landed, by URL.
    private var delivered: [UInt64: [Int64]] = [:]

    subscript(_ id: Int64) -> SeenRow? { rows[id] }

    func items(of feed: FeedID) -> Set<ItemID> { Set(rows.values.lazy.filter { $0.feed == feed }.map(\.item)) }

    mutating func insert(_ row: SeenRow) -> Int64 {
        lastID += 1
        var row = row
        row.id = lastID
        ids.append(lastID)
        put(row)
        return lastID
    }

    /// A row that is gone stays away.
    mutating func change(_ id: Int64, _ body: (inout SeenRow) -> Void) {
        guard var row = rows[id] else { return }
        take(row)
        body(&row)
        put(row)
    }

    mutating func remove(_ removed: Set<Int64>) {
        for id in removed { if let row = rows[id] { take(row) } }
        ids.removeAll { removed.contains($0) }
    }

    private mutating func put(_ row: SeenRow) {
        rows[row.id] = row
        byKey[Key(feed: row.feed, hash: row.key), default: []].insert(rising: row.id)
        byTitle[Key(feed: row.feed, hash: row.title), default: []].insert(rising: row.id)
        guard let url = row.url else { return }
        byURL[Key(feed: row.feed, hash: url), default: []].insert(rising: row.id)
        if row.flags.contains(.delivered) { delivered[url, default: []].insert(rising: row.id) }
    }

    private mutating func take(_ row: SeenRow) {
        rows[row.id] = nil
        byKey[Key(feed: row.feed, hash: row.key)]?.removeAll { $0 == row.id }
        byTitle[Key(feed: row.feed, hash: row.title)]?.removeAll { $0 == row.id }
        guard let url = row.url else { return }
        byURL[Key(feed: row.feed, hash: url)]?.removeAll { $0 == row.id }
        delivered[url]?.removeAll { $0 == row.id }
    }

    /// What one feed and the others are known for.
    struct ByFeed: SeenMemory {
        let rows: SeenRows
        let feed: FeedID

        func row(key: UInt64) -> SeenRow? { latest(rows.byKey, key, limit: 1).first }

        func rows(url: UInt64) -> [SeenRow] { latest(rows.byURL, url, limit: SeenRow.lookUpLimit) }

        func rows(title: UInt64) -> [SeenRow] { latest(rows.byTitle, title, limit: SeenRow.lookUpLimit) }

        func foreign(url: UInt64) -> [SeenRow] {
            let latest = (rows.delivered[url] ?? []).suffix(2 * SeenRow.lookUpLimit).reversed()
            return Array(latest.compactMap { rows[$0] }.filter { $0.feed != feed }.prefix(SeenRow.lookUpLimit))
        }

        private func latest(_ index: [Key: [Int64]], _ hash: UInt64, limit: Int) -> [SeenRow] {
            (index[Key(feed: feed, hash: hash)] ?? []).suffix(limit).reversed().compactMap { rows[$0] }
        }
    }
}

extension [Int64] {
    /// Nearly always at the end.
    fileprivate mutating func insert(rising id: Int64) {
        let place = lastIndex { $0 < id }.map { $0 + 1 } ?? 0
        insert(id, at: place)
    }
}
