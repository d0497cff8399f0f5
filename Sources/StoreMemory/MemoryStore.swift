public import Dispatch
public import FoundationEssentials
public import Identity
public import Model
public import Store
import Synchronization

/// A store that keeps nothing beyond the process: for tests, and for runs that leave no trace. All else is as `Store`
/// promises.
public final class MemoryStore: Store {
    public let location = "memory"
    public let workQueue = DispatchQueue(label: "newspool.store")
    private let contents = Mutex(Contents())

    public init() {}

    private func with<T: Sendable>(_ body: (inout Contents) throws(StoreError) -> T) throws(StoreError) -> T {
        try contents.withLock { contents throws(StoreError) in try body(&contents) }
    }

    // MARK: - Feeds

    public func synchronize(_ sources: [FeedSource]) throws(StoreError) -> [FeedRecord] {
        try with { $0.feeds.synchronize(sources) }
    }

    public func save(_ plans: [PollPlan]) throws(StoreError) {
        try with { contents in
            for plan in plans {
                contents.feeds[plan.feed]?.state.nextPoll = plan.nextPoll
                contents.feeds[plan.feed]?.state.why = plan.why
            }
        }
    }

    public func readmit(_ feed: FeedID) throws(StoreError) {
        try with { $0.feeds[feed]?.state.configurationWhenRetired = nil }
    }

    public func statuses(now: Date) throws(StoreError) -> [FeedStatus] {
        try with { contents in
            contents.feeds.ids.compactMap { id in
                guard let row = contents.feeds[id], row.isActive else { return nil }
                return FeedStatus(
                    record: contents.feeds.record(of: id), itemsPerDay: row.counts.perDay(today: Instant.days(now)),
                    alsoIn: contents.alsoIn.values.count { $0.contains(id) }, polls: row.polls)
            }
        }
    }

    // MARK: - Polls

    public func examine(
        feed: FeedID, _ entries: [Fingerprint], policy: IdentityPolicy, now: Date
    ) throws(StoreError) -> Examination {
        try with { contents throws(StoreError) in
            try contents.examine(feed: feed, entries, policy: policy, now: now)
        }
    }

    public func commit(_ polls: [PollRecord], now: Date) throws(StoreError) -> CommitResult {
        try with { $0.commit(polls, now: now) }
    }

    // MARK: - The outbox

    public func entries(after seq: Int64, limit: Int, bytes: Int) throws(StoreError) -> [OutboxEntry] {
        try with { contents in
            var total = 0
            let entries = contents.outbox.after(seq).prefix(limit).prefix { entry in
                defer { total += Int(entry.bytes) }
                return total < max(1, bytes)
            }
            return Array(entries)
        }
    }

    public func slice(after seq: Int64, of feeds: [String]?, limit: Int, bytes: Int) throws(StoreError) -> OutboxSlice {
        try with { contents in
            let wanted = feeds.map(Set.init)
            let kept = contents.outbox.after(seq)
            var slice = OutboxSlice(articles: [], nextSeq: kept.first?.seq, headSeq: contents.outbox.seq)
            var total = 0
            for entry in kept where wanted?.contains(entry.feed) ?? true {
                guard slice.articles.count < limit, total < max(1, bytes) else { break }
                slice.articles.append(
                    .init(seq: entry.seq, time: entry.time, id: entry.id, feed: entry.feed, json: entry.json))
                total += entry.json.count
            }
            return slice
        }
    }

    public func latestArticles(of feeds: [String]?, limit: Int, bytes: Int) throws(StoreError) -> [StoredArticle] {
        try with { contents in
            let wanted = feeds.map(Set.init)
            var (articles, total) = ([StoredArticle](), 0)
            for entry in contents.outbox.entries.reversed() where wanted?.contains(entry.feed) ?? true {
                guard articles.count < limit, total < max(1, bytes) else { break }
                articles.append(contents.article(entry))
                total += entry.json.count
            }
            return articles
        }
    }

    public func article(_ id: ItemID) throws(StoreError) -> StoredArticle? {
        try with { contents in contents.outbox.entries.last { $0.id == id }.map { contents.article($0) } }
    }

    public func backlog(of cursor: CursorName) throws(StoreError) -> Backlog {
        try with { $0.outbox.backlog(of: cursor) }
    }

    public func articlesWaiting(for cursor: CursorName) throws(StoreError) -> Int {
        try with { $0.outbox.after($0.outbox.place(of: cursor)).count }
    }

    public func outboxStatus(now: Date) throws(StoreError) -> OutboxStatus { try with { $0.outbox.status(now: now) } }

    public func acknowledge(_ cursor: CursorName, through seq: Int64) throws(StoreError) {
        try with { $0.outbox.advance(cursor, to: seq) }
    }

    public func raiseSeq(above seq: Int64) throws(StoreError) { try with { $0.outbox.raise(above: seq) } }

    // MARK: - Webhooks

    public func webhookStatuses() throws(StoreError) -> [WebhookStatus] {
        try with { contents in
            contents.webhooks.filter { !$0.value.isEmpty }.map { $1.status(of: $0) }.sorted { $0.webhook < $1.webhook }
        }
    }

    public func messages(of webhook: String, limit: Int) throws(StoreError) -> [PendingMessage] {
        try with { contents in contents.messages(of: webhook, contents.webhooks[webhook]?.seqs.prefix(limit)) }
    }

