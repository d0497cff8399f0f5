import Identity
import Model
import Store

/// The table `seen`: statements and rows.
enum SeenTable {
    private static let columns = "id, feed, key, url, bare, title, published, text, shown, item, revision, flags"
    private static let prefixed = columns.split(separator: ", ").map { "s.\($0)" }.joined(separator: ", ")

    static func row(_ row: Rows.Row) throws -> SeenRow {
        guard let item = ItemID(bytes: row.bytes(9)) else {
            throw ServerFault(damage: "an item's id in `seen` is not 16 bytes")
        }
        return SeenRow(
            id: row.integer(0), feed: row.integer(1), key: UInt64(bitPattern: row.integer(2)),
            url: row.optionalInteger(3).map { UInt64(bitPattern: $0) },
            bare: row.optionalInteger(4).map { UInt64(bitPattern: $0) }, title: UInt64(bitPattern: row.integer(5)),
            published: row.optionalInteger(6), text: row.optionalInteger(7).map { UInt64(bitPattern: $0) },
            shown: row.integer(8), item: item, revision: Int(row.integer(10)),
            flags: SeenRow.Flags(rawValue: row.integer(11)))
    }

    /// A feed's rows under any of these values of a column: of each value the latest, at most `limit`.
    static func select(_ column: String, of pairs: [(feed: FeedID, hash: UInt64)], limit: Int) -> Query {
        Query(
            """
            SELECT \(prefixed) FROM (SELECT DISTINCT * FROM unnest($1::bigint[], $2::bigint[])) AS w (feed, hash),
            LATERAL (SELECT \(columns) FROM seen
                WHERE feed = w.feed AND \(column) = w.hash ORDER BY id DESC LIMIT \(limit)) AS s
            """
        ) {
            $0.add(pairs.map(\.feed))
            $0.add(pairs.map { Int64(bitPattern: $0.hash) })
        }
    }

    /// Rows of articles that landed under any of these URLs, of each URL the latest.
    ///
    /// A feed's own rows are left out of the latest only, or one that links a page without end would read all of them.
    static func selectDelivered(urls: [UInt64]) -> Query {
        Query(
            """
            SELECT \(prefixed) FROM (SELECT DISTINCT * FROM unnest($1::bigint[])) AS w (url),
            LATERAL (SELECT \(columns) FROM seen WHERE url = w.url AND flags & 1 = 1
                ORDER BY id DESC LIMIT \(2 * SeenRow.lookUpLimit)) AS s
            """
        ) { $0.add(urls.map { Int64(bitPattern: $0) }) }
    }

    static func insert(_ rows: [SeenRow]) -> Query {
        Query(
            """
            INSERT INTO seen (\(columns)) SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[],
            $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[], $10::bytea[], $11::bigint[],
            $12::bigint[])
            """
        ) { add(rows, to: &$0) }
    }

    /// All but the id and the feed. A row that was pruned meanwhile stays away.
    static func rewrite(_ rows: [SeenRow]) -> Query {
        let names = columns.split(separator: ", ").dropFirst(2)
        return Query(
            """
            UPDATE seen SET \(names.map { "\($0) = u.\($0)" }.joined(separator: ", "))
            FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[],
            $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[], $10::bytea[], $11::bigint[],
            $12::bigint[]) AS u (\(columns)) WHERE seen.id = u.id AND seen.feed = u.feed
            """
        ) { add(rows, to: &$0) }
    }

    private static func add(_ rows: [SeenRow], to parameters: inout Parameters) {
        parameters.add(rows.map(\.id))
        parameters.add(rows.map(\.feed))
        parameters.add(rows.map { Int64(bitPattern: $0.key) })
        parameters.add(rows.map { $0.url.map { Int64(bitPattern: $0) } })
        parameters.add(rows.map { $0.bare.map { Int64(bitPattern: $0) } })
        parameters.add(rows.map { Int64(bitPattern: $0.title) })
        parameters.add(rows.map(\.published))
        parameters.add(rows.map { $0.text.map { Int64(bitPattern: $0) } })
        parameters.add(rows.map(\.shown))
        parameters.add(rows.map { Optional($0.item.bytes) })
        parameters.add(rows.map { Int64($0.revision) })
        parameters.add(rows.map(\.flags.rawValue))
    }

    static func touch(_ rows: [Int64], day: Int64) -> Query {
        Query("UPDATE seen SET shown = $2::bigint WHERE id = ANY($1::bigint[])") {
            $0.add(rows)
            $0.add(day)
        }
    }

    static func forgetURLs(_ rows: [Int64]) -> Query {
        Query("UPDATE seen SET url = NULL WHERE id = ANY($1::bigint[])") { $0.add(rows) }
    }
}
