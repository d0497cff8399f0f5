import GRDB
import Store

/// How far each sink has come, within one transaction.
struct CursorTable {
    let database: Database

    /// The last article that the sink has, and the running total of bytes up to it.
    func place(of cursor: CursorName) throws -> (seq: Int64, total: Int64) {
        try PreparedStatement(database, "SELECT seq, total FROM cursor WHERE sink = ?").first({
            $0.set(1, cursor.rawValue)
        }) { ($0.integer(0), $0.integer(1)) } ?? (0, 0)
    }

    func backlog(of cursor: CursorName) throws -> Backlog {
        let place = try place(of: cursor)
        return Backlog(seq: place.seq, bytes: max(0, try OutboxHead(database).total - place.total))
    }

    func advance(_ cursor: CursorName, to seq: Int64) throws {
        let place = try place(of: cursor)
        guard seq > place.seq else { return }
        let total = try PreparedStatement(database, "SELECT total FROM outbox WHERE seq <= ? ORDER BY seq DESC LIMIT 1")
            .first({ $0.set(1, seq) }) { $0.integer(0) }
        try PreparedStatement(
            database,
            """
            INSERT INTO cursor (sink, seq, total) VALUES (?1, ?2, ?3)
            ON CONFLICT (sink) DO UPDATE SET seq = ?2, total = ?3
            """
        ).run {
            $0.set(1, cursor.rawValue)
            $0.set(2, seq)
            $0.set(3, max(total ?? 0, place.total))
        }
    }
}
