import GRDB
import Model
import Store

/// The sketches of the last days' articles within one transaction: which earlier article says nearly the same.
struct NearTable {
    /// Rows looked at for each quarter, the first and the last: more share it only where a feed repeats itself without end,
    /// and they count before dates choose among them, or dates a week apart would have all of them read.
    static let candidates = 64

    static let selectCandidates = """
        SELECT * FROM (SELECT article FROM near_quarter WHERE quarter = ?1 ORDER BY article LIMIT \(candidates))
        UNION
        SELECT * FROM (SELECT article FROM near_quarter WHERE quarter = ?1 ORDER BY article DESC LIMIT \(candidates))
        """
    private static let select = """
        SELECT a.id, a.item, a.hash FROM (\(selectCandidates)) AS q JOIN near_article AS a ON a.id = q.article
        WHERE a.day >= ?2 AND a.published BETWEEN ?3 AND ?4 ORDER BY q.article
        """

    let database: Database
    /// Milliseconds since 1970.
    let now: Int64

    /// Notes an article's sketch. The next revision of an article takes the place of the last one.
    /// - Returns: the earliest article of the window that is nearly the same; nil for none, or without a sketch.
    func place(_ item: RenderedItem) throws -> ItemID? {
        guard let hash = item.simHash else { return nil }
        try forget(item.id)
        let published = item.published.map(Instant.milliseconds) ?? now
        let earlier = try earliest(like: hash, published: published)
        try PreparedStatement(
            database, "INSERT INTO near_article (item, hash, published, day) VALUES (?, ?, ?, ?)"
        ).run {
            $0.set(1, item.id.bytes)
            $0.set(2, Int64(bitPattern: hash.bits))
            $0.set(3, published)
            $0.set(4, Instant.days(now))
        }
        let article = database.lastInsertedRowID
        let insert = try PreparedStatement(database, "INSERT INTO near_quarter (quarter, article) VALUES (?, ?)")
        for quarter in hash.quarters {
            try insert.run {
                $0.set(1, quarter)
                $0.set(2, article)
            }
        }
        return earlier
    }

    private func earliest(like hash: SimHash, published: Int64) throws -> ItemID? {
        let select = try PreparedStatement(database, Self.select)
        var earliest: (row: Int64, item: ItemID)?
        for quarter in hash.quarters {
            try select.each({
                $0.set(1, quarter)
                $0.set(2, Instant.days(now) - NearWindow.days)
                $0.set(3, published - NearWindow.days * Instant.day)
                $0.set(4, published + NearWindow.days * Instant.day)
            }) {
                let row = $0.integer(0)
                if let earliest, earliest.row <= row { return false }
                guard hash.distance(to: SimHash(bits: UInt64(bitPattern: $0.integer(2)))) <= SimHash.tolerance,
                    let item = $0.withBytes(1, { ItemID(bytes: $0) })
                else { return true }
                earliest = (row, item)
                return false
            }
        }
        return earliest?.item
    }

    private func forget(_ item: ItemID) throws {
        let select = try PreparedStatement(database, "SELECT id, hash FROM near_article WHERE item = ?")
        let old = try select.first({ $0.set(1, item.bytes) }) { ($0.integer(0), UInt64(bitPattern: $0.integer(1))) }
        if let (article, bits) = old { try remove(article, SimHash(bits: bits)) }
    }

    private func remove(_ article: Int64, _ hash: SimHash) throws {
        let delete = try PreparedStatement(database, "DELETE FROM near_quarter WHERE quarter = ? AND article = ?")
        for quarter in hash.quarters {
            try delete.run {
                $0.set(1, quarter)
                $0.set(2, article)
            }
        }
        try PreparedStatement(database, "DELETE FROM near_article WHERE id = ?").run { $0.set(1, article) }
    }

    /// Forgets sketches from before the window, at most `limit`.
    /// - Returns: how many.
    func prune(limit: Int) throws -> Int {
        var old: [(Int64, SimHash)] = []
        try PreparedStatement(database, "SELECT id, hash FROM near_article WHERE day < ? ORDER BY day LIMIT ?").each({
            $0.set(1, Instant.days(now) - NearWindow.days)
            $0.set(2, limit)
        }) {
            old.append(($0.integer(0), SimHash(bits: UInt64(bitPattern: $0.integer(1)))))
            return true
        }
        for (article, hash) in old { try remove(article, hash) }
        return old.count
    }
}
