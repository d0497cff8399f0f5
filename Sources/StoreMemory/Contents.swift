import FoundationEssentials
import Identity
import Model
import Store

/// All that a `MemoryStore` keeps.
struct Contents {
    var feeds = FeedRows()
    var seen = SeenRows()
    /// Other feeds that brought an article.
    var alsoIn: [ItemID: Set<FeedID>] = [:]
    var sketches = Sketches()
    var outbox = OutboxRows()
    var webhooks: [String: MessageRows] = [:]
    /// By path.
    var hubs: [String: HubSubscription] = [:]
    /// When `seen` was last looked through whole (milliseconds since 1970).
    var pruned: Int64 = 0

    func names(of item: ItemID) -> [String] {
        (alsoIn[item] ?? []).sorted().compactMap { feeds[$0]?.name }
    }

    func article(_ entry: OutboxEntry) -> StoredArticle {
        StoredArticle(
            seq: entry.seq, time: entry.time, id: entry.id, feed: entry.feed, path: entry.path, json: entry.json,
            alsoIn: names(of: entry.id))
    }

    func messages(of webhook: String, _ seqs: ArraySlice<Int64>?) -> [PendingMessage] {
        (seqs ?? []).compactMap { seq in
            guard let row = webhooks[webhook]?[seq], let entry = outbox[seq] else { return nil }
            return PendingMessage(
                webhook: webhook, attempts: row.attempts, due: Instant.date(row.due), error: row.error,
                isDeadLetter: row.isDeadLetter, hasAskedToWait: row.hasAskedToWait, entry: entry)
        }
    }

    func examine(
        feed: FeedID, _ entries: [Fingerprint], policy: IdentityPolicy, now: Date
    ) throws(StoreError) -> Examination {
        guard let row = feeds[feed] else { throw .noFeed(feed) }
        let adopted = row.memory.firstDocument == nil ? seen.items(of: feed) : []
        let examiner = Examiner(
            feed: feed, feedURL: row.url, policy: policy, memory: row.memory, now: EntryTime.seconds(now),
            adopted: adopted, alsoIn: names)
        do {
            return try examiner.examine(entries, last: row.document, in: SeenRows.ByFeed(rows: seen, feed: feed))
        } catch {
            throw .failed(location: "memory", reason: "\(error)", .database(code: 0))  // no look-up here throws
        }
    }

    mutating func removeDelivered(
        before date: Date, cursors: [CursorName], webhooks names: [String], limit: Int
    ) -> Int {
        let through = cursors.map { outbox.place(of: $0) }.min() ?? 0
        let waiting = names.map { webhooks[$0] }.filter { $0?.configurationWhenStopped == nil }
            .reduce(into: Set<Int64>()) { $0.formUnion($1?.seqs(where: \.isWaiting) ?? []) }
        let old = outbox.entries.prefix { $0.seq <= through && $0.time < date }
        let removed = Set(old.lazy.map(\.seq).filter { !waiting.contains($0) }.prefix(limit))
        outbox.remove(removed)
        for name in webhooks.keys { for seq in removed { webhooks[name]?[seq] = nil } }
        return removed.count
    }

    mutating func prune(keepSeen: Double, now: Date, from: Int64, limit: Int) -> PruneStep {
        let looked = seen.ids.drop { $0 <= from }.prefix(max(1, limit))
        let keep = SeenRow.keptDays(keepSeen)
        let today = Instant.days(now)
        let expired = looked.filter { id in
            guard let row = seen[id], let feed = feeds[row.feed] else { return false }
            return row.shown + keep < (feed.isActive ? (feed.memory.lastDocument ?? 0) / 86_400 : today)
        }
        for case let row? in expired.map({ seen[$0] }) where row.flags.contains(.duplicate) {
            alsoIn[row.item]?.remove(row.feed)
        }
        seen.remove(Set(expired))
        let isLast = looked.count < max(1, limit)
        if isLast { pruned = Instant.milliseconds(now) }
        return PruneStep(next: isLast ? nil : looked.last, removed: expired.count)
    }
}
