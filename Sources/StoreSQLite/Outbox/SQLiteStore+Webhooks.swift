import FoundationEssentials
import GRDB
import Model
import Store

extension SQLiteStore {
    func dueMessages(of webhook: String, now: Date, limit: Int) throws(StoreError) -> [PendingMessage] {
        // Of a webhook that waits with all it has this costs one row of the index by due times.
        guard let first = try nextDue(of: webhook), Instant.milliseconds(first) <= Instant.milliseconds(now) else {
            return []
        }
        return try read { database in
            let select = try PreparedStatement(
                database,
                """
                SELECT \(MessageRows.columns) FROM webhook_message AS m JOIN outbox AS o ON o.seq = m.seq
                WHERE m.webhook = ? AND +m.state = 0 AND +m.due <= ? ORDER BY m.seq LIMIT ?
                """)  // `+`: in the order of the primary key, or all that is due would be read and sorted
            return try MessageRows.all(select) {
                $0.set(1, webhook)
                $0.set(2, Instant.milliseconds(now))
                $0.set(3, limit)
            }
        }
    }

    func nextWaiting(of webhook: String, above seq: Int64, now: Date) throws(StoreError) -> PendingMessage? {
        try read { database in
            let select = try PreparedStatement(
                database,
                """
                SELECT \(MessageRows.columns) FROM webhook_message AS m JOIN outbox AS o ON o.seq = m.seq
                WHERE m.webhook = ? AND +m.state = 0 AND m.seq > ? AND +m.due > ? ORDER BY m.seq LIMIT 1
                """)
            return try MessageRows.all(select) {
                $0.set(1, webhook)
                $0.set(2, seq)
                $0.set(3, Instant.milliseconds(now))
            }.first
        }
    }

    func batch(of first: PendingMessage, now: Date, limit: Int) throws(StoreError) -> [PendingMessage] {
        try write { database in
            let (webhook, table) = (first.webhook, WebhookTable(database: database))
            if try table.batch(of: webhook, seq: first.entry.seq) == nil {
                try table.formBatch(of: webhook, from: first.entry.seq, due: Instant.milliseconds(now), limit: limit)
            }
            let select = try PreparedStatement(
                database,
                """
                SELECT \(MessageRows.columns) FROM webhook_message AS m JOIN outbox AS o ON o.seq = m.seq
                WHERE m.webhook = ?1 AND m.state = 0 AND m.batch = (
                    SELECT batch FROM webhook_message WHERE webhook = ?1 AND seq = ?2)
                ORDER BY m.seq LIMIT ?3
                """)
            return try MessageRows.all(select) {
                $0.set(1, webhook)
                $0.set(2, first.entry.seq)
                $0.set(3, limit)
            }
        }
    }

    func wake(webhook: String, now: Date) throws(StoreError) {
        try write { database in
            try PreparedStatement(
                database, "UPDATE webhook_message SET due = ?2 WHERE webhook = ?1 AND state = 0 AND due > ?2"
            ).run {
                $0.set(1, webhook)
                $0.set(2, Instant.milliseconds(now))
            }
        }
    }

    func nextDue(of webhook: String) throws(StoreError) -> Date? {
        try read { database in
            try PreparedStatement(
                database,
                "SELECT due FROM webhook_message WHERE webhook = ? AND state = 0 ORDER BY due LIMIT 1"
            ).first({ $0.set(1, webhook) }) { Instant.date($0.integer(0)) }
        }
    }

    func oldestWaiting(for webhooks: [String]) throws(StoreError) -> Date? {
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

    func record(_ receipts: [MessageReceipt]) throws(StoreError) {
        try write { database in
            let table = WebhookTable(database: database)
            for receipt in receipts {
                let (seq, webhook) = (receipt.seq, receipt.webhook)
                switch receipt.outcome {
                case .delivered:
                    try table.remove(seq: seq, of: webhook)
                    try table.note(failing: false, webhook)
                case .retry(let date, let error, let isAsked):
                    let due = Instant.milliseconds(date)
                    try table.fail(seq: seq, of: webhook, error: error, due: due, isAsked: isAsked)
                    try table.note(failing: true, webhook)
                case .deadLetter(let error):
                    try table.fail(seq: seq, of: webhook, error: error, due: nil, isAsked: false)
                    try table.note(failing: true, webhook)
                }
            }
        }
    }

    func stop(webhook: String, configured: String) throws(StoreError) {
        try write { try WebhookTable(database: $0).stop(webhook, configured: configured) }
    }

    func retry(webhook: String, now: Date) throws(StoreError) {
        try write { try WebhookTable(database: $0).reset(webhook, due: Instant.milliseconds(now)) }
    }

    func drop(webhook: String, seq: Int64?) throws(StoreError) -> Int {
        try write { database in
            let sql = "DELETE FROM webhook_message WHERE webhook = ?1 AND (?2 IS NULL OR seq = ?2)"
            try PreparedStatement(database, sql).run {
                $0.set(1, webhook)
                $0.set(2, seq)
            }
            let count = database.changesCount
            // Nothing is left that failed.
            if seq == nil { try WebhookTable(database: database).note(failing: false, webhook) }
            return count
        }
    }

    func queue(_ seqs: [Int64], for webhook: String, now: Date) throws(StoreError) {
        try write { database in
            let table = WebhookTable(database: database)
            let isThere = try PreparedStatement(database, "SELECT 1 FROM outbox WHERE seq = ?")
            for seq in seqs where try isThere.first({ $0.set(1, seq) }, { _ in true }) != nil {
                try table.add(seq: seq, to: webhook, due: Instant.milliseconds(now))
            }
        }
    }

}

extension SQLiteReading {
    func messages(of webhook: String, limit: Int) throws(StoreError) -> [PendingMessage] {
        try read { database in
            let select = try PreparedStatement(
                database,
                """
                SELECT \(MessageRows.columns) FROM webhook_message AS m JOIN outbox AS o ON o.seq = m.seq
                WHERE m.webhook = ? ORDER BY m.seq LIMIT ?
                """)
            return try MessageRows.all(select) {
                $0.set(1, webhook)
                $0.set(2, limit)
            }
        }
    }

    func webhookStatuses() throws(StoreError) -> [WebhookStatus] {
        try read { try WebhookTable(database: $0).statuses() }
    }
}

/// Messages with their articles, as they come back from a join of `webhook_message` and `outbox`.
private enum MessageRows {
    static let columns = """
        o.seq, o.time, o.event, o.item, o.revision, o.backfill, o.feed, o.path, o.journal, o.json, o.markdown,
        m.webhook, m.attempts, m.due, m.error, m.state, m.asked_to_wait
        """

    static func all(
        _ select: PreparedStatement, _ bind: (inout PreparedStatement.Bindings) -> Void
    ) throws -> [PendingMessage] {
        var messages: [PendingMessage] = []
        try select.each(bind) {
            messages.append(
                PendingMessage(
                    webhook: $0.text(11), attempts: Int($0.integer(12)), due: Instant.date($0.integer(13)),
                    error: $0.optionalText(14), isDeadLetter: $0.integer(15) != 0,
                    hasAskedToWait: $0.integer(16) != 0, entry: try OutboxRow.entry($0)))
            return true
        }
        return messages
    }
}
