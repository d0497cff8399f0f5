import FoundationEssentials
import GRDB
import Model
import Store

extension SQLiteStore {
    func synchronize(_ sources: [FeedSource]) throws(StoreError) -> [FeedRecord] {
        try write { database in
            let table = FeedTable(database: database)
            let known = try table.all(includingInactive: true, expecting: sources.count)
            let active = try table.active()
            // As at the last start, mostly: then there is nothing to write, and no second list to make.
            if known.count == active.count, known.map(\.source) == sources { return known }
            let matching = FeedMatching(sources, known: known, active: active)
            var records: [FeedRecord] = []
            records.reserveCapacity(sources.count)
            for (source, step) in zip(sources, matching.steps) {
                switch step {
                case .keep(let record, let isActive):
                    records.append(try rename(record, to: source, isActive: isActive, in: table))
                case .move(let record): records.append(try move(record, to: source, in: table))
                case .insert: records.append(try table.insert(source))
                case .again(let place):
                    records.append(try rename(records[place], to: source, isActive: true, in: table))
                }
            }
            for id in matching.leaving { try table.deactivate(id) }
            return records
        }
    }

    func save(_ plans: [PollPlan]) throws(StoreError) {
        guard !plans.isEmpty else { return }
        try write { try FeedTable(database: $0).save(plans) }
    }

    func readmit(_ feed: FeedID) throws(StoreError) {
        try write { try FeedTable(database: $0).readmit(feed) }
    }

    private func rename(
        _ record: FeedRecord, to source: FeedSource, isActive: Bool, in table: FeedTable
    ) throws -> FeedRecord {
        guard record.name != source.name || !isActive else { return record }
        let renamed = record.named(source, isActive: isActive)
        try table.activate(record.id, as: source)
        if renamed.state.configurationWhenRetired != record.state.configurationWhenRetired {
            try table.save(renamed.state, of: record.id)
        }
        return renamed
    }

    private func move(_ record: FeedRecord, to source: FeedSource, in table: FeedTable) throws -> FeedRecord {
        let moved = record.moved(to: source)
        try table.activate(record.id, as: source)
        try table.save(moved.state, of: record.id)
        return moved
    }
}

extension SQLiteReading {
    func statuses(now: Date) throws(StoreError) -> [FeedStatus] {
        try read { try FeedTable(database: $0).statuses(today: Instant.days(now)) }
    }
}
