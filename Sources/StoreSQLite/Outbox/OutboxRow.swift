import GRDB
import Model
import Store

/// An article as it comes back from the table `outbox`.
enum OutboxRow {
    static let select = """
        SELECT seq, time, event, item, revision, backfill, feed, path, journal, json, markdown FROM outbox
        """

    /// Reads the columns of `select`.
    static func entry(_ columns: PreparedStatement.Columns) throws -> OutboxEntry {
        guard let id = columns.withBytes(3, { ItemID(bytes: $0) }) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "an item's id in `outbox` is not 16 bytes")
        }
        return OutboxEntry(
            seq: columns.integer(0), time: Instant.date(columns.integer(1)),
            event: columns.integer(2) == 0 ? .new : .updated, id: id, revision: Int(columns.integer(4)),
            feed: columns.text(6), isBackfill: columns.integer(5) != 0, path: columns.text(7), json: columns.bytes(9),
            markdown: columns.bytes(10), journalLine: columns.bytes(8))
    }
}
