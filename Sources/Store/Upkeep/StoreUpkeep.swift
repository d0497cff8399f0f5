public import FoundationEssentials

/// What housekeeping asks: to remove expired data, in bounded steps, and to give back what is not needed.
public protocol StoreUpkeep {
    /// Removes articles from before `date` that every one of `cursors` has passed and that none of `webhooks` has yet to
    /// take, at most `limit`, the oldest first. Messages of other webhooks, of those that a 410 stopped, and messages that
    /// were given up go with their article.
    /// - Returns: how many; fewer than `limit` means that none is left.
    func removeDelivered(
        before date: Date, cursors: [CursorName], webhooks: [String], limit: Int
    ) throws(StoreError) -> Int

    /// Forgets entries that their feed has not shown for `keepSeen` seconds, in a bounded step through the memory.
    ///
    /// The measure is the feed's own last document, not today: a feed that fails, answers 304 or is empty for years may
    /// still show all it did before. Feeds that are no longer configured are measured by today. Entries may stay up to
    /// `SeenRow.refreshDays` longer.
    ///
    /// - Parameters:
    ///   - from: 0, then what the step before gave.
    ///   - limit: entries to look at.
    func prune(keepSeen: Double, now: Date, from: Int64, limit: Int) throws(StoreError) -> PruneStep

    /// Whether the memory was not looked through for a day: with a million entries that takes a second, which `run --once`
    /// from cron should not spend each time.
    func pruneIsDue(now: Date) throws(StoreError) -> Bool

    /// Forgets the sketches that no new article is compared with any more, at most `limit`.
    /// - Returns: how many; fewer than `limit` means that none is left.
    func pruneNear(now: Date, limit: Int) throws(StoreError) -> Int

    /// At the end of a run: leaves behind as few files as the store can do with. Nothing depends on it.
    func checkpoint() throws(StoreError)

    /// Gives back memory that only made things faster.
    func releaseMemory() throws(StoreError)
}

extension StoreUpkeep {
    public func removeDelivered(
        before date: Date, cursors: [CursorName], webhooks: [String]
    ) throws(StoreError) -> Int {
        try removeDelivered(before: date, cursors: cursors, webhooks: webhooks, limit: 1_000)
    }

    public func prune(keepSeen: Double, now: Date, from: Int64 = 0) throws(StoreError) -> PruneStep {
        try prune(keepSeen: keepSeen, now: now, from: from, limit: 5_000)
    }

    public func pruneNear(now: Date) throws(StoreError) -> Int { try pruneNear(now: now, limit: 1_000) }
}

/// One step of `StoreUpkeep.prune`.
public struct PruneStep: Sendable, Equatable {
    /// Where the next step goes on; nil: the whole memory was looked through.
    public var next: Int64?
    public var removed: Int

    package init(next: Int64?, removed: Int) { (self.next, self.removed) = (next, removed) }
}
