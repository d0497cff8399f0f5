import FoundationEssentials
import Identity
import Model
import Store

/// One transaction of `PostgresStore.commit`: all that its decisions need is fetched at once, and all that it writes goes out
/// at once, whatever the number of polls.
struct PostgresCommit: CommitTransaction {
    let today: Int64
    private let transaction: Transaction
    private var head: OutboxHead
    private let firstSeq: Int64
    /// The articles' time (milliseconds since 1970); never before that of an earlier article.
    private let time: Int64
    /// Nil: no other process has feeds.
    private let fence: Fence?
    private let leases: [FeedID: Lease]
    private let shards: [FeedID: Int64]
    /// Of each feed; a poll changes them for the next one of the same feed.
    private var books: [FeedID: (history: [UInt8], daily: [UInt8])]
    private var seen: CommitMemory
    private var near: NearTable
    private var namesakes: Set<ItemID>
    private var names: [String: ItemID] = [:]
    private var work = CommitWork()

    /// - Parameter process: of which the shards have to be; nil: there is no other.
    init(_ polls: [PollRecord], now: Date, process: [UInt8]?, in transaction: Transaction) throws {
        self.transaction = transaction
        let examinations = polls.compactMap(\.examination)
        let items = polls.flatMap { $0.articles.map(\.item) }
        let feeds = Set(polls.map(\.feed)).sorted()
        let touchesOthers = !items.isEmpty || examinations.contains { $0.numbersOrMoves }
        var queries = [
            Query("SELECT id, history, daily, shard FROM feed WHERE id = ANY($1::bigint[])") { $0.add(feeds) },
            touchesOthers ? OutboxHead.lock : OutboxHead.select,
        ]
        // Ahead of the head: who has lost a shard is not to hold up the others.
        if let process { queries.insert(Fence.lock(for: feeds, of: process), at: 0) }
        let (memory, sketches) = (CommitMemory.select(examinations), NearTable.select(items))
        queries += memory + sketches
        if !items.isEmpty { queries.append(OutboxTable.selectNamesakes(items.map(\.id))) }
        var results = try transaction.run(queries)[...]
        fence = process.map { _ in Fence(results.removeFirst()) }
        leases = Dictionary(polls.compactMap { poll in poll.lease.map { (poll.feed, $0) } }) { $1 }
        let rows = results.removeFirst()
        books = Dictionary(rows.map { ($0.integer(0), ($0.bytes(1), $0.bytes(2))) }) { $1 }
        shards = Dictionary(rows.map { ($0.integer(0), $0.integer(3)) }) { $1 }
        head = try OutboxHead(results.removeFirst())
        seen = try CommitMemory(results.prefix(memory.count))
        near = NearTable(results.dropFirst(memory.count).prefix(sketches.count))
        namesakes = items.isEmpty ? [] : Set(results[results.endIndex - 1].map { items[Int($0.integer(0)) - 1].id })
        (firstSeq, today) = (head.seq + 1, Instant.days(now))
        time = max(Instant.milliseconds(now), head.time)
    }

    /// Writes a poll; one that cannot be saved because its feed is not there, or not ours, leaves nothing.
    mutating func tryToWrite(_ poll: PollRecord) throws -> Result<CommitResult.Poll, StoreError> {
        do {
            let brought = try write(poll)
            if let shard = poll.shard, shards[poll.feed] != Int64(shard) { work.shards[poll.feed] = Int64(shard) }
            if let manners = poll.manners { work.manners[manners.host] = manners.bytes }
            return .success(brought)
        } catch let error as StoreError {
            return .failure(error)
        }
    }

    /// Writes a poll whose values the server may refuse: then it leaves nothing.
    mutating func tryToWriteApart(_ poll: PollRecord, location: String) throws -> Result<CommitResult.Poll, StoreError>
    {
        let before = self
        do {
            var result: Result<CommitResult.Poll, StoreError> = .failure(.noFeed(poll.feed))
            try transaction.savepoint {
                result = try tryToWrite(poll)
                flush()
            }
            return result
        } catch let fault as ServerFault where fault.isOfOneRow {
            self = before
            return .failure(fault.storeError(at: location))
        }
    }

    /// - Returns: the `seq` of the articles that were appended.
    mutating func finish() -> Range<Int64> {
        flush()
        return firstSeq..<head.seq + 1
    }

    private mutating func flush() {
        for query in work.queries(today: today, day: Instant.days(time)) { transaction.write(query) }
        if work.hasNumbered { transaction.write(head.save) }
        work = CommitWork()
    }

    // MARK: - What was seen

    func seen(by feed: FeedID) -> CommitMemory.ByFeed { seen.of(feed) }

    mutating func insert(_ row: SeenRow) -> Int64 {
        head.seen += 1
        var row = row
        row.id = head.seen
        seen.insert(row)
        work.inserted.append(row)
        return row.id
    }

    mutating func rewrite(_ row: SeenRow) {
        seen.rewrite(row)
        work.rewritten.append(row)
    }

    mutating func touch(row: Int64) { work.touched.append(row) }

    mutating func forgetURL(row: Int64) {
        seen.forgetURL(of: row)
        work.forgotten.append(row)
    }

    mutating func note(_ item: ItemID, alsoIn feed: FeedID) { work.alsoIn.append((item, feed)) }

    mutating func save(_ memory: FeedMemory, of feed: FeedID) { work.memories[feed] = memory }

    mutating func save(_ document: LastDocument, of feed: FeedID) { work.documents[feed] = document }

    // MARK: - The outbox

    mutating func append(_ item: RenderedItem) -> OutboxEntry {
        let similar = near.place(item, now: time, lastID: &head.near, in: transaction)
        head.seq += 1
        let hasNamesake = namesakes.contains(item.id) || names[item.id.short].map { $0 != item.id } ?? false
        names[item.id.short] = item.id
        let entry = item.entry(
            seq: head.seq, time: Instant.date(time), similarTo: similar, hasNamesake: hasNamesake)
        (head.total, head.time) = (head.total + entry.size, time)
        work.articles.append(entry)
        work.totals.append(head.total)
        return entry
    }

    mutating func queue(_ entry: OutboxEntry, for webhook: String) {
        work.messages.append((webhook, entry.seq, time))
    }

    // MARK: - The feed

    func dailyCounts(of feed: FeedID) throws -> DailyCounts {
        guard let book = books[feed], let shard = shards[feed] else { throw StoreError.noFeed(feed) }
        if let fence, !fence.holds(leases[feed], of: shard) { throw StoreError.lost(feed) }
        return DailyCounts(book.daily)
    }

    mutating func save(_ counts: DailyCounts, of feed: FeedID) {
        books[feed]?.daily = counts.blob
        work.daily[feed] = counts.blob
    }

    mutating func save(_ state: FeedState, _ outcome: PollOutcome, _ counts: DailyCounts, of feed: FeedID) {
        let book = (history: PollHistory.appending(outcome, to: books[feed]?.history ?? []), daily: counts.blob)
        books[feed] = book
        work.daily[feed] = nil
        work.states[feed] = (state, book)
    }
}

extension Examination {
    /// Rows get numbers, or come under other keys.
    fileprivate var numbersOrMoves: Bool {
        changes.contains {
            switch $0 {
            case .insert, .rewrite: true
            case .touch, .forgetURL: false
            }
        }
    }
}
