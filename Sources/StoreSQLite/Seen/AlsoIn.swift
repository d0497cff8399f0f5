import GRDB
import Model

/// Which other feeds brought an article, within one transaction.
struct AlsoIn {
    let database: Database

    func note(_ item: ItemID, in feed: FeedID) throws {
        try PreparedStatement(database, "INSERT OR IGNORE INTO also_in (item, feed) VALUES (?, ?)").run {
            $0.set(1, item.bytes)
            $0.set(2, feed)
        }
    }

    /// Names as in feeds.toml, in the order in which the feeds came to the store.
    func names(of item: ItemID) throws -> [String] {
        let sql = "SELECT name FROM also_in JOIN feed ON feed.id = also_in.feed WHERE item = ? ORDER BY feed.id"
        var names: [String] = []
        try PreparedStatement(database, sql).each({ $0.set(1, item.bytes) }) {
            names.append($0.text(0))
            return true
        }
        return names
    }

    /// For each feed how many articles it brought after another one.
    func counts() throws -> [FeedID: Int] {
        var counts: [FeedID: Int] = [:]
        try PreparedStatement(database, "SELECT feed, count(*) FROM also_in GROUP BY feed").each({ _ in }) {
            counts[$0.integer(0)] = Int($0.integer(1))
            return true
        }
        return counts
    }
}
