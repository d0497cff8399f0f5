public import FoundationEssentials
public import Model

/// What is asked of a store by those who only look: status, pages, `doctor`, and the sinks.
///
/// A store that was opened for reading sits beside the one that owns it, takes no lock and writes nothing.
public protocol StoreReading: Sendable {
    /// Where it is, for people: a file, or an address without its password.
    var location: String { get }

    /// Looks for damage in all that is kept; seconds for a large store. Empty: it is sound. Each text is for people.
    func faults() throws(StoreError) -> [String]

    // MARK: - Feeds

    /// All configured feeds, in the order in which they came to the store.
    func statuses(now: Date) throws(StoreError) -> [FeedStatus]

    // MARK: - Articles

    /// Articles after `seq`, by rising `seq`: as many as `limit`, and no more once they reach `bytes`; at least one where
    /// there is any.
    func entries(after seq: Int64, limit: Int, bytes: Int) throws(StoreError) -> [OutboxEntry]

    /// Articles after `seq`, by rising `seq`: as many as `limit`, and no more once their JSON reaches `bytes`; at least one where
    /// there is any.
    /// - Parameter feeds: names as they were at the commit; nil: of all feeds.
    func slice(after seq: Int64, of feeds: [String]?, limit: Int, bytes: Int) throws(StoreError) -> OutboxSlice

    /// The latest articles, newest first: as many as `limit`, and no more once their JSON reaches `bytes`. Each revision of
    /// an article counts as one.
    /// - Parameter feeds: names as they were at the commit; nil: of all feeds.
    func latestArticles(of feeds: [String]?, limit: Int, bytes: Int) throws(StoreError) -> [StoredArticle]

    /// The last revision of an article; nil where it is not, or no longer, in the outbox.
    func article(_ id: ItemID) throws(StoreError) -> StoredArticle?

    // MARK: - What waits

    /// How far a reader of the outbox has come, and what waits for it.
    func backlog(of cursor: CursorName) throws(StoreError) -> Backlog

    /// How many articles the outbox holds after the cursor's place.
    func articlesWaiting(for cursor: CursorName) throws(StoreError) -> Int

    func outboxStatus(now: Date) throws(StoreError) -> OutboxStatus

    /// Webhooks that have messages or are stopped, by name.
    func webhookStatuses() throws(StoreError) -> [WebhookStatus]

    /// A webhook's messages that wait or were given up, by `seq`.
    func messages(of webhook: String, limit: Int) throws(StoreError) -> [PendingMessage]

    // MARK: - Hubs

    /// Subscriptions at hubs, in no order.
    /// - Parameter path: of the one that is meant; nil: all.
    func hubSubscriptions(at path: String?) throws(StoreError) -> [HubSubscription]

    // MARK: - Nodes

    /// Who works on the store; nil for a store that one process has alone.
    func cluster() throws(StoreError) -> Cluster?
}

extension StoreReading {
    public func cluster() throws(StoreError) -> Cluster? { nil }

    public func entries(after seq: Int64, limit: Int) throws(StoreError) -> [OutboxEntry] {
        try entries(after: seq, limit: limit, bytes: .max)
    }

    public func latestArticles(of feeds: [String], limit: Int) throws(StoreError) -> [StoredArticle] {
        try latestArticles(of: feeds, limit: limit, bytes: .max)
    }

    public func latestArticles(limit: Int, bytes: Int = .max) throws(StoreError) -> [StoredArticle] {
        try latestArticles(of: nil, limit: limit, bytes: bytes)
    }

    public func messages(of webhook: String) throws(StoreError) -> [PendingMessage] {
        try messages(of: webhook, limit: 100)
    }
}
