public import FoundationEssentials
import GRDB
public import Model

/// An article of the outbox as pages and republished feeds show it: delivered, or on its way.
public struct StoredArticle: Sendable {
    public let seq: Int64
    public let time: Date
    public let id: ItemID
    /// The feed's name when it was committed.
    public let feed: String
    public let path: String
    /// A JSON Feed item.
    public let json: [UInt8]
    /// Other feeds that brought it, by their present names.
    public let alsoIn: [String]
}

extension Store {
    /// The latest articles, newest first: as many as `limit`, and no more once their JSON exceeds `bytes`. Updates of an
    /// article are articles of their own.
    /// - Parameter feeds: names; nil: of all feeds.
    public func latestArticles(
        of feeds: [String]? = nil, limit: Int, bytes: Int = .max
    ) throws(StoreError) -> [StoredArticle] {
        try read { database in
            // One look into the index a feed beats a sort of all that they ever brought.
            let seqs = try feeds.map { try Self.latest(of: $0, limit: limit, in: database) }
            let clause =
                "\(seqs == nil ? "" : "WHERE seq IN (SELECT value FROM json_each(?2))") ORDER BY seq DESC LIMIT ?1"
            return try Self.articles(clause, in: database, bytes: bytes) {
                $0.set(1, limit)
                if let seqs { $0.set(2, "[\(seqs.map(String.init).joined(separator: ","))]") }
            }
        }
    }

    /// The last revision of an article; nil where it is not, or no longer, in the outbox.
    public func article(_ id: ItemID) throws(StoreError) -> StoredArticle? {
        try read { database in
            try Self.articles("WHERE item = ? ORDER BY seq DESC LIMIT 1", in: database, { $0.set(1, id.bytes) }).first
        }
    }

    /// How many articles the spool does not have yet.
    public func waitingForSpool() throws(StoreError) -> Int {
        try read { database in
            let place = try CursorTable(database: database).place(of: .spool)
            return try PreparedStatement(database, "SELECT count(*) FROM outbox WHERE seq > ?")
                .first({ $0.set(1, place.seq) }) { Int($0.integer(0)) } ?? 0
        }
    }

    private static func latest(of feeds: [String], limit: Int, in database: Database) throws -> [Int64] {
        let select = try PreparedStatement(database, "SELECT seq FROM outbox WHERE feed = ? ORDER BY seq DESC LIMIT ?")
        var seqs: [Int64] = []
        for feed in feeds {
            try select.each({
                $0.set(1, feed)
                $0.set(2, limit)
            }) {
                seqs.append($0.integer(0))
                return true
            }
        }
        return Array(seqs.sorted(by: >).prefix(limit))
    }

    private static func articles(
        _ clause: String, in database: Database, bytes: Int = .max, _ bind: (PreparedStatement.Bindings) -> Void
    ) throws -> [StoredArticle] {
        let select = try PreparedStatement(database, "SELECT seq, time, item, feed, path, json FROM outbox \(clause)")
        let alsoIn = AlsoIn(database: database)
        var (articles, total) = ([StoredArticle](), 0)
        try select.each(bind) { columns in
            guard let id = columns.withBytes(2, { ItemID(bytes: $0) }) else { return true }
            let json = columns.bytes(5)
            total += json.count
            articles.append(
                StoredArticle(
                    seq: columns.integer(0), time: Instant.date(columns.integer(1)), id: id, feed: columns.text(3),
                    path: columns.text(4), json: json, alsoIn: try alsoIn.names(of: id)))
            return total < bytes
        }
        return articles
    }
}
