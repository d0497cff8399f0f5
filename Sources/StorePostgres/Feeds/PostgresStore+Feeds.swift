import FoundationEssentials
import Model
import Store

extension PostgresStore {
    func synchronize(_ sources: [FeedSource]) throws(StoreError) -> [FeedRecord] {
        // As at the last start, mostly: then there is nothing to write, and no lock to take.
        let kept = try read(Self.allFeeds).map { KnownFeed($0) }
        if let records = Self.unchanged(sources, kept) { return records }
        return try bring(sources) { _ in 0 }
    }

    private static let allFeeds = Query("SELECT \(FeedTable.recordColumns), active FROM feed ORDER BY id")
    /// Feeds that one statement inserts.
    private static let insertLimit = 10_000

    /// Makes the feeds these, and no others.
    /// - Parameter shard: of the URL of a new feed.
    func bring(_ sources: [FeedSource], shard: (String) -> Int) throws(StoreError) -> [FeedRecord] {
        try write { transaction in
            _ = try transaction.run(OutboxHead.lock)
            let known = try transaction.run(Self.allFeeds).map { KnownFeed($0) }
            if let records = Self.unchanged(sources, known) { return records }
            let matching = FeedMatching(
                sources, known: known.map(\.record), active: Set(known.filter(\.isActive).map(\.record.id)))
            var nextID = (known.last?.record.id ?? 0) + 1
            var records: [FeedRecord] = []
            var inserted: [FeedRecord] = []
            var named: [(id: FeedID, source: FeedSource)] = []
            var saved: [(FeedID, FeedState)] = []
            records.reserveCapacity(sources.count)
            for (source, step) in zip(sources, matching.steps) {
                switch step {
                case .keep(let old, let isActive):
                    let record = old.named(source, isActive: isActive)
                    if record.state.configurationWhenRetired != old.state.configurationWhenRetired {
                        saved.append((record.id, record.state))
                    }
                    if record.name != old.name || !isActive {
                        named.append((record.id, source))
                    }
                    records.append(record)
                case .move(let old):
                    let record = old.moved(to: source)
                    named.append((record.id, source))
                    saved.append((record.id, record.state))
                    records.append(record)
                case .insert:
                    var record = FeedRecord(
                        id: nextID, url: source.url, name: source.name, state: FeedState(), hasItems: false)
                    record.shard = shard(source.url)
                    inserted.append(record)
                    records.append(record)
                    nextID += 1
                case .again(let place):
                    let record = records[place].named(source, isActive: true)
                    named.append((record.id, source))
                    records.append(record)
                }
            }
            for start in stride(from: 0, to: inserted.count, by: Self.insertLimit) {
                let part = inserted[start..<min(start + Self.insertLimit, inserted.count)]
                _ = try transaction.run(FeedTable.insert(part))
            }
            // One after the other: a feed may be named twice.
            for feed in named { transaction.write(FeedTable.activate([feed])) }
            if !saved.isEmpty { transaction.write(FeedTable.save(saved.map(\.1), of: saved.map(\.0))) }
            if !matching.leaving.isEmpty { transaction.write(FeedTable.deactivate(matching.leaving.sorted())) }
            transaction.write(Query("UPDATE cluster SET feeds = feeds + 1"))
            return records
        }
    }

    /// The records where the store has these feeds and no others, whatever the order.
    private static func unchanged(_ sources: [FeedSource], _ known: [KnownFeed]) -> [FeedRecord]? {
        guard known.count == sources.count, known.allSatisfy(\.isActive) else { return nil }
        let byURL = Dictionary(known.map { ($0.record.url, $0) }) { first, _ in first }
        var records: [FeedRecord] = []
        records.reserveCapacity(sources.count)
        for source in sources {
            guard let feed = byURL[source.url], feed.record.name == source.name else {
                return nil
            }
            records.append(feed.record)
        }
        return byURL.count == sources.count ? records : nil
    }

    func save(_ plans: [PollPlan]) throws(StoreError) {
        guard !plans.isEmpty else { return }
        try write { transaction in
            transaction.write(
                Query(
                    """
                    UPDATE feed SET next_poll = u.next, why = u.why
                    FROM unnest($1::bigint[], $2::bigint[], $3::text[]) AS u (id, next, why) WHERE feed.id = u.id
                    """
                ) {
                    let plans = Dictionary(plans.map { ($0.feed, $0) }) { $1 }.values.sorted { $0.feed < $1.feed }
                    $0.add(plans.map(\.feed))
                    $0.add(plans.map { $0.nextPoll.map(Instant.milliseconds) })
                    $0.add(plans.map { Optional($0.why) })
                })
        }
    }

    func readmit(_ feed: FeedID) throws(StoreError) {
        try write {
            $0.write(Query("UPDATE feed SET retired_as = NULL WHERE id = $1::bigint") { $0.add(feed) })
        }
    }
}

/// A feed of the table, configured or not.
private struct KnownFeed {
    let record: FeedRecord
    let isActive: Bool

    init(_ row: Rows.Row) {
        record = FeedTable.record(row)
        isActive = row.bool(FeedTable.recordCount)
    }
}

extension PostgresReading {
    func statuses(now: Date) throws(StoreError) -> [FeedStatus] {
        try read { transaction in
            let results = try transaction.run([
                Query("SELECT feed, count(*) FROM also_in GROUP BY feed"),
                Query("SELECT \(FeedTable.recordColumns), daily, history FROM feed WHERE active ORDER BY id"),
            ])
            let alsoIn = Dictionary(results[0].map { ($0.integer(0), Int($0.integer(1))) }) { $1 }
            let today = Instant.days(now)
            return results[1].map { row in
                let record = FeedTable.record(row)
                return FeedStatus(
                    record: record, itemsPerDay: DailyCounts(row.bytes(FeedTable.recordCount)).perDay(today: today),
                    alsoIn: alsoIn[record.id] ?? 0, polls: PollHistory.decode(row.bytes(FeedTable.recordCount + 1)))
            }
        }
    }
}
