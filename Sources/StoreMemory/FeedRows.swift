import Identity
import Model
import Store

/// A feed and all that its polls leave.
struct FeedRow {
    var url: String
    var name: String
    var isActive = true
    var state = FeedState()
    var memory = FeedMemory()
    var document = LastDocument()
    /// The last ones, oldest first.
    var polls: [PollOutcome] = []
    var counts = DailyCounts()

    mutating func keep(_ outcome: PollOutcome) {
        var outcome = outcome
        outcome.failure = outcome.keptFailure
        polls = (polls + [outcome]).suffix(PollOutcome.kept)
    }
}

/// All feeds that ever were. Their numbers begin at 1, without gaps.
struct FeedRows {
    private var rows: [FeedRow] = []

    var ids: Range<FeedID> { 1..<FeedID(rows.count) + 1 }

    subscript(_ id: FeedID) -> FeedRow? {
        get { ids.contains(id) ? rows[Int(id) - 1] : nil }
        set { if ids.contains(id), let newValue { rows[Int(id) - 1] = newValue } }
    }

    func record(of id: FeedID) -> FeedRecord {
        let row = rows[Int(id) - 1]
        return FeedRecord(
            id: id, url: row.url, name: row.name, state: row.state, hasItems: row.memory.firstDocument != nil)
    }

    mutating func synchronize(_ sources: [FeedSource]) -> [FeedRecord] {
        let matching = FeedMatching(
            sources, known: ids.map(record(of:)), active: Set(ids.filter { self[$0]?.isActive == true }))
        var records: [FeedRecord] = []
        for (source, step) in zip(sources, matching.steps) {
            let record: FeedRecord
            switch step {
            case .keep(let known, let isActive): record = known.named(source, isActive: isActive)
            case .move(let known): record = known.moved(to: source)
            case .again(let place): record = records[place].named(source, isActive: true)
            case .insert:
                rows.append(FeedRow(url: source.url, name: source.name))
                record = self.record(of: FeedID(rows.count))
            }
            self[record.id]?.take(record)
            records.append(record)
        }
        for id in matching.leaving { self[id]?.isActive = false }
        return records
    }
}

extension FeedRow {
    fileprivate mutating func take(_ record: FeedRecord) {
        (url, name, state, isActive) = (record.url, record.name, record.state, true)
    }
}
