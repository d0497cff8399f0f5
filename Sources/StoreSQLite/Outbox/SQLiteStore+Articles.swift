import FoundationEssentials
import GRDB
import Model
import Store

extension SQLiteReading {
    func latestArticles(
        of feeds: [String]?, limit: Int, bytes: Int
    ) throws(StoreError) -> [StoredArticle] {
        try read { database in
            // One look into the index a feed beats a sort of all that they ever brought.
            let seqs = try feeds.map { try Self.latest(of: $0, limit: limit, in: database) }
            let clause =
                "\(seqs == nil ? "" : "WHERE seq IN (SELECT value FROM json_each(?2))") ORDER BY seq DESC LIMIT ?1"
            return try Self.articles(clause, in: database, bytes: bytes) {
                $0.set(1, limit)
                if let seqs { $0.set(2, Self.list(seqs)) }
            }
        }
    }

    func slice(after seq: Int64, of feeds: [String]?, limit: Int, bytes: Int) throws(StoreError) -> OutboxSlice {
        try read { database in
            let next = try PreparedStatement(database, "SELECT seq FROM outbox WHERE seq > ? ORDER BY seq LIMIT 1")
                .first({ $0.set(1, seq) }) { $0.integer(0) }
            var slice = OutboxSlice(articles: [], nextSeq: next, headSeq: try OutboxHead(database).seq)
            let seqs = try feeds.map { try Self.next(after: seq, of: $0, limit: limit, in: database) }
            let clause = seqs == nil ? "seq > ?1" : "seq IN (SELECT value FROM json_each(?1))"
            let select = try PreparedStatement(
                database, "SELECT seq, item, feed, json, time FROM outbox WHERE \(clause) ORDER BY seq LIMIT ?2")
            var total = 0
            try select.each({
                if let seqs { $0.set(1, Self.list(seqs)) } else { $0.set(1, seq) }
                $0.set(2, limit)
            }) { columns in
                guard let id = columns.withBytes(1, { ItemID(bytes: $0) }) else { return true }
                let json = columns.bytes(3)
                total += json.count
                slice.articles.append(
                    .init(
                        seq: columns.integer(0), time: Instant.date(columns.integer(4)), id: id, feed: columns.text(2),
                        json: json))
                return total < bytes
            }
            return slice
        }
    }

    /// One look into the index a feed.
    private static func next(after seq: Int64, of feeds: [String], limit: Int, in database: Database) throws -> [Int64]
    {
        let select = try PreparedStatement(
            database, "SELECT seq FROM outbox WHERE feed = ? AND seq > ? ORDER BY seq LIMIT ?")
        var seqs: [Int64] = []
        for feed in feeds {
            try select.each({
                $0.set(1, feed)
                $0.set(2, seq)
                $0.set(3, limit)
            }) {
                seqs.append($0.integer(0))
                return true
            }
        }
        return Array(seqs.sorted().prefix(limit))
    }

    private static func list(_ seqs: [Int64]) -> String { "[\(seqs.map(String.init).joined(separator: ","))]" }

    func article(_ id: ItemID) throws(StoreError) -> StoredArticle? {
        try read { database in
            try Self.articles("WHERE item = ? ORDER BY seq DESC LIMIT 1", in: database, { $0.set(1, id.bytes) }).first
        }
    }

    func articlesWaiting(for cursor: CursorName) throws(StoreError) -> Int {
        try read { database in
            let place = try CursorTable(database: database).place(of: cursor)
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
        _ clause: String, in database: Database, bytes: Int = .max, _ bind: (inout PreparedStatement.Bindings) -> Void
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
