public import FoundationEssentials
public import Identity
public import Model

/// What a poll asks and leaves. The decisions are those of Identity; the store looks up and writes.
public protocol PollStore {
    /// Says what each entry of a feed document is to the store. Changes nothing; hand the result to `commit`.
    ///
    /// - Parameters:
    ///   - entries: in the order of the document; may be empty, which forgets nothing.
    ///   - now: the time of the poll.
    /// - Throws: `noFeed` where the store has no such feed, and the rest of `StoreError`.
    func examine(
        feed: FeedID, _ entries: [Fingerprint], policy: IdentityPolicy, now: Date
    ) throws(StoreError) -> Examination

    /// Writes many polls at once, so that they share the sync of the disk: what was seen, the articles with their `seq`, a
    /// message for each webhook, and each feed's state.
    ///
    /// Each poll is written whole or not at all. One that cannot be saved (a value too large, no such feed) is a failure of
    /// its own in the result, as if it had not been handed in; what concerns all (a full or broken disk) is thrown, and then
    /// nothing of any poll was done. When this returns, the polls that succeeded survive a power cut.
    ///
    /// What `examine` called new is looked up again, in the order of `polls`: an entry that is known by now is left out, and
    /// one whose article another feed has brought since is noted as its duplicate and not delivered.
    ///
    /// - Parameter now: the articles' time, unless the clock went back: time never does, so `seq` and time rise together.
    func commit(_ polls: [PollRecord], now: Date) throws(StoreError) -> CommitResult
}
