import FoundationEssentials
import GRDB
import Identity
import Model

/// The table `feed` within one transaction.
struct FeedTable {
    /// What a poll writes, in the order in which `bind` and `record` number it.
    private static let stateColumns = [
        "title", "etag", "last_modified", "body_hash", "moved_to", "move_target", "move_since", "move_failures",
        "timing", "next_poll", "why", "failures", "last_status", "last_error", "last_success", "last_poll",
        "validators_url", "retired_as", "archive_next", "archive_pages", "since",
    ]
    private static let recordColumns = "id, url, name, first_document, " + stateColumns.joined(separator: ", ")
    private static let save = "UPDATE feed SET \(assignments(from: 2)) WHERE id = ?1"
    /// Columns that `record` reads.
    static let recordCount = CInt(4 + stateColumns.count)

    let database: Database

    /// All feeds that are configured, in no order; with those of earlier days where `includingInactive`.
    func all(includingInactive: Bool = false) throws -> [FeedRecord] {
        let filter = includingInactive ? "" : " WHERE active"
        let select = try PreparedStatement(database, "SELECT \(Self.recordColumns) FROM feed\(filter)")
        var records: [FeedRecord] = []
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
            Self.bind(state, from: 2, to: $0)
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

    static func assignments(from first: Int) -> String {
        zip(first..., stateColumns).map { "\($1) = ?\($0)" }.joined(separator: ", ")
    }

    static func bind(_ state: FeedState, from first: CInt, to bindings: PreparedStatement.Bindings) {
        bindings.set(first, state.title)
        bindings.set(first + 1, state.etag)
        bindings.set(first + 2, state.lastModified)
        bindings.set(first + 3, state.bodyHash)
        bindings.set(first + 4, state.movedTo)
        bindings.set(first + 5, state.moveTarget)
        bindings.set(first + 6, state.moveSince.map(Instant.milliseconds))
        bindings.set(first + 7, state.moveFailures)
        bindings.set(first + 8, state.timing)
        bindings.set(first + 9, state.nextPoll.map(Instant.milliseconds))
        bindings.set(first + 10, state.why)
        bindings.set(first + 11, state.failures)
        bindings.set(first + 12, state.lastStatus.map { Int64($0) })
        bindings.set(first + 13, state.failure?.sentence)
        bindings.set(first + 14, state.lastSuccess.map(Instant.milliseconds))
        bindings.set(first + 15, state.lastPoll.map(Instant.milliseconds))
        bindings.set(first + 16, state.validatorsURL)
        bindings.set(first + 17, state.retiredAs)
        bindings.set(first + 18, state.archiveNext)
        bindings.set(first + 19, state.archivePages)
        bindings.set(first + 20, state.since.map(Instant.milliseconds))
    }

    private static func record(_ columns: PreparedStatement.Columns) -> FeedRecord {
        var state = FeedState()
        state.title = columns.optionalText(4)
        state.etag = columns.optionalBytes(5)
        state.lastModified = columns.optionalBytes(6)
        state.bodyHash = columns.optionalBytes(7)
        state.movedTo = columns.optionalText(8)
        state.moveTarget = columns.optionalText(9)
        state.moveSince = Instant.date(columns.optionalInteger(10))
        state.moveFailures = Int(columns.integer(11))
        state.timing = columns.optionalBytes(12)
        state.nextPoll = Instant.date(columns.optionalInteger(13))
        state.why = columns.optionalText(14)
        state.failures = Int(columns.integer(15))
        state.lastStatus = columns.optionalInteger(16).map { Int($0) }
        state.failure = columns.optionalText(17).map { PollFailure(.unknown, $0) }
        state.lastSuccess = Instant.date(columns.optionalInteger(18))
        state.lastPoll = Instant.date(columns.optionalInteger(19))
        state.validatorsURL = columns.optionalText(20)
        state.retiredAs = columns.optionalBytes(21)
        state.archiveNext = columns.optionalText(22)
        state.archivePages = Int(columns.integer(23))
        state.since = Instant.date(columns.optionalInteger(24))
        return FeedRecord(
            id: columns.integer(0), url: columns.text(1), name: columns.text(2), state: state,
            hasItems: !columns.isNull(3))
    }
}
