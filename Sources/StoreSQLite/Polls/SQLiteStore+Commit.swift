import FoundationEssentials
import GRDB
import Identity
import Model
import Store

extension SQLiteStore {
    func commit(_ polls: [PollRecord], now: Date) throws(StoreError) -> CommitResult {
        do throws(StoreError) {
            return try commit(polls, now: now, apart: false)
        } catch  where error.isOfOneRow {
            // Rare enough to begin again: savepoints would cost every commit the copies that they make of its pages.
            return try commit(polls, now: now, apart: true)
        }
    }

    /// - Parameter apart: a poll that cannot be saved fails alone; else it fails all.
    private func commit(_ polls: [PollRecord], now: Date, apart: Bool) throws(StoreError) -> CommitResult {
        try write { database in
            try Connection.writing(rows: polls.lazy.map(\.rows).max() ?? 0, to: database) {
                var transaction = try SQLiteCommit(database, now: now)
                var result = CommitResult()
                result.polls.reserveCapacity(polls.count)
                for poll in polls {
                    result.polls.append(
                        apart
                            ? try transaction.tryToWrite(poll, location: location)
                            : .success(try transaction.write(poll)))
                }
                result.seqs = try transaction.finish()
                return result
            }
        }
    }
}

/// One transaction of `SQLiteStore.commit`; its statements are looked up once for all polls.
private struct SQLiteCommit: CommitTransaction {
    let today: Int64
    private let database: Database
    private let seen: SeenTable
    private let writer: SeenWriter
    private let documents: DocumentTable
    private let feeds: FeedTable
    private let polls: PollWriter
    private let alsoIn: AlsoIn
    private let webhooks: WebhookTable
    private let near: NearTable
    private var outbox: OutboxWriter
    /// Of the feed whose counts were read last.
    private var history: [UInt8] = []

    init(_ database: Database, now: Date) throws {
        self.database = database
        seen = try SeenTable(database)
        writer = try SeenWriter(database)
        documents = DocumentTable(database: database)
        feeds = FeedTable(database: database)
        polls = try PollWriter(database)
        alsoIn = AlsoIn(database: database)
        webhooks = WebhookTable(database: database)
        outbox = try OutboxWriter(database, now: now)
        near = NearTable(database: database, now: outbox.time)
        today = Instant.days(now)
    }

    /// Writes a poll that may fail by itself: then it leaves nothing.
    mutating func tryToWrite(_ poll: PollRecord, location: String) throws -> Result<CommitResult.Poll, StoreError> {
        let before = outbox
        var tally = CommitResult.Poll()
        do {
            try database.inSavepoint {
                tally = try write(poll)
                return .commit
            }
            return .success(tally)
        } catch {
            let error = StoreError(error, path: location)
            guard error.isOfOneRow else { throw error }
            outbox = before
            return .failure(error)
        }
    }

    /// - Returns: the `seq` of the articles that were appended.
    mutating func finish() throws -> Range<Int64> {
        try outbox.finish()
        return outbox.seqs
    }

    // MARK: - What was seen

    func seen(by feed: FeedID) -> SeenTable.FeedRows { seen.of(feed) }

    func insert(_ row: SeenRow) throws -> Int64 { try writer.insert(row) }

    func rewrite(_ row: SeenRow) throws { try writer.rewrite(row) }

    func touch(row: Int64) throws { try writer.touch(id: row, day: today) }

    func forgetURL(row: Int64) throws { try writer.forgetURL(id: row) }

    func note(_ item: ItemID, alsoIn feed: FeedID) throws { try alsoIn.note(item, in: feed) }

    func save(_ memory: FeedMemory, of feed: FeedID) throws { try feeds.save(memory, of: feed) }

    func save(_ document: LastDocument, of feed: FeedID) throws { try documents.save(document, of: feed) }

    // MARK: - The outbox

    mutating func append(_ item: RenderedItem) throws -> OutboxEntry {
        try outbox.append(item, similarTo: try near.place(item))
    }

    func queue(_ entry: OutboxEntry, for webhook: String) throws {
        try webhooks.add(seq: entry.seq, to: webhook, due: outbox.time)
    }

    // MARK: - The feed

    mutating func dailyCounts(of feed: FeedID) throws -> DailyCounts {
        guard let (history, daily) = try polls.bookkeeping(of: feed) else { throw StoreError.noFeed(feed) }
        self.history = history
        return DailyCounts(daily)
    }

    func save(_ counts: DailyCounts, of feed: FeedID) throws { try polls.save(daily: counts.blob, of: feed) }

    func save(_ state: FeedState, _ outcome: PollOutcome, _ counts: DailyCounts, of feed: FeedID) throws {
        try polls.save(
            state, history: PollHistory.appending(outcome, to: history), daily: counts.blob, of: feed)
    }
}
