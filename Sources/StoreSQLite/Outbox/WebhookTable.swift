import FoundationEssentials
import GRDB
import Store

/// The messages that webhooks have not taken yet, within one transaction.
struct WebhookTable {
    let database: Database

    /// A message that is there already starts over.
    func add(seq: Int64, to webhook: String, due: Int64) throws {
        try PreparedStatement(
            database,
            """
            INSERT INTO webhook_message (webhook, seq, due) VALUES (?1, ?2, ?3)
            ON CONFLICT (webhook, seq) DO UPDATE SET 
            state = 0, attempts = 0, due = ?3, error = NULL, batch = NULL, asked_to_wait = 0
            """
        ).run {
            $0.set(1, webhook)
            $0.set(2, seq)
            $0.set(3, due)
        }
    }

    func batch(of webhook: String, seq: Int64) throws -> Int64? {
        try PreparedStatement(database, "SELECT batch FROM webhook_message WHERE webhook = ? AND seq = ?").first({
            $0.set(1, webhook)
            $0.set(2, seq)
        }) { $0.optionalInteger(0) } ?? nil
    }

    func formBatch(of webhook: String, from seq: Int64, due: Int64, limit: Int) throws {
        try PreparedStatement(
            database,
            """
            UPDATE webhook_message SET batch = ?2 WHERE webhook = ?1 AND seq IN (
                SELECT seq FROM webhook_message
                WHERE webhook = ?1 AND state = 0 AND batch IS NULL AND due <= ?3 AND seq >= ?2 ORDER BY seq LIMIT ?4)
            """
        ).run {
            $0.set(1, webhook)
            $0.set(2, seq)
            $0.set(3, due)
            $0.set(4, limit)
        }
    }

    func remove(seq: Int64, of webhook: String) throws {
        try PreparedStatement(database, "DELETE FROM webhook_message WHERE webhook = ? AND seq = ?").run {
            $0.set(1, webhook)
            $0.set(2, seq)
        }
    }

    /// Counts one more attempt. A message that was dropped meanwhile stays away.
    func fail(seq: Int64, of webhook: String, error: String, due: Int64?, isAsked: Bool) throws {
        try PreparedStatement(
            database,
            """
            UPDATE webhook_message SET attempts = attempts + 1, state = ?3, due = coalesce(?4, due), error = ?5,
            asked_to_wait = ?6
            WHERE webhook = ?1 AND seq = ?2
            """
        ).run {
            $0.set(1, webhook)
            $0.set(2, seq)
            $0.set(3, due == nil)
            $0.set(4, due)
            $0.set(5, error)
            $0.set(6, isAsked)
        }
    }

    func note(failing: Bool, _ webhook: String) throws {
        try PreparedStatement(
            database,
            failing
                ? "INSERT OR IGNORE INTO webhook_failing (webhook) VALUES (?)"
                : "DELETE FROM webhook_failing WHERE webhook = ?"
        ).run { $0.set(1, webhook) }
    }

    /// Makes what waits, and the dead letters, due at once, with all attempts ahead.
    func reset(_ webhook: String, due: Int64) throws {
        try PreparedStatement(
            database, "UPDATE webhook_message SET state = 0, attempts = 0, due = ?, asked_to_wait = 0 WHERE webhook = ?"
        ).run {
            $0.set(1, due)
            $0.set(2, webhook)
        }
        try PreparedStatement(database, "DELETE FROM webhook_stopped WHERE webhook = ?").run { $0.set(1, webhook) }
    }

    func isStopped(_ webhook: String) throws -> Bool {
        try PreparedStatement(database, "SELECT 1 FROM webhook_stopped WHERE webhook = ?")
            .first({ $0.set(1, webhook) }, { _ in true }) ?? false
    }

    func stop(_ webhook: String, configured: String) throws {
        try PreparedStatement(database, "INSERT OR REPLACE INTO webhook_stopped (webhook, configured) VALUES (?, ?)")
            .run {
                $0.set(1, webhook)
                $0.set(2, configured)
            }
    }

    /// By name: whatever has messages or was stopped.
    func statuses() throws -> [WebhookStatus] {
        var byName: [String: WebhookStatus] = [:]
        let queues = try PreparedStatement(
            database,
            """
            SELECT webhook, sum(state = 0), sum(state = 1), min(CASE state WHEN 0 THEN due END),
            (SELECT error FROM webhook_message AS l WHERE l.webhook = m.webhook AND error IS NOT NULL
             ORDER BY seq DESC LIMIT 1)
            FROM webhook_message AS m GROUP BY webhook
            """)
        try queues.each({ _ in }) {
            var status = WebhookStatus(webhook: $0.text(0))
            (status.waiting, status.deadLetters) = (Int($0.integer(1)), Int($0.integer(2)))
            (status.nextDue, status.lastError) = (Instant.date($0.optionalInteger(3)), $0.optionalText(4))
            byName[status.webhook] = status
            return true
        }
        try PreparedStatement(database, "SELECT webhook, configured FROM webhook_stopped").each({ _ in }) {
            byName[$0.text(0), default: WebhookStatus(webhook: $0.text(0))].configurationWhenStopped = $0.text(1)
            return true
        }
        try PreparedStatement(database, "SELECT webhook FROM webhook_failing").each({ _ in }) {
            byName[$0.text(0)]?.isFailing = true
            return true
        }
        return byName.values.sorted { $0.webhook < $1.webhook }
    }
}
