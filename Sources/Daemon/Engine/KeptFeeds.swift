import Config
import Polling
import Schedule
import Store

/// The feeds of the configuration in force, with the state in which their last committed poll left them.
struct KeptFeeds {
    private var feeds: [FeedKey: KeptFeed] = [:]
    /// Those that are polled, and those of them whose last poll failed.
    private(set) var enabled = 0, failing = 0
    /// Those whose polls have ended since the store began to read all feeds for a reload; nil: it does not.
    private var learned: Set<FeedKey>?

    var count: Int { feeds.count }
    subscript(key: FeedKey) -> KeptFeed? { feeds[key] }
    func key(named name: String) -> FeedKey? { feeds.first { $1.polled.configuration.name == name }?.key }
    /// Names are unique.
    var byName: [String: FeedKey] {
        Dictionary(feeds.map { ($1.polled.configuration.name, $0) }) { first, _ in first }
    }

    var keys: Set<FeedKey> { Set(feeds.keys) }

    /// Of the feeds that a test holds for.
    func leases(where isMeant: (FeedKey, KeptFeed) -> Bool) -> Set<Lease> {
        Set(feeds.compactMap { key, feed in isMeant(key, feed) ? feed.polled.lease : nil })
    }

    mutating func reserve(_ count: Int) { feeds.reserveCapacity(count) }

    mutating func beginReload() { learned = [] }
    mutating func endReload() { learned = nil }

    /// - Parameter state: as the store has it; a poll that ended while it was read knows better.
    mutating func set(_ polled: PolledFeed, _ state: consuming FeedState) {
        if learned?.contains(polled.key) == true, let later = feeds[polled.key]?.state { state = later }
        let feed = KeptFeed(polled, state)
        count(feed, 1)
        if let old = feeds.updateValue(feed, forKey: polled.key) { count(old, -1) }
    }

    mutating func remove(_ keys: some Sequence<FeedKey>) {
        for key in keys {
            if let old = feeds.removeValue(forKey: key) { count(old, -1) }
        }
    }

    private mutating func count(_ feed: KeptFeed, _ change: Int) {
        guard feed.polled.configuration.enabled else { return }
        enabled += change
        if feed.state.isBroken { failing += change }
    }

    /// Takes what a committed poll left.
    /// - Returns: whether the number of failing feeds has changed.
    mutating func keep(_ state: FeedState, of key: FeedKey) -> Bool {
        guard let feed = feeds[key] else { return false }
        learned?.insert(key)
        let wasBroken = feed.state.isBroken
        feed.keep(state)
        guard feed.polled.configuration.enabled, wasBroken != state.isBroken else { return false }
        failing += wasBroken ? -1 : 1
        return true
    }
}

/// One feed, a class because there are a hundred thousand of them.
final class KeptFeed {
    let polled: PolledFeed
    /// Without `timing`, which the schedule has.
    private(set) var state: FeedState
    /// A poll of it has ended and is not on disk yet.
    var isSaving = false

    fileprivate init(_ polled: PolledFeed, _ state: consuming FeedState) {
        // Mostly the same text: once is enough.
        if state.validatorsURL == polled.configuration.url { state.validatorsURL = polled.configuration.url }
        state.timing = nil
        (self.polled, self.state) = (polled, state)
    }

    fileprivate func keep(_ state: consuming FeedState) {
        state.timing = nil
        self.state = state
    }

    func note(_ plan: PollPlan) { (state.nextPoll, state.why) = (plan.nextPoll, plan.why) }
}

extension FeedState.Fields {
    fileprivate var isBroken: Bool { failures > 0 }
}
