package import Model

/// Which of the store's feeds are those of feeds.toml: decided here for every store, as `FeedStore.synchronize`
/// promises.
package struct FeedMatching {
    package enum Step {
        /// The URL is known: it takes the name, and is polled again where it was not.
        case keep(FeedRecord, isActive: Bool)
        /// The name is known and its URL is gone from feeds.toml: what is known of the feed goes with it to the new
        /// URL.
        case move(FeedRecord)
        case insert
        /// The URL is further up in feeds.toml, at this place.
        case again(Int)
    }

    /// One for each feed of feeds.toml.
    package private(set) var steps: [Step] = []
    /// Feeds that are no longer configured.
    package private(set) var leaving: Set<FeedID>

    /// - Parameters:
    ///   - known: all feeds of the store.
    ///   - active: those that were configured until now.
    package init(_ sources: [FeedSource], known: [FeedRecord], active: Set<FeedID>) {
        leaving = active
        // By place: a record is large, and there may be fifty thousand.
        let byURL = Dictionary(known.enumerated().map { ($1.url, $0) }) { first, _ in first }
        let configured = Set(sources.map(\.url))
        var orphans = Dictionary(
            known.filter { !configured.contains($0.url) }.map { ($0.name, $0) },
            // Several feeds of former days may have had the name: the one that is polled now, else the latest.
            uniquingKeysWith: { active.contains($0.id) && !active.contains($1.id) ? $0 : $1 })
        var places: [String: Int] = [:]
        steps.reserveCapacity(sources.count)
        for (place, source) in sources.enumerated() {
            if let earlier = places[source.url] {
                steps.append(.again(earlier))
            } else if let record = byURL[source.url].map({ known[$0] }) {
                steps.append(.keep(record, isActive: leaving.remove(record.id) != nil))
            } else if let record = orphans.removeValue(forKey: source.name) {
                leaving.remove(record.id)
                steps.append(.move(record))
            } else {
                steps.append(.insert)
            }
            places[source.url] = places[source.url] ?? place
        }
    }
}

extension FeedRecord {
    /// The feed under a name of its URL: one that comes back is no longer retired.
    package func named(_ source: FeedSource, isActive: Bool) -> FeedRecord {
        var state = state
        if !isActive { (state.configurationWhenRetired, state.goneSince) = (nil, nil) }
        return with(source, state)
    }

    /// The feed under another URL.
    package func moved(to source: FeedSource) -> FeedRecord {
        var state = state
        state.fields.forgetAddress()
        return with(source, state)
    }

    private func with(_ source: FeedSource, _ state: FeedState) -> FeedRecord {
        var record = FeedRecord(id: id, url: source.url, name: source.name, state: state, hasItems: hasItems)
        record.shard = shard
        return record
    }
}