    public func dueMessages(of webhook: String, now: Date, limit: Int) throws(StoreError) -> [PendingMessage] {
        try with { contents in
            let due = contents.webhooks[webhook]?.seqs { $0.isWaiting && $0.due <= Instant.milliseconds(now) }
            return contents.messages(of: webhook, due?.prefix(limit))
        }
    }

    public func nextWaiting(of webhook: String, above seq: Int64, now: Date) throws(StoreError) -> PendingMessage? {
        try with { contents in
            let waiting = contents.webhooks[webhook]?.seqs { $0.isWaiting && $0.due > Instant.milliseconds(now) }
            return contents.messages(of: webhook, waiting?.filter { $0 > seq }.prefix(1)).first
        }
    }

    public func batch(of first: PendingMessage, now: Date, limit: Int) throws(StoreError) -> [PendingMessage] {
        try with { contents in
            let seqs = contents.webhooks[first.webhook]?
                .batch(of: first.entry.seq, now: Instant.milliseconds(now), limit: limit)
            return contents.messages(of: first.webhook, seqs?[...])
        }
    }

    public func nextDue(of webhook: String) throws(StoreError) -> Date? {
        try with { Instant.date($0.webhooks[webhook]?.nextDue) }
    }

    public func oldestWaiting(for webhooks: [String]) throws(StoreError) -> Date? {
        try with { contents in
            webhooks.compactMap { webhook in
                guard let rows = contents.webhooks[webhook], rows.configurationWhenStopped == nil else { return nil }
                return rows.seqs(where: \.isWaiting).first.flatMap { contents.outbox[$0]?.time }
            }.min()
        }
    }

    public func record(_ receipts: [MessageReceipt]) throws(StoreError) {
        try with { contents in
            for receipt in receipts {
                contents.webhooks[receipt.webhook, default: MessageRows()].settle(receipt.seq, receipt.outcome)
            }
        }
    }

    public func wake(webhook: String, now: Date) throws(StoreError) {
        try with { contents in
            contents.webhooks[webhook]?.changeAll {
                if $0.isWaiting { $0.due = min($0.due, Instant.milliseconds(now)) }
            }
        }
    }

    public func stop(webhook: String, configured: String) throws(StoreError) {
        try with { $0.webhooks[webhook, default: MessageRows()].configurationWhenStopped = configured }
    }

    public func retry(webhook: String, now: Date) throws(StoreError) {
        try with { contents in
            contents.webhooks[webhook]?.configurationWhenStopped = nil
            contents.webhooks[webhook]?.changeAll { $0.startOver(due: Instant.milliseconds(now)) }
        }
    }

    public func drop(webhook: String, seq: Int64?) throws(StoreError) -> Int {
        try with { $0.webhooks[webhook]?.drop(seq) ?? 0 }
    }

    public func queue(_ seqs: [Int64], for webhook: String, now: Date) throws(StoreError) {
        try with { contents in
            for seq in seqs where contents.outbox[seq] != nil {
                contents.webhooks[webhook, default: MessageRows()][seq] = MessageRow(due: Instant.milliseconds(now))
            }
        }
    }

    // MARK: - Hubs

    public func hubSubscriptions(at path: String?) throws(StoreError) -> [HubSubscription] {
        try with { contents in contents.hubs.values.filter { path == nil || $0.path == path } }
    }

    public func save(_ subscriptions: [HubSubscription], removing paths: [String]) throws(StoreError) {
        try with { contents in
            for path in paths { contents.hubs[path] = nil }
            for subscription in subscriptions { contents.hubs[subscription.path] = subscription }
        }
    }

    // MARK: - Upkeep

    public func removeDelivered(
        before date: Date, cursors: [CursorName], webhooks: [String], limit: Int
    ) throws(StoreError) -> Int {
        try with { $0.removeDelivered(before: date, cursors: cursors, webhooks: webhooks, limit: limit) }
    }

    public func prune(keepSeen: Double, now: Date, from: Int64, limit: Int) throws(StoreError) -> PruneStep {
        try with { $0.prune(keepSeen: keepSeen, now: now, from: from, limit: limit) }
    }

    public func pruneIsDue(now: Date) throws(StoreError) -> Bool {
        try with { contents in (Instant.milliseconds(now) - contents.pruned).magnitude >= Instant.day }
    }

    public func pruneNear(now: Date, limit: Int) throws(StoreError) -> Int {
        try with { $0.sketches.prune(today: Instant.days(now), limit: limit) }
    }

    public func checkpoint() throws(StoreError) {}

    public func releaseMemory() throws(StoreError) {}

    /// Nothing can be damaged.
    public func faults() throws(StoreError) -> [String] { [] }

    // MARK: - Recovery

    public func remember(toldBefore date: Date) throws(StoreError) {
        try with { contents in
            for id in contents.feeds.ids where contents.feeds[id]?.memory.firstDocument == nil {
                contents.feeds[id]?.memory.lastDocument = EntryTime.seconds(date)
            }
        }
    }

    public func adopt(_ articles: [SpoolArticle], of feed: FeedID, now: Date) throws(StoreError) {
        try with { contents in
            for row in SeenRow.adopted(articles, by: feed, now: now) { _ = contents.seen.insert(row) }
        }
    }
}
