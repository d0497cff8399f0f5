import FoundationEssentials
import Identity
import Model
import Store

/// The table `feed`: statements and rows.
enum FeedTable {
    static let recordColumns = "id, url, name, first_document, shard, " + StateColumn.names
    /// Columns that `record` reads.
    static let recordCount = 5 + StateColumn.all.count

    static func record(_ row: Rows.Row) -> FeedRecord {
        var record = FeedRecord(
            id: row.integer(0), url: row.text(1), name: row.text(2), state: FeedState(row, from: 5),
            hasItems: !row.isNull(3))
        record.shard = Int(row.integer(4))
        return record
    }

    static func insert(_ feeds: some Collection<FeedRecord>) -> Query {
        Query(
            """
            INSERT INTO feed (id, url, name, shard)
            SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::bigint[])
            """
        ) {
            $0.add(feeds.map(\.id))
            $0.add(feeds.map { Optional($0.url) })
            $0.add(feeds.map { Optional($0.name) })
            $0.add(feeds.map { Int64($0.shard) })
        }
    }

    /// How many numbers of feeds one answer spans: 100,000 at once would take a hundred megabytes.
    private static let span = 8_192

    /// By ranges of numbers, so that whatever the planner believes of the shards, each row is looked at once.
    static func page(_ columns: String, where condition: String, from first: FeedID, _ shards: [Int]? = nil) -> [Query]
    {
        [
            Query(
                """
                SELECT \(columns) FROM feed WHERE active AND \(condition)
                AND id >= $1::bigint AND id < $1::bigint + \(span) ORDER BY id
                """
            ) {
                $0.add(first)
                if let shards { $0.add(shards.map { Int64($0) }) }
            },
            Query("SELECT min(id) FROM feed WHERE id >= $1::bigint + \(span)") { $0.add(first) },
        ]
    }

    /// Configured under these names and URLs from now on.
    static func activate(_ feeds: [(id: FeedID, source: FeedSource)]) -> Query {
        Query(
            """
            UPDATE feed SET url = u.url, name = u.name, active = true
            FROM unnest($1::bigint[], $2::text[], $3::text[]) AS u (id, url, name)
            WHERE feed.id = u.id
            """
        ) {
            $0.add(feeds.map(\.id))
            $0.add(feeds.map { Optional($0.source.url) })
            $0.add(feeds.map { Optional($0.source.name) })
        }
    }

    static func save(shards: [Int64], of feeds: [FeedID]) -> Query {
        Query(
            """
            UPDATE feed SET shard = u.shard FROM unnest($1::bigint[], $2::bigint[]) AS u (id, shard) WHERE feed.id = u.id
            """
        ) {
            $0.add(feeds)
            $0.add(shards)
        }
    }

    static func deactivate(_ feeds: [FeedID]) -> Query {
        Query("UPDATE feed SET active = false WHERE id = ANY($1::bigint[])") { $0.add(feeds) }
    }

    /// All that polls leave in their feeds, or the states alone.
    static func save(_ states: [FeedState], of feeds: [FeedID], books: [(history: [UInt8], daily: [UInt8])]? = nil)
        -> Query
    {
        let columns = StateColumn.all
        let names = (books == nil ? [] : ["history", "daily"]) + columns.map(\.name)
        let types = (books == nil ? [] : ["bytea", "bytea"]) + columns.map(\.type)
        let arrays = zip(2..., types).map { "$\($0)::\($1)[]" }.joined(separator: ", ")
        return Query(
            """
            UPDATE feed SET \(names.map { "\($0) = u.\($0)" }.joined(separator: ", "))
            FROM unnest($1::bigint[], \(arrays)) AS u (id, \(names.joined(separator: ", "))) WHERE feed.id = u.id
            """
        ) { parameters in
            parameters.add(feeds)
            if let books {
                parameters.add(books.map { Optional($0.history) })
                parameters.add(books.map { Optional($0.daily) })
            }
            for column in columns { column.add(states, to: &parameters) }
        }
    }

    static func saveDaily(_ daily: [[UInt8]], of feeds: [FeedID]) -> Query {
        Query(
            """
            UPDATE feed SET daily = u.daily FROM unnest($1::bigint[], $2::bytea[]) AS u (id, daily) WHERE feed.id = u.id
            """
        ) {
            $0.add(feeds)
            $0.add(daily.map { Optional($0) })
        }
    }

    static func save(_ memories: [FeedMemory], of feeds: [FeedID]) -> Query {
        Query(
            """
            UPDATE feed SET first_document = u.first, last_document = u.last, oldest_news = u.oldest,
            spoiled_guid = u.guid, spoiled_url = u.url
            FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[])
            AS u (id, first, last, oldest, guid, url) WHERE feed.id = u.id
            """
        ) {
            $0.add(feeds)
            $0.add(memories.map(\.firstDocument))
            $0.add(memories.map(\.lastDocument))
            $0.add(memories.map(\.oldestNews))
            $0.add(memories.map { $0.spoiledGuid.map { Int64(bitPattern: $0) } })
            $0.add(memories.map { $0.spoiledURL.map { Int64(bitPattern: $0) } })
        }
    }

    static func identity(of feed: FeedID) -> Query {
        Query(
            """
            SELECT url, first_document, last_document, oldest_news, spoiled_guid, spoiled_url FROM feed
            WHERE id = $1::bigint
            """
        ) { $0.add(feed) }
    }

    static func memory(_ row: Rows.Row) -> FeedMemory {
        FeedMemory(
            firstDocument: row.optionalInteger(1), lastDocument: row.optionalInteger(2),
            oldestNews: row.optionalInteger(3), spoiledGuid: row.optionalInteger(4).map { UInt64(bitPattern: $0) },
            spoiledURL: row.optionalInteger(5).map { UInt64(bitPattern: $0) })
    }
}

/// The table `document`.
enum DocumentTable {
    static func select(_ feed: FeedID) -> Query {
        Query("SELECT day, entries FROM document WHERE feed = $1::bigint") { $0.add(feed) }
    }

    static func save(_ documents: [LastDocument], of feeds: [FeedID]) -> Query {
        Query(
            """
            INSERT INTO document (feed, day, entries) SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bytea[])
            ON CONFLICT (feed) DO UPDATE SET day = EXCLUDED.day, entries = EXCLUDED.entries
            """
        ) {
            $0.add(feeds)
            $0.add(documents.map(\.day))
            $0.add(documents.map { Optional($0.blob) })
        }
    }
}
