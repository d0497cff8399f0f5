import Model
import Store

/// The table `outbox`: statements and rows.
enum OutboxTable {
    static let columns = "seq, time, event, item, revision, backfill, feed, path, journal, json, markdown"

    /// Reads `columns`, of which the first has this number.
    static func entry(_ row: Rows.Row, from first: Int = 0) throws(ServerFault) -> OutboxEntry {
        guard let id = ItemID(bytes: row.bytes(first + 3)) else {
            throw ServerFault(damage: "an item's id in `outbox` is not 16 bytes")
        }
        return OutboxEntry(
            seq: row.integer(first), time: Instant.date(row.integer(first + 1)),
            event: row.integer(first + 2) == 0 ? .new : .updated, id: id, revision: Int(row.integer(first + 4)),
            feed: row.text(first + 6), isBackfill: row.bool(first + 5), path: row.text(first + 7),
            json: row.bytes(first + 9), markdown: row.bytes(first + 10), journalLine: row.bytes(first + 8))
    }

    /// - Parameter totals: the running sum of bytes up to each.
    static func insert(_ entries: ArraySlice<OutboxEntry>, totals: ArraySlice<Int64>) -> Query {
        Query(
            """
            INSERT INTO outbox (total, \(columns)) SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[],
            $4::bigint[], $5::bytea[], $6::bigint[], $7::boolean[], $8::text[], $9::text[], $10::bytea[], $11::bytea[],
            $12::bytea[])
            """
        ) {
            $0.add(Array(totals))
            $0.add(entries.map(\.seq))
            $0.add(entries.map { Instant.milliseconds($0.time) })
            $0.add(entries.map { $0.event == .updated ? 1 : 0 as Int64 })
            $0.add(entries.map { Optional($0.id.bytes) })
            $0.add(entries.map { Int64($0.revision) })
            $0.add(entries.map(\.isBackfill))
            $0.add(entries.map { Optional($0.feed) })
            $0.add(entries.map { Optional($0.path) })
            $0.add(entries.map { Optional($0.journalLine) })
            $0.add(entries.map { Optional($0.json) })
            $0.add(entries.map { Optional($0.markdown) })
        }
    }

    /// Places of those articles whose files may have the same name as another article's.
    static func selectNamesakes(_ items: [ItemID]) -> Query {
        Query(
            """
            SELECT w.place FROM unnest($1::bytea[], $2::bytea[], $3::bytea[])
            WITH ORDINALITY AS w (first, last, item, place)
            WHERE EXISTS (SELECT FROM outbox WHERE item BETWEEN w.first AND w.last AND item <> w.item)
            """
        ) {
            $0.add(items.map { Optional($0.namesakes.first) })
            $0.add(items.map { Optional($0.namesakes.last) })
            $0.add(items.map { Optional($0.bytes) })
        }
    }
}

extension OutboxEntry {
    var size: Int64 { Int64(json.count + markdown.count + journalLine.count) }
}
