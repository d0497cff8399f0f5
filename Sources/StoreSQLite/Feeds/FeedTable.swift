import FoundationEssentials
import GRDB
import Identity
import Model
import Store

/// The table `feed` within one transaction.
struct FeedTable {
    private static let recordColumns = (["id", "url", "name", "first_document"] + StateColumn.names).joined(
        separator: ", ")
    private static let save = "UPDATE feed SET \(StateColumn.assignments(from: 2)) WHERE id = ?1"
    /// Columns that `record` reads.
    private static let recordCount = CInt(4 + StateColumn.allCases.count)

    let database: Database

    /// All feeds that are configured, in no order; with those of earlier days where `includingInactive`.
    /// - Parameter expected: about how many there are.
    func all(includingInactive: Bool = false, expecting expected: Int = 0) throws -> [FeedRecord] {
        let filter = includingInactive ? "" : " WHERE active"
        let select = try PreparedStatement(database, "SELECT \(Self.recordColumns) FROM feed\(filter)")
        var records: [FeedRecord] = []
        records.reserveCapacity(expected)
        try select.each({ _ in }) {
            records.append(Self.record($0))
            return true
        }
        return records
    }

    /// The ids of those that are configured.
    func active() throws -> Set<FeedID> {
        var ids: Set<FeedID> = []
        try PreparedStatement(database, "SELECT id FROM feed WHERE active").each({ _ in }) {
            ids.insert($0.integer(0))
            return true
        }
        return ids
    }

    /// Each configured feed with what is told about it to people.
    func statuses(today: Int64) throws -> [FeedStatus] {
        let select = try PreparedStatement(
            database, "SELECT \(Self.recordColumns), daily, history FROM feed WHERE active ORDER BY id")
        let alsoIn = try AlsoIn(database: database).counts()
        var statuses: [FeedStatus] = []
        try select.each({ _ in }) {
            let record = Self.record($0)
            statuses.append(
                FeedStatus(
                    record: record,
                    itemsPerDay: DailyCounts($0.bytes(Self.recordCount)).perDay(today: today),
                    alsoIn: alsoIn[record.id] ?? 0,
                    polls: PollHistory.decode($0.bytes(Self.recordCount + 1))))
            return true
        }
        return statuses
    }

    func identity(of feed: FeedID) throws -> (url: String, memory: FeedMemory)? {
        let select = try PreparedStatement(
            database,
            "SELECT url, first_document, last_document, oldest_news, spoiled_guid, spoiled_url FROM feed WHERE id = ?")
        return try select.first({ $0.set(1, feed) }) {
            (
                $0.text(0),
                FeedMemory(
                    firstDocument: $0.optionalInteger(1), lastDocument: $0.optionalInteger(2),
                    oldestNews: $0.optionalInteger(3),
                    spoiledGuid: $0.optionalInteger(4).map { UInt64(bitPattern: $0) },
                    spoiledURL: $0.optionalInteger(5).map { UInt64(bitPattern: $0) })
            )
        }
    }

    func insert(_ source: FeedSource) throws -> FeedRecord {
        try PreparedStatement(database, "INSERT INTO feed (url, name) VALUES (?, ?)").run {
            $0.set(1, source.url)
            $0.set(2, source.name)
        }
        return FeedRecord(
            id: database.lastInsertedRowID, url: source.url, name: source.name, state: FeedState(), hasItems: false)
    }

    func activate(_ feed: FeedID, as source: FeedSource) throws {
        try PreparedStatement(database, "UPDATE feed SET url = ?, name = ?, active = 1 WHERE id = ?").run {
            $0.set(1, source.url)
            $0.set(2, source.name)
            $0.set(3, feed)
        }
    }

    func deactivate(_ feed: FeedID) throws {
        try PreparedStatement(database, "UPDATE feed SET active = 0 WHERE id = ?").run { $0.set(1, feed) }
    }

    func readmit(_ feed: FeedID) throws {
        try PreparedStatement(database, "UPDATE feed SET retired_as = NULL WHERE id = ?").run { $0.set(1, feed) }
    }

    func save(_ state: FeedState, of feed: FeedID) throws {
        try PreparedStatement(database, Self.save).run {
            $0.set(1, feed)
            state.bind(to: &$0, from: 2)
        }
    }

    /// Writes when a feed is next polled, and why, and nothing else.
    func save(_ plans: [PollPlan]) throws {
        let update = try PreparedStatement(database, "UPDATE feed SET next_poll = ?2, why = ?3 WHERE id = ?1")
        for plan in plans {
            try update.run {
                $0.set(1, plan.feed)
                $0.set(2, plan.nextPoll.map(Instant.milliseconds))
                $0.set(3, plan.why)
            }
        }
    }

    func save(_ memory: FeedMemory, of feed: FeedID) throws {
        try PreparedStatement(
            database,
            """
            UPDATE feed SET first_document = ?, last_document = ?, oldest_news = ?, spoiled_guid = ?, spoiled_url = ?
            WHERE id = ?
            """
        ).run {
            $0.set(1, memory.firstDocument)
            $0.set(2, memory.lastDocument)
            $0.set(3, memory.oldestNews)
            $0.set(4, memory.spoiledGuid.map { Int64(bitPattern: $0) })
            $0.set(5, memory.spoiledURL.map { Int64(bitPattern: $0) })
            $0.set(6, feed)
        }
    }

    private static func record(_ columns: PreparedStatement.Columns) -> FeedRecord {
        FeedRecord(
            id: columns.integer(0), url: columns.text(1), name: columns.text(2),
            state: FeedState(columns, from: 4), hasItems: !columns.isNull(3))
    }
}
