import FoundationEssentials
import GRDB
import Model
import Store

/// Numbers articles and appends them to the outbox, within one transaction.
struct OutboxWriter {
    private let database: Database
    private let insert: PreparedStatement
    private let namesake: PreparedStatement
    private var head: OutboxHead
    private let firstSeq: Int64
    /// Milliseconds since 1970; never before that of an earlier article.
    let time: Int64
    private let date: Date
    /// Articles that were appended.
    private var new = 0, updated = 0

    init(_ database: Database, now: Date) throws {
        self.database = database
        head = try OutboxHead(database)
        firstSeq = head.seq + 1
        time = max(Instant.milliseconds(now), head.time)
        date = Instant.date(time)
        insert = try PreparedStatement(
            database,
            """
            INSERT INTO outbox (seq, time, total, event, item, revision, backfill, feed, path, journal, json, markdown)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        namesake = try PreparedStatement(
            database, "SELECT 1 FROM outbox WHERE item BETWEEN ? AND ? AND item <> ? LIMIT 1")
    }

    /// Of the articles that were appended.
    var seqs: Range<Int64> { firstSeq..<head.seq + 1 }

    mutating func append(_ item: RenderedItem, similarTo: ItemID? = nil) throws -> OutboxEntry {
        head.seq += 1
        let entry = item.entry(
            seq: head.seq, time: date, similarTo: similarTo, hasNamesake: try hasNamesake(item.id))
        head.total += Int64(entry.json.count + entry.markdown.count + entry.journalLine.count)
        try insert.run {
            $0.set(1, entry.seq)
            $0.set(2, time)
            $0.set(3, head.total)
            $0.set(4, entry.event == .updated)
            $0.set(5, entry.id.bytes)
            $0.set(6, entry.revision)
            $0.set(7, entry.isBackfill)
            $0.set(8, entry.feed)
            $0.set(9, entry.path)
            $0.set(10, entry.journalLine)
            $0.set(11, entry.json)
            $0.set(12, entry.markdown)
        }
        if entry.event == .new { new += 1 } else { updated += 1 }
        return entry
    }

    /// Whether the file of another article may have the same name.
    private func hasNamesake(_ id: ItemID) throws -> Bool {
        let (first, last) = id.namesakes
        return try namesake.isAny([first, last, id.bytes])
    }

    /// Moves the head, and counts the day's articles.
    func finish() throws {
        guard new + updated > 0 else { return }
        try OutboxHead(seq: head.seq, time: time, total: head.total).save(in: database)
        try PreparedStatement(
            database,
            """
            INSERT INTO article_day (day, new, updated) VALUES (?1, ?2, ?3)
            ON CONFLICT (day) DO UPDATE SET new = new + ?2, updated = updated + ?3
            """
        ).run {
            $0.set(1, Instant.days(time))
            $0.set(2, new)
            $0.set(3, updated)
        }
    }
}

/// The last number and time given to an article, and the bytes of all articles so far; outlives the rows themselves.
struct OutboxHead {
    var seq: Int64
    var time: Int64
    var total: Int64

    init(seq: Int64, time: Int64, total: Int64) {
        (self.seq, self.time, self.total) = (seq, time, total)
    }

    init(_ database: Database) throws {
        let select = try PreparedStatement(database, "SELECT seq, time, total FROM head")
        guard
            let head = try select.first(
                { _ in }, { OutboxHead(seq: $0.integer(0), time: $0.integer(1), total: $0.integer(2)) })
        else { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "the outbox has no head") }
        self = head
    }

    func save(in database: Database) throws {
        try PreparedStatement(database, "UPDATE head SET seq = ?, time = ?, total = ?").run {
            $0.set(1, seq)
            $0.set(2, time)
            $0.set(3, total)
        }
    }
}
