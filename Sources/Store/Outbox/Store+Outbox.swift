public import FoundationEssentials
import GRDB
public import Model

/// Names the place in the outbox of a sink that takes every article in the order of `seq`: one number says how far it has come.
public struct CursorName: RawRepresentable, Hashable, Sendable {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let spool = CursorName(rawValue: "spool")
}

/// What waits for a sink.
public struct Backlog: Sendable, Equatable {
    /// The last article that the sink has.
    public var seq: Int64
    /// Bytes of all articles after it.
    public var bytes: Int64
    public var isEmpty: Bool { bytes == 0 }
}

/// The outbox as `status` shows it.
public struct OutboxStatus: Sendable, Equatable {
    /// The last `seq` given out.
    public var lastSeq: Int64
    /// When; nil before the first article.
    public var lastTime: Date?
    /// Bytes that the outbox holds, delivered articles among them.
    public var bytes: Int64
    /// Articles of the present UTC day.
    public var newToday: Int
    public var updatedToday: Int
}

extension Store {
    /// Articles after `seq`, by rising `seq`: as many as `limit`, and no more once they exceed `bytes`.
    public func entries(after seq: Int64, limit: Int, bytes: Int = .max) throws(StoreError) -> [OutboxEntry] {
        try read { database in
            var (entries, total) = ([OutboxEntry](), 0)
            let select = try PreparedStatement(database, "\(OutboxRow.select) WHERE seq > ? ORDER BY seq LIMIT ?")
            try select.each({
                $0.set(1, seq)
                $0.set(2, limit)
            }) {
                let entry = try OutboxRow.entry($0)
                entries.append(entry)
                total += entry.json.count + entry.markdown.count + entry.journalLine.count
                return total < bytes
            }
            return entries
        }
    }

    /// How far a sink has come, and what waits for it.
    public func backlog(of sink: CursorName) throws(StoreError) -> Backlog {
        try read { try CursorTable(database: $0).backlog(of: sink) }
    }

    /// Notes that a sink has everything up to `seq` for good. A number behind its place changes nothing.
    public func acknowledge(_ sink: CursorName, through seq: Int64) throws(StoreError) {
        try write { try CursorTable(database: $0).advance(sink, to: seq) }
    }

    /// Makes the next article's number higher than `seq`, which readers have already met: the store may be restored from a
    /// backup that is older than the journal.
    public func raiseSeq(above seq: Int64) throws(StoreError) {
        try write { database in
            var head = try OutboxHead(database)
            guard seq > head.seq else { return }
            head.seq = seq
            try head.save(in: database)
        }
    }

    /// Removes articles from before `date` that every one of `sinks` has and none of `webhooks` is still to be told of, at most
    /// `limit`. Messages of other webhooks, and of those that a 410 stopped, go with their article: nobody may ever come for
    /// them.
    /// - Returns: how many; fewer than `limit` means that none is left.
    public func removeDelivered(
        before date: Date, sinks: [CursorName], webhooks: [String], limit: Int = 1_000
    ) throws(StoreError) -> Int {
        try write { database in
            let told = try webhooks.filter { try !WebhookTable(database: database).isStopped($0) }
            let cursors = CursorTable(database: database)
            let through = try sinks.map { try cursors.place(of: $0).seq }.min() ?? 0
            var removable: [Int64] = []
            let select = try PreparedStatement(
                database,
                """
                SELECT seq, time FROM outbox WHERE seq <= ?
                AND NOT EXISTS (SELECT 1 FROM webhook_message AS m WHERE m.seq = outbox.seq AND m.state = 0
                    AND m.webhook IN (\(told.map { _ in "?" }.joined(separator: ", "))))
                ORDER BY seq LIMIT ?
                """)
            let end = Instant.milliseconds(date)
            try select.each({
                $0.set(1, through)
                for (index, webhook) in told.enumerated() { $0.set(CInt(2 + index), webhook) }
                $0.set(CInt(2 + told.count), limit)
            }) {
                // Time rises with `seq`, which SQLite does not know: it would look through all the rest.
                guard $0.integer(1) < end else { return false }
                removable.append($0.integer(0))
                return true
            }
            let delete = try PreparedStatement(database, "DELETE FROM outbox WHERE seq = ?")
            // Dead letters too go with the article that they were to tell of.
            let deleteMessages = try PreparedStatement(database, "DELETE FROM webhook_message WHERE seq = ?")
            for seq in removable {
                try delete.run { $0.set(1, seq) }
                try deleteMessages.run { $0.set(1, seq) }
            }
            return removable.count
        }
    }

    public func outboxStatus(now: Date) throws(StoreError) -> OutboxStatus {
        try read { database in
            let head = try OutboxHead(database)
            let before = try PreparedStatement(
                database,
                """
                SELECT total - length(json) - length(markdown) - length(journal) FROM outbox ORDER BY seq LIMIT 1
                """
            ).first({ _ in }) { $0.integer(0) }
            let today = try PreparedStatement(database, "SELECT new, updated FROM article_day WHERE day = ?").first({
                $0.set(1, Instant.days(now))
            }) { (Int($0.integer(0)), Int($0.integer(1))) }
            return OutboxStatus(
                lastSeq: head.seq, lastTime: head.time == 0 ? nil : Instant.date(head.time),
                bytes: before.map { head.total - $0 } ?? 0, newToday: today?.0 ?? 0, updatedToday: today?.1 ?? 0)
        }
    }
}
