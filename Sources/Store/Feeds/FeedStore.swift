public import Model

/// The store's feeds beside those of feeds.toml.
public protocol FeedStore {
    /// Makes the store's feeds those of feeds.toml, and gives their records in the same order.
    ///
    /// A feed is recognized by its URL, else by its name where the URL that it had is no longer configured: then it keeps
    /// all that is known of it but its validators and moves. Feeds that are no longer configured stay as memory of what was
    /// seen, and come back with it; one that was retired then is polled again.
    func synchronize(_ sources: [FeedSource]) throws(StoreError) -> [FeedRecord]

    /// Writes when feeds are next polled where no poll says so: new ones, those switched off or on, those woken.
    func save(_ plans: [PollPlan]) throws(StoreError)

    /// Takes back that a feed was retired: at the next start it is polled.
    func readmit(_ feed: FeedID) throws(StoreError)
}
