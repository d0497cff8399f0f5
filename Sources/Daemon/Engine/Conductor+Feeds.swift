import Config
import Deliver
import Fetch
import Files
import Foundation
import Logging
import Model
import Polling
import Schedule
import Settings
import Store

/// Which feeds are polled, and where.
extension Conductor {
    /// The store's records of the feeds of a configuration. Polls go on meanwhile; what they brought before is in there, and
    /// what they bring after is told to the conductor after it has this.
    func synchronized(with configuration: Configuration) async throws(StoreError) -> (
        records: [FeedRecord], places: [Int]?
    ) {
        if let nodes = surroundings.store.nodes {
            let shards = Array(leases.keys)
            var records = try await committer.perform { _ throws(StoreError) in try nodes.feeds(of: shards) }
            let places = match(&records, PlaceIndex(of: configuration.feeds.lazy.map(\.url)), in: configuration)
            return (records, places)
        }
        let sources = configuration.sources
        return (try await committer.perform { store throws(StoreError) in try store.synchronize(sources) }, nil)
    }

    /// Takes over feeds of the configuration: new ones join, the others stay.
    /// - Parameter places: which of the configuration's each is; nil: the first is the first.
    /// - Parameter isAll: those that are not among them leave.
    /// - Returns: what is to be written of when they are polled.
    func applyFeeds(
        _ records: consuming [FeedRecord], at places: [Int]? = nil, of configuration: Configuration, arrival: Arrival,
        isAll: Bool = true
    ) -> [PollPlan] {
        let now = now
        let subscriptions = sinks.subscriptions(in: configuration)
        let keys = records.map(\.id)
        feeds.reserve(records.count)
        for number in records.indices {
            let index = places?[number] ?? number
            let (feed, key, shard) = (configuration.feeds[index], records[number].id, records[number].shard)
            var state = records[number].takeState()
            var timing = state.timing.flatMap { FeedTiming(encoded: $0) } ?? FeedTiming()
            let isEdited = isEdited(feed, since: state, timing)
            // Another URL: no poll there has left anything.
            let isMoved = state.configurationWhenRetired == nil
            if isEdited { timing = timing.revived(moved: isMoved) }
            // Of those that share a store another one may have pushes come.
            let isPushed = onHubNews != nil || surroundings.store.nodes != nil
            if timing.pushedUntil != nil, !isPushed || !configuration.subscribes(to: feed) {
                timing = timing.withoutPushes()
            }
            state.timing = nil  // the largest part, and the schedule has it now
            let notified = subscriptions.filter { $0.mayWant(feed: feed.name) }
            let polled = PolledFeed(
                key: key, feeds: configuration.feeds, index: index, subscriptions: notified,
                lease: leases[shard])
            schedule.add(scheduled(feed, key, state, timing), arrival: arrival, now: now)
            feeds.set(polled, state)
            if isEdited { schedule.revive(key, moved: isMoved, now: now) }
        }
        let removed = isAll ? feeds.keys.subtracting(keys) : []
        feeds.remove(removed)
        for key in removed { schedule.remove(key) }
        tellHubs(of: keys, removed: removed)
        tally.feeds = feeds.count
        return plans(for: keys)
    }

    /// Takes feeds out that are polled elsewhere from now on; what is under way of them is dismissed.
    /// - Returns: them.
    @discardableResult
    func remove(where isMeant: (Lease, FeedKey) -> Bool) -> Set<FeedKey> {
        let keys = feeds.keys.filter { key in feeds[key]?.polled.lease.map { isMeant($0, key) } ?? false }
        guard !keys.isEmpty else { return [] }
        feeds.remove(keys)
        for key in keys { schedule.remove(key) }
        onHubNews?(keys.map { .elsewhere($0) })
        tally.feeds = feeds.count
        return keys
    }

    /// Whether a feed that failed, or was retired (410), has other settings now: then it is polled at once. What holds for
    /// all feeds counts for failures alone: a retired feed answered, whatever it was asked with.
    private func isEdited(_ feed: Configuration.Feed, since state: FeedState, _ timing: FeedTiming) -> Bool {
        guard timing.isGone || timing.failures > 0 else { return false }
        guard let known = state.configurationWhenRetired else { return true }
        let digest = feed.digest
        if !known.starts(with: digest) { return true }
        return !timing.isGone && known != digest + commonDigest
    }

    func scheduled(
        _ feed: Configuration.Feed, _ key: FeedKey, _ state: FeedState, _ timing: FeedTiming
    ) -> ScheduledFeed {
        configuration.scheduled(feed, key: key, url: state.fields.address(of: feed.url).url, timing: timing)
    }

    /// When feeds are polled where their rows say otherwise: polls write it for all but those that are new, disabled,
    /// enabled or woken. `.once` polls all others at once anyway.
    private func plans(for keys: [FeedKey]) -> [PollPlan] {
        keys.compactMap { key -> PollPlan? in
            guard let timing = schedule.timing(of: key), let state = feeds[key]?.state,
                mode == .forever || timing.why == .disabled || timing.why == .push
            else {
                return nil
            }
            let isWritten = state.why == timing.why.rawValue && state.nextPoll.isNear(timing.nextPoll)
            return isWritten ? nil : PollPlan(feed: key, nextPoll: timing.nextPoll, why: timing.why.rawValue)
        }
    }

    func persist(_ plans: [PollPlan]) async throws(StoreError) {
        for plan in plans { feeds[plan.feed]?.note(plan) }
        try await committer.perform { store throws(StoreError) in try store.save(plans) }
    }

    func followMove(of feed: PolledFeed, from old: String?, to state: FeedState) {
        guard old != state.movedTo else { return }
        // Its next polls take the places of the host that it went to.
        if let configured = feeds[feed.key]?.polled.configuration, let timing = schedule.timing(of: feed.key) {
            schedule.update(scheduled(configured, feed.key, state, timing), now: now)
        }
        let facts: Logger.Metadata = [
            "feed": "\(feed.configuration.name)", "url": "\(LoggedURL(state.movedTo ?? feed.configuration.url))",
        ]
        if state.movedTo == nil {
            logger.notice("feed is back at its own URL", metadata: facts)
        } else {
            logger.notice("feed has moved for good; feeds.toml may be edited", metadata: facts)
        }
    }
}

extension Date? {
    /// The store keeps milliseconds.
    fileprivate func isNear(_ other: Date?) -> Bool {
        guard let self, let other else { return self == nil && other == nil }
        return abs(self.timeIntervalSince(other)) < 0.001
    }
}
