import Model

/// The table `also_in`.
enum AlsoIn {
    static func note(_ pairs: [(item: ItemID, feed: FeedID)]) -> Query {
        Query("INSERT INTO also_in SELECT * FROM unnest($1::bytea[], $2::bigint[]) ON CONFLICT DO NOTHING") {
            $0.add(pairs.map { Optional($0.item.bytes) })
            $0.add(pairs.map(\.feed))
        }
    }

    /// Each article with a name as in feeds.toml, in the order in which the feeds came to the store.
    static func names(of items: [ItemID]) -> Query {
        Query(
            """
            SELECT item, name FROM also_in JOIN feed ON feed.id = also_in.feed
            WHERE item = ANY($1::bytea[]) ORDER BY feed.id
            """
        ) { $0.add(items.map { Optional($0.bytes) }) }
    }
}
