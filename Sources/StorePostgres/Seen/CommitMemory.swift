import Identity
import Model
import Store

/// What the entries of a commit are placed against: what the table has, and what the transaction itself has written so far.
struct CommitMemory: Sendable {
    private struct Key: Hashable {
        var feed: FeedID
        var hash: UInt64
    }

    /// The latest row under each key that may be asked.
    private var byKey: [Key: SeenRow] = [:]
    /// Rows of articles that landed, by each URL that may be asked, the latest first.
    private var delivered: [UInt64: [SeenRow]] = [:]
    /// Of these rows, by their ids: to look for one under all URLs takes as long for each row that is rewritten.
    private var urls: [Int64: UInt64] = [:]

    /// What it has to fetch for these examinations.
    static func select(_ examinations: [Examination]) -> [Query] {
        var (keys, urls) = ([(feed: FeedID, hash: UInt64)](), Set<UInt64>())
        for examination in examinations {
            for case .insert(let row, _, _) in examination.changes {
                keys.append((row.feed, row.key))
                if let url = row.url, examination.scope == .all { urls.insert(url) }
            }
        }
        guard !keys.isEmpty else { return [] }
        return [SeenTable.select("key", of: keys, limit: 1), SeenTable.selectDelivered(urls: urls.sorted())]
    }

    /// - Parameter results: of `select`.
    init(_ results: ArraySlice<Rows>) throws {
        guard results.count == 2, let known = results.first, let landed = results.last else { return }
        for row in try known.map(SeenTable.row) { byKey[Key(feed: row.feed, hash: row.key)] = row }
        for row in try landed.map(SeenTable.row) { if let url = row.url { delivered[url, default: []].append(row) } }
        for (url, rows) in delivered {
            delivered[url] = rows.sorted { $0.id > $1.id }
            for row in rows { urls[row.id] = url }
        }
    }

    mutating func insert(_ row: SeenRow) {
        byKey[Key(feed: row.feed, hash: row.key)] = row
        guard let url = row.url, row.flags.contains(.delivered) else { return }
        delivered[url, default: []].insert(row, at: 0)
        urls[row.id] = url
    }

    mutating func rewrite(_ row: SeenRow) {
        forgetURL(of: row.id)
        let key = Key(feed: row.feed, hash: row.key)
        if byKey[key].map({ $0.id <= row.id }) ?? true { byKey[key] = row }
        guard let url = row.url, row.flags.contains(.delivered) else { return }
        let place = delivered[url]?.firstIndex { $0.id < row.id } ?? delivered[url]?.count ?? 0
        delivered[url, default: []].insert(row, at: place)
        urls[row.id] = url
    }

    mutating func forgetURL(of id: Int64) {
        if let url = urls.removeValue(forKey: id) { delivered[url]?.removeAll { $0.id == id } }
    }

    func of(_ feed: FeedID) -> ByFeed { ByFeed(memory: self, feed: feed) }

    struct ByFeed: SeenMemory {
        fileprivate let memory: CommitMemory
        fileprivate let feed: FeedID

        func row(key: UInt64) -> SeenRow? { memory.byKey[Key(feed: feed, hash: key)] }

        func foreign(url: UInt64) -> [SeenRow] {
            let latest = (memory.delivered[url] ?? []).prefix(2 * SeenRow.lookUpLimit)
            return Array(latest.lazy.filter { $0.feed != feed }.prefix(SeenRow.lookUpLimit))
        }

        /// Entries are placed by their keys and by what other feeds delivered; these are not asked, and not fetched.
        func rows(url: UInt64) throws -> [SeenRow] { throw NotFetched() }

        func rows(title: UInt64) throws -> [SeenRow] { throw NotFetched() }
    }

    struct NotFetched: Error {}
}
