import Model
import Store

/// The table of documents that came to another node than the one that polls their feed.
enum BroughtTable {
    /// - Parameters: the feed by its name or its number, one of the two.
    static func insert(
        _ document: BroughtDocument, as id: Int64, named name: String? = nil, of feed: FeedID? = nil
    ) -> Query {
        Query(
            """
            INSERT INTO brought (id, feed, bytes, content_type, address, pushed_until)
            SELECT $1::bigint, id, $4::bytea, $5::text, $6::text, $7::bigint FROM feed
            WHERE active AND (name = $2::text OR id = $3::bigint) LIMIT 1
            """
        ) {
            $0.add(id)
            $0.add(name)
            $0.add(feed)
            $0.add(Optional(document.bytes))
            $0.add(document.contentType)
            $0.add(document.address)
            $0.add(document.pushedUntil.map(Instant.milliseconds))
        }
    }

    /// A few at a time: each may have megabytes.
    static func select(for process: [UInt8]) -> Query {
        Query(
            """
            SELECT b.id, b.feed, feed.name, b.bytes, b.content_type, b.address, b.pushed_until FROM brought AS b
            JOIN feed ON feed.id = b.feed JOIN shard ON shard.id = feed.shard
            WHERE shard.process = $1::bytea AND b.answer IS NULL ORDER BY b.at LIMIT 4
            """
        ) { $0.add(Optional(process)) }
    }

    static func document(_ row: Rows.Row) -> (id: Int64, feed: FeedID, name: String, document: BroughtDocument) {
        let document = BroughtDocument(
            bytes: row.bytes(3), contentType: row.optionalText(4), address: row.optionalText(5),
            pushedUntil: Instant.date(row.optionalInteger(6)))
        return (row.integer(0), row.integer(1), row.text(2), document)
    }

    /// What came from a hub goes, for no one asks for the answer. Answers that no one has asked for go as well, and documents of
    /// feeds that are gone.
    static func answer(_ bytes: [UInt8], to document: Int64) -> Query {
        Query(
            """
            WITH old AS (DELETE FROM brought WHERE id <> $1::bigint AND at < now() - interval '1 day'
                AND (answer IS NOT NULL OR NOT EXISTS (SELECT FROM feed WHERE feed.id = brought.feed AND active))),
            pushed AS (DELETE FROM brought WHERE id = $1::bigint AND pushed_until IS NOT NULL)
            UPDATE brought SET answer = $2::bytea, bytes = NULL WHERE id = $1::bigint AND pushed_until IS NULL
            """
        ) {
            $0.add(document)
            $0.add(Optional(bytes))
        }
    }

    static func takeAnswer(to document: Int64) -> Query {
        Query("DELETE FROM brought WHERE id = $1::bigint AND answer IS NOT NULL RETURNING answer") { $0.add(document) }
    }
}
