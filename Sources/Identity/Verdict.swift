public import Model

/// What one entry of a document is to the store.
public enum Verdict: Sendable, Equatable {
    /// Never seen: to be rendered under this id and handed to `commit`. `isBackfill`: older than what the feed had
    /// already shown, so it lands in the spool, but no one is notified.
    case new(ItemID, isBackfill: Bool)
    /// Nothing to do.
    case known
    /// Its article changed, and the policy asks for updates. `revision` is 2 or more; `alsoIn`: names of the other
    /// feeds that brought it.
    case updated(ItemID, revision: Int, alsoIn: [String])
    /// New in this feed, but its article came from another one. Noted in `also_in` at the commit.
    case duplicate(of: ItemID, in: FeedID)
    /// New, but `first_fetch` leaves it out: only remembered.
    case seeded
}
