public import FoundationEssentials
import GRDB
public import Model

extension Store {
    /// Makes the store's feeds those of feeds.toml, and gives their records in the same order.
    ///
    /// A feed is recognized by its URL, else by its name if the URL that it had is configured no more: then it keeps all
    /// that is known of it but its validators and moves. Feeds that are no longer configured stay as memory of what was
    /// seen, and come back with it; one that was retired is so no longer.
    public func synchronize(_ sources: [FeedSource]) throws(StoreError) -> [FeedRecord] {
        try write { database in
            let table = FeedTable(database: database)
            let known = try table.all(includingInactive: true)
            let active = try table.active()
            // As at the last start, mostly: then there is nothing to write, and no second list to make.
            if known.count == active.count, known.map(\.source) == sources { return known }
            // By place: a record is large, and there may be fifty thousand.
            let byURL = Dictionary(known.enumerated().map { ($1.url, $0) }) { first, _ in first }
            var fresh: [String: FeedRecord] = [:]
            let configured = Set(sources.map(\.url))
            var orphans = Dictionary(
                known.filter { !configured.contains($0.url) }.map { ($0.name, $0) },
                // Several feeds of former days may have had the name: the one that is polled now, else the latest.
                uniquingKeysWith: { active.contains($0.id) && !active.contains($1.id) ? $0 : $1 })
            let records = try sources.map { source in
                let record: FeedRecord
                if let known = fresh[source.url] ?? byURL[source.url].map({ known[$0] }) {
                    return try rename(known, to: source, isActive: active.contains(known.id), in: table)
                } else if let orphan = orphans.removeValue(forKey: source.name) {
                    record = try move(orphan, to: source, in: table)
                } else {
                    record = try table.insert(source)
                }
                fresh[source.url] = record
                return record
            }
            for id in active.subtracting(records.map(\.id)) { try table.deactivate(id) }
            return records
        }
    }

    /// Writes when feeds are next polled where no poll says so: new ones, those switched off or on, those woken.
    public func save(_ plans: [PollPlan]) throws(StoreError) {
        guard !plans.isEmpty else { return }
        try write { try FeedTable(database: $0).save(plans) }
    }

    /// Takes back that a feed was retired: at the next start it is polled.
    public func readmit(_ feed: FeedID) throws(StoreError) {
        try write { try FeedTable(database: $0).readmit(feed) }
    }

    /// All configured feeds, for people; in the order in which they came.
    public func statuses(now: Date) throws(StoreError) -> [FeedStatus] {
        try read { try FeedTable(database: $0).statuses(today: Instant.days(now)) }
    }

    private func rename(
        _ record: FeedRecord, to source: FeedSource, isActive: Bool, in table: FeedTable
    ) throws -> FeedRecord {
        guard record.name != source.name || !isActive else { return record }
        try table.activate(record.id, as: source)
        var state = record.state
        if !isActive, state.retiredAs != nil {
            state.retiredAs = nil
            try table.save(state, of: record.id)
        }
        return FeedRecord(id: record.id, url: source.url, name: source.name, state: state, hasItems: record.hasItems)
    }

    private func move(_ record: FeedRecord, to source: FeedSource, in table: FeedTable) throws -> FeedRecord {
        var state = record.state
        state.forgetAddress()
        try table.activate(record.id, as: source)
        try table.save(state, of: record.id)
        return FeedRecord(id: record.id, url: source.url, name: source.name, state: state, hasItems: record.hasItems)
    }
}
