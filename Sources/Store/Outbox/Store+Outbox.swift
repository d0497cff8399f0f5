import Foundation
import GRDB
public import Model

/// A sink that takes articles strictly in order of `seq`, so that one number says how far it is.
public enum InOrderSink: String, Sendable {
    /// The files and the journal.
    case spool
}

extension Store {
    /// What comes after `seq`, in order: at most `limit` articles, and no more once `bytes` are together.
    public func pending(after seq: Int64, limit: Int, bytes: Int) throws(StoreError) -> [OutboxEntry] {
        try read { db in
            let cursor = try GRDB.Row.fetchCursor(
                db.cachedStatement(sql: Self.outboxColumns + " WHERE seq > ? ORDER BY seq LIMIT ?"),
                arguments: [seq, limit])
            var entries: [OutboxEntry] = []
            var size = 0
            while size < bytes, let row = try cursor.next() {
                let entry = OutboxEntry(row)
                size += entry.json.count + entry.markdown.count + entry.journalLine.count
                entries.append(entry)
            }
            return entries
        }
    }

    /// Through which `seq` the sink has everything; 0 before its first.
    public func delivered(by sink: InOrderSink) throws(StoreError) -> Int64 {
        try read { db in
            try Int64.fetchOne(db, sql: "SELECT delivered FROM sink WHERE name = ?", arguments: [sink.rawValue]) ?? 0
        }
    }

    /// The sink has everything up to `seq`, on the disk for good.
    public func acknowledge(by sink: InOrderSink, through seq: Int64) throws(StoreError) {
        try write { db in
            try db.cachedStatement(sql: "INSERT OR REPLACE INTO sink (name, delivered) VALUES (?, ?)")
                .execute(arguments: [sink.rawValue, seq])
        }
    }

    /// The journal already has numbers up to `seq`: a store that was restored from a backup goes on above it.
    public func raiseSeq(above seq: Int64) throws(StoreError) {
        try write { db in
            guard try Int64(OutboxCounters.value("seq", db) ?? 0) < seq else { return }
            try OutboxCounters.set("seq", Double(seq), db)
        }
    }

    static let outboxColumns = """
        SELECT seq, time, item, revision, feed, is_backfill, path, json, markdown, journal_line FROM outbox
        """
}

extension OutboxEntry {
    init(_ row: GRDB.Row) {
        let revision: Int = row[3]
        guard let id = ItemID(bytes: row[2] as Data) else { preconditionFailure("an id has 16 bytes") }
        self.init(
            seq: row[0], time: Date(timeIntervalSince1970: row[1]), event: revision > 1 ? .updated : .new, id: id,
            revision: revision, feed: row[4], isBackfill: row[5], path: row[6], json: Array(row[7] as Data),
            markdown: Array(row[8] as Data), journalLine: Array(row[9] as Data))
    }
}
