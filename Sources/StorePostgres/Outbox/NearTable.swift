import Model
import Store

/// The sketches of the last days' articles: which earlier article says nearly the same. All that a transaction compares is
/// fetched at once.
struct NearTable {
    /// Rows looked at for each quarter, the first and the last: more share it only where a feed repeats itself without end.
    private static let candidates = 64

    private struct Sketch {
        var id: Int64
        var item: ItemID
        var hash: SimHash
        var published: Int64
        var day: Int64
    }

    /// By each of their quarters, the earliest first.
    private var sketches: [Int64: [Sketch]] = [:]
    /// The articles' own, of earlier revisions.
    private var former: [ItemID: Sketch] = [:]

    static func select(_ items: [RenderedItem]) -> [Query] {
        let hashed = items.filter { $0.simHash != nil }
        guard !hashed.isEmpty else { return [] }
        let quarters = Set(hashed.flatMap { $0.simHash?.quarters ?? [] })
        return [
            Query(
                """
                SELECT a.id, a.item, a.hash, a.published, a.day, w.quarter FROM unnest($1::bigint[]) AS w (quarter),
                LATERAL (
                    (SELECT article FROM near_quarter WHERE quarter = w.quarter ORDER BY article LIMIT \(candidates))
                    UNION
                    (SELECT article FROM near_quarter WHERE quarter = w.quarter ORDER BY article DESC LIMIT \(candidates))
                ) AS q JOIN near_article AS a ON a.id = q.article
                """
            ) { $0.add(quarters.sorted()) },
            Query("SELECT id, item, hash, published, day FROM near_article WHERE item = ANY($1::bytea[])") {
                $0.add(hashed.map { Optional($0.id.bytes) })
            },
        ]
    }

    /// - Parameter results: of `select`.
    init(_ results: ArraySlice<Rows>) {
        guard results.count == 2, let found = results.first, let own = results.last else { return }
        for (sketch, quarter) in found.map({ (Self.sketch($0), $0.integer(5)) }) {
            if let sketch { sketches[quarter, default: []].append(sketch) }
        }
        for quarter in sketches.keys { sketches[quarter]?.sort { $0.id < $1.id } }
        for sketch in own.map(Self.sketch) { if let sketch { former[sketch.item] = sketch } }
    }

    private static func sketch(_ row: Rows.Row) -> Sketch? {
        guard let item = ItemID(bytes: row.bytes(1)) else { return nil }
        return Sketch(
            id: row.integer(0), item: item, hash: SimHash(bits: UInt64(bitPattern: row.integer(2))),
            published: row.integer(3), day: row.integer(4))
    }

    /// Notes an article's sketch. The next revision of an article takes the place of the last one.
    /// - Parameters:
    ///   - now: milliseconds since 1970.
    ///   - lastID: the last row's; the new row gets the next one.
    /// - Returns: the earliest article of the window that is nearly the same; nil for none, or without a sketch.
    mutating func place(
        _ item: RenderedItem, now: Int64, lastID: inout Int64, in transaction: Transaction
    ) -> ItemID? {
        guard let hash = item.simHash else { return nil }
        if let old = former.removeValue(forKey: item.id) { remove(old, in: transaction) }
        let published = item.published.map(Instant.milliseconds) ?? now
        let (span, firstDay) = ((NearWindow.days * Instant.day).magnitude, Instant.days(now) - NearWindow.days)
        let candidates: [Sketch] = hash.quarters.flatMap { sketches[$0] ?? [] }
        let earlier = candidates.filter { candidate in
            guard candidate.day >= firstDay, (candidate.published - published).magnitude <= span else { return false }
            return hash.distance(to: candidate.hash) <= SimHash.tolerance
        }.min { $0.id < $1.id }
        lastID += 1
        let sketch = Sketch(
            id: lastID, item: item.id, hash: hash, published: published, day: Instant.days(now))
        for quarter in hash.quarters { sketches[quarter, default: []].append(sketch) }
        former[item.id] = sketch
        transaction.write(
            Query("INSERT INTO near_article VALUES ($1::bigint, $2::bytea, $3::bigint, $4::bigint, $5::bigint)") {
                $0.add(sketch.id)
                $0.add(Optional(item.id.bytes))
                $0.add(Int64(bitPattern: hash.bits))
                $0.add(published)
                $0.add(sketch.day)
            })
        transaction.write(
            Query("INSERT INTO near_quarter SELECT DISTINCT q, $2::bigint FROM unnest($1::bigint[]) AS q") {
                $0.add(hash.quarters)
                $0.add(sketch.id)
            })
        return earlier?.item
    }

    private mutating func remove(_ sketch: Sketch, in transaction: Transaction) {
        for quarter in sketch.hash.quarters { sketches[quarter]?.removeAll { $0.id == sketch.id } }
        for statement in Self.removal([(sketch.id, sketch.hash)]) { transaction.write(statement) }
    }

    private static func removal(_ sketches: [(id: Int64, hash: SimHash)]) -> [Query] {
        let pairs = sketches.flatMap { sketch in sketch.hash.quarters.map { ($0, sketch.id) } }
        return [
            Query(
                """
                DELETE FROM near_quarter USING unnest($1::bigint[], $2::bigint[]) AS u (quarter, article)
                WHERE near_quarter.quarter = u.quarter AND near_quarter.article = u.article
                """
            ) {
                $0.add(pairs.map(\.0))
                $0.add(pairs.map(\.1))
            },
            Query("DELETE FROM near_article WHERE id = ANY($1::bigint[])") { $0.add(sketches.map(\.id)) },
        ]
    }

    /// Forgets sketches from before a day.
    /// - Returns: how many.
    static func prune(before day: Int64, limit: Int, in transaction: Transaction) throws(ServerFault) -> Int {
        let old = try transaction.run(
            Query("SELECT id, hash FROM near_article WHERE day < $1::bigint ORDER BY day, id LIMIT $2::bigint") {
                $0.add(day)
                $0.add(limit)
            }
        ).map { (id: $0.integer(0), hash: SimHash(bits: UInt64(bitPattern: $0.integer(1)))) }
        if !old.isEmpty { for statement in removal(old) { transaction.write(statement) } }
        return old.count
    }
}
