import Model
import Store

/// The messages that webhooks have not taken yet: statements and rows.
enum WebhookTable {
    static let selectMessages = """
        SELECT \(OutboxTable.columns.split(separator: ", ").map { "o.\($0)" }.joined(separator: ", ")),
        m.webhook, m.attempts, m.due, m.error, m.state, m.asked_to_wait
        FROM webhook_message AS m JOIN outbox AS o ON o.seq = m.seq
        """

    static func message(_ row: Rows.Row) throws(ServerFault) -> PendingMessage {
        PendingMessage(
            webhook: row.text(11), attempts: Int(row.integer(12)), due: Instant.date(row.integer(13)),
            error: row.optionalText(14), isDeadLetter: row.integer(15) != 0, hasAskedToWait: row.bool(16),
            entry: try OutboxTable.entry(row))
    }

    /// A message that is there already starts over.
    static func add(_ messages: [(webhook: String, seq: Int64, due: Int64)]) -> Query {
        Query(
            """
            INSERT INTO webhook_message (webhook, seq, due)
            SELECT DISTINCT ON (webhook, seq) * FROM unnest($1::text[], $2::bigint[], $3::bigint[]) AS u (webhook, seq, due)
            ON CONFLICT (webhook, seq) DO UPDATE SET
            state = 0, attempts = 0, due = EXCLUDED.due, error = NULL, batch = NULL, asked_to_wait = false
            """
        ) {
            $0.add(messages.map { Optional($0.webhook) })
            $0.add(messages.map(\.seq))
            $0.add(messages.map(\.due))
        }
    }

    static func remove(seq: Int64, of webhook: String) -> Query {
        Query("DELETE FROM webhook_message WHERE webhook = $1::text AND seq = $2::bigint") {
            $0.add(webhook)
            $0.add(seq)
        }
    }

    /// Counts one more attempt. A message that was dropped meanwhile stays away.
    static func fail(seq: Int64, of webhook: String, error: String, due: Int64?, isAsked: Bool) -> Query {
        Query(
            """
            UPDATE webhook_message SET attempts = attempts + 1, state = $3::bigint, due = coalesce($4::bigint, due),
            error = $5::text, asked_to_wait = $6::boolean WHERE webhook = $1::text AND seq = $2::bigint
            """
        ) {
            $0.add(webhook)
            $0.add(seq)
            $0.add(due == nil ? 1 : 0)
            $0.add(due)
            $0.add(error)
            $0.add(isAsked)
        }
    }

    static func note(failing: Bool, _ webhook: String) -> Query {
        Query(
            failing
                ? "INSERT INTO webhook_failing VALUES ($1::text) ON CONFLICT DO NOTHING"
                : "DELETE FROM webhook_failing WHERE webhook = $1::text"
        ) { $0.add(webhook) }
    }
}
