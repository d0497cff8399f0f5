public import FoundationEssentials
import GRDB

extension Store {
    private static let columns = """
        o.seq, o.time, o.event, o.item, o.revision, o.backfill, o.feed, o.path, o.journal, o.json, o.markdown,
        m.webhook, m.attempts, m.due, m.error, m.state
        """

    /// Messages of one webhook whose next attempt is due, by `seq`: one that failed goes ahead of those that came after it
    /// and were never tried.
    public func dueMessages(of webhook: String, now: Date, limit: Int) throws(StoreError) -> [PendingMessage] {
        // Of a webhook that waits with all it has this costs one row of the index by due times.
        guard let first = try nextDue(of: webhook), Instant.milliseconds(first) <= Instant.milliseconds(now) else {
            return []
        }
        return try read { database in
            let select = try PreparedStatement(
                database,
                """
                SELECT \(Self.columns) FROM webhook_message AS m JOIN outbox AS o ON o.seq = m.seq
                WHERE m.webhook = ? AND +m.state = 0 AND +m.due <= ? ORDER BY m.seq LIMIT ?
                """)  // `+`: in the order of the primary key, or all that is due would be read and sorted
            return try Self.messages(select) {
                $0.set(1, webhook)
                $0.set(2, Instant.milliseconds(now))
                $0.set(3, limit)
            }
        }
    }

    /// The first message above `seq` whose next attempt is due after `now`; nil where there is none.
    public func nextWaiting(of webhook: String, above seq: Int64, now: Date) throws(StoreError) -> PendingMessage? {
        try read { database in
            let select = try PreparedStatement(
                database,
                """
                SELECT \(Self.columns) FROM webhook_message AS m JOIN outbox AS o ON o.seq = m.seq
                WHERE m.webhook = ? AND +m.state = 0 AND m.seq > ? AND +m.due > ? ORDER BY m.seq LIMIT 1
                """)
            return try Self.messages(select) {
                $0.set(1, webhook)
                $0.set(2, seq)
                $0.set(3, Instant.milliseconds(now))
            }.first
        }
    }

    /// The messages that go out in one body next, by `seq`: those of a batch that failed before, or the first that are due,
    /// which from now on belong together.
    public func nextBatch(of webhook: String, now: Date, limit: Int) throws(StoreError) -> [PendingMessage] {
        guard let first = try dueMessages(of: webhook, now: now, limit: 1).first else { return [] }
        return try batch(of: first, now: now, limit: limit)
    }

    /// What goes out in one body with `first`, by `seq`.
    public func batch(of first: PendingMessage, now: Date, limit: Int) throws(StoreError) -> [PendingMessage] {
        try write { database in
            let (webhook, table) = (first.webhook, WebhookTable(database: database))
            if try table.batch(of: webhook, seq: first.entry.seq) == nil {
                try table.formBatch(of: webhook, from: first.entry.seq, due: Instant.milliseconds(now), limit: limit)
            }
            let select = try PreparedStatement(
                database,
                """
                SELECT \(Self.columns) FROM webhook_message AS m JOIN outbox AS o ON o.seq = m.seq
                WHERE m.webhook = ?1 AND m.state = 0 AND m.batch = (
                    SELECT batch FROM webhook_message WHERE webhook = ?1 AND seq = ?2)
                ORDER BY m.seq LIMIT ?3
                """)
            return try Self.messages(select) {
                $0.set(1, webhook)
                $0.set(2, first.entry.seq)
                $0.set(3, limit)
            }
        }
    }

    /// The receiver is back after an outage: all that waits for it is due now, with the attempts that it has left.
    public func wake(webhook: String, now: Date) throws(StoreError) {
        try write { database in
            try PreparedStatement(
                database, "UPDATE webhook_message SET due = ?2 WHERE webhook = ?1 AND state = 0 AND due > ?2"
            ).run {
                $0.set(1, webhook)
                $0.set(2, Instant.milliseconds(now))
            }
        }
    }

    /// When the next attempt of any message of this webhook is due; nil where none waits.
    public func nextDue(of webhook: String) throws(StoreError) -> Date? {
        try read { database in
            try PreparedStatement(
                database,
                "SELECT due FROM webhook_message WHERE webhook = ? AND state = 0 ORDER BY due LIMIT 1"
            ).first({ $0.set(1, webhook) }) { Instant.date($0.integer(0)) }
        }
    }

