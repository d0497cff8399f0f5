public import Foundation
import GRDB
public import Model

/// A message that waits for a webhook.
public struct WaitingMessage: Sendable, Equatable {
    public var entry: OutboxEntry
    /// Attempts made so far.
    public var attempts: Int
    public var due: Date
}

/// What becomes of a message after an attempt.
public enum MessageFate: Sendable, Equatable {
    case delivered
    case retry(at: Date, error: String)
    /// Given up; it stays until it is retried or dropped by hand.
    case dead(error: String)
}

extension Store {
    /// The first message of a webhook by `seq`, due or not: order is kept while the receiver is healthy.
    public func nextMessage(for webhook: String) throws(StoreError) -> WaitingMessage? {
        try read { db in
            let row = try GRDB.Row.fetchOne(
                db.cachedStatement(
                    sql: """
                        SELECT o.seq, o.time, o.item, o.revision, o.feed, o.is_backfill, o.path, o.json, o.markdown,
                            o.journal_line, m.attempts, m.due
                        FROM webhook_message m JOIN outbox o ON o.seq = m.seq
                        WHERE m.webhook = ? AND m.state = 'waiting' ORDER BY m.due, m.seq LIMIT 1
                        """), arguments: [webhook])
            return row.map { row in
                WaitingMessage(
                    entry: OutboxEntry(row), attempts: row[10], due: Date(timeIntervalSince1970: row[11]))
            }
        }
    }

    public func settle(_ seq: Int64, for webhook: String, _ fate: MessageFate) throws(StoreError) {
        try write { db in
            switch fate {
            case .delivered:
                try db.cachedStatement(sql: "DELETE FROM webhook_message WHERE webhook = ? AND seq = ?")
                    .execute(arguments: [webhook, seq])
            case .retry(let due, let error):
                try db.cachedStatement(
                    sql:
                        "UPDATE webhook_message SET attempts = attempts + 1, due = ?, error = ? WHERE webhook = ? AND seq = ?"
                ).execute(arguments: [due.timeIntervalSince1970, error, webhook, seq])
            case .dead(let error):
                try db.cachedStatement(
                    sql: """
                        UPDATE webhook_message SET attempts = attempts + 1, state = 'dead', error = ?
                        WHERE webhook = ? AND seq = ?
                        """
                ).execute(arguments: [error, webhook, seq])
            }
        }
    }

    /// Messages that are not delivered yet, those given up not counted.
    public func waiting(webhook: String) throws(StoreError) -> Int {
        try read { db in
            try Int.fetchOne(
                db, sql: "SELECT COUNT(*) FROM webhook_message WHERE webhook = ? AND state = 'waiting'",
                arguments: [webhook]) ?? 0
        }
    }
}
