import Config
import Files
import Foundation
import Logging
import Model
import Polling
import Schedule
import Store

/// What other processes that share the store have to do with the polls of this one.
extension Conductor {
    /// Feeds that it polls.
    var feedCount: Int { feeds.count }

    /// Shards with polls under way.
    var busyShards: Set<Int> {
        Set(feeds.leases { key, feed in schedule.isRunning(key) || feed.isSaving }.map(\.shard))
    }

    /// Nothing is begun beyond it, and what is under way ends with it: others may ask the hosts then.
    func note(_ term: LeaseTerm) {
        self.term = term
        termWatch?.cancel()
        if let end = term.end {
            termWatch = Task {
                await surroundings.clock.sleep(end - surroundings.clock.uptime())  // cancelled by a renewal
                if !Task.isCancelled { cancelPolls() }
            }
        } else {
            cancelPolls()
        }
        pump()
    }

    var isLeaseValid: Bool { term.map { $0.isValid(at: surroundings.clock.uptime()) } ?? true }

    /// What was under way is polled again where the feeds stay.
    private func cancelPolls() {
        unsaved.formUnion(cancellable.keys)
        for poll in cancellable.values { poll.cancel() }
    }

    /// What could not be saved meanwhile is polled again when the store is back.
    func note(storeIsAway isAway: Bool) {
        self.isStoreAway = isAway
        guard !isAway else { return }
        for key in unsaved { schedule.pollNow(key, now: now) }
        unsaved = []
        pump()
    }

    /// Feeds of these shards are polled here from now on. What is written of them is not waited for.
    /// - Parameter manners: what hosts have asked for, by name.
    func take(_ leases: [Lease], _ records: consuming [FeedRecord], manners: [String: [UInt8]]) {
        var records = consume records
        for lease in leases { self.leases[lease.shard] = lease }
        // A part of them may have come before the database went away.
        records.removeAll { record in feeds[record.id].map { $0.polled.lease == self.leases[record.shard] } ?? false }
        let places = match(&records, placesOfURLs, in: configuration)
        // The first token is that of a shard which no one had.
        let others = records.filter { (self.leases[$0.shard]?.token ?? 0) > 1 }.map(\.id)
        let plans = applyFeeds(records, at: places, of: configuration, arrival: .start, isAll: false)
        schedule.takeOver(others, manners: manners, now: now)
        notifier.status(statusText)
        pump()
        guard !plans.isEmpty else { return }
        // It is in the store's line before what any poll of these feeds leaves.
        Task.immediate {
            do throws(StoreError) {
                try await persist(plans)
            } catch {
                logger.debug("cannot write when feeds are polled", metadata: ["error": "\(error)"])
            }
        }
    }

    /// What is under way of these shards is not kept.
    func lose(_ shards: Set<Int>) {
        guard !shards.isEmpty else { return }
        for shard in shards { leases[shard] = nil }
        let keys = remove { lease, _ in shards.contains(lease.shard) }
        for key in keys { cancellable[key]?.cancel() }
        notifier.status(statusText)
    }

    /// Feeds that another node was asked to poll, or that have come into a shard of this one.
    func wanted(_ keys: [FeedKey], from nodes: any NodeStore) async {
        let unknown = Set(keys.filter { feeds[$0] == nil })
        for key in keys { schedule.pollNow(key, now: now) }
        pump()
        guard !unknown.isEmpty else { return }
        do throws(StoreError) {
            let records = try await committer.perform { [leases] _ throws(StoreError) in
                try nodes.feeds(Array(unknown), of: Array(leases.keys))
            }
            take([], records, manners: [:])
        } catch {
            logger.debug("cannot read feeds that have moved", metadata: ["error": "\(error)"])
        }
    }

    /// Leaves those that are in a configuration and in a shard of this node.
    /// - Returns: their places in the configuration.
    func match(_ records: inout [FeedRecord], _ index: PlaceIndex, in configuration: Configuration) -> [Int] {
        var places: [Int] = []
        places.reserveCapacity(records.count)
        records.removeAll { record in
            guard leases[record.shard] != nil,
                let place = index.place(of: record.url, { configuration.feeds[$0].url == record.url })
            else { return true }
            places.append(place)
            return false
        }
        return places
    }

    /// - Returns: those of the names that are not polled here, though feeds.toml has them.
    func elsewhere(_ names: [String]?) -> [String] {
        let here = feeds.byName
        let configured = Set(configuration.feeds.map(\.name))
        return (names ?? configuration.feeds.map(\.name)).filter { here[$0] == nil && configured.contains($0) }
    }

    /// What the process that polls the feed next has to know of this poll.
    func withFacts(forOthers record: PollRecord, _ outcome: PollResult) -> PollRecord {
        guard record.lease != nil else { return record }
        var record = record
        if let address = record.state.movedTo ?? feeds[record.feed]?.polled.configuration.url {
            record.shard = configuration.shard(of: address)
        }
        if case .refused(429, _) = outcome, let manners = schedule.manners(of: record.feed) {
            record.manners = .init(host: manners.host, bytes: manners.bytes)
        }
        return record
    }

    /// A feed has moved to a host that another node may poll.
    func leaveIfMoved(_ feed: PolledFeed, to shard: Int?) {
        guard let shard, let lease = feed.lease, lease.shard != shard else { return }
        remove { $0 == lease && $1 == feed.key }
    }
}