    /// What waits or was given up, by webhook and `seq`.
    public func messages(of webhook: String, limit: Int = 100) throws(StoreError) -> [PendingMessage] {
        try read { database in
            let select = try PreparedStatement(
                database,
                """
                SELECT \(Self.columns) FROM webhook_message AS m JOIN outbox AS o ON o.seq = m.seq
                WHERE m.webhook = ? ORDER BY m.seq LIMIT ?
                """)
            return try Self.messages(select) {
                $0.set(1, webhook)
                $0.set(2, limit)
            }
        }
    }

    /// When the oldest article was committed that one of these webhooks is still to be told of; nil where nothing waits. What
    /// a 410 stopped waits for nobody knows how long, and does not count.
    public func oldestWaiting(for webhooks: [String]) throws(StoreError) -> Date? {
        try read { database in
            let select = try PreparedStatement(
                database,
                """
                SELECT o.time FROM webhook_message AS m JOIN outbox AS o ON o.seq = m.seq
                WHERE m.webhook = ? AND m.state = 0 ORDER BY m.seq LIMIT 1
                """)
            let table = WebhookTable(database: database)
            return try webhooks.compactMap { webhook in
                if try table.isStopped(webhook) { return nil }
                return try select.first({ $0.set(1, webhook) }) { Instant.date($0.integer(0)) }
            }.min()
        }
    }

    /// Webhooks that have messages or are stopped, by name.
    public func webhookStatuses() throws(StoreError) -> [WebhookStatus] {
        try read { try WebhookTable(database: $0).statuses() }
    }

    /// Writes what became of attempts, in one transaction.
    public func record(_ receipts: [MessageReceipt]) throws(StoreError) {
        try write { database in
            let table = WebhookTable(database: database)
            for receipt in receipts {
                let (seq, webhook) = (receipt.seq, receipt.webhook)
                switch receipt.outcome {
                case .delivered: try table.remove(seq: seq, of: webhook)
                case .retry(let date, let error):
                    try table.fail(seq: seq, of: webhook, error: error, due: Instant.milliseconds(date))
                case .deadLetter(let error): try table.fail(seq: seq, of: webhook, error: error, due: nil)
                }
            }
        }
    }

    /// 410: nothing more is to be sent until `retry`, or until the caller sees another configuration than `configured`,
    /// a text of its own choice.
    public func stop(webhook: String, configured: String) throws(StoreError) {
        try write { try WebhookTable(database: $0).stop(webhook, configured: configured) }
    }

    /// Makes all that a webhook has, dead letters among it, due now, and starts it again where it was stopped.
    public func retry(webhook: String, now: Date) throws(StoreError) {
        try write { try WebhookTable(database: $0).reset(webhook, due: Instant.milliseconds(now)) }
    }

    /// Forgets what a webhook has: one message, or all.
    /// - Returns: how many there were.
    public func drop(webhook: String, seq: Int64? = nil) throws(StoreError) -> Int {
        try write { database in
            let sql = "DELETE FROM webhook_message WHERE webhook = ?1 AND (?2 IS NULL OR seq = ?2)"
            try PreparedStatement(database, sql).run {
                $0.set(1, webhook)
                $0.set(2, seq)
            }
            return database.changesCount
        }
    }

    /// Queues articles for a webhook again, as `replay` asks; those that the outbox has no more are left out.
    public func queue(_ seqs: [Int64], for webhook: String, now: Date) throws(StoreError) {
        try write { database in
            let table = WebhookTable(database: database)
            let isThere = try PreparedStatement(database, "SELECT 1 FROM outbox WHERE seq = ?")
            for seq in seqs where try isThere.first({ $0.set(1, seq) }, { _ in true }) != nil {
                try table.add(seq: seq, to: webhook, due: Instant.milliseconds(now))
            }
        }
    }

    private static func messages(
        _ select: PreparedStatement, _ bind: (PreparedStatement.Bindings) -> Void
    ) throws -> [PendingMessage] {
        var messages: [PendingMessage] = []
        try select.each(bind) {
            messages.append(
                PendingMessage(
                    webhook: $0.text(11), attempts: Int($0.integer(12)), due: Instant.date($0.integer(13)),
                    error: $0.optionalText(14), isDeadLetter: $0.integer(15) != 0, entry: try OutboxRow.entry($0)))
            return true
        }
        return messages
    }
}
