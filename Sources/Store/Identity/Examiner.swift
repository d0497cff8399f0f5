import Foundation
import GRDB
import Model

/// Holds a document's entries against the rows of `seen`, rule by rule.
struct Examiner {
    let db: Database
    let feed: Int64
    let feedURL: String
    let isFirst: Bool
    /// The oldest date of the feed's last document.
    let floor: Int64?
    let policy: IdentityPolicy
    let today: Int64

    /// Days after which a row's `shown` is brought up to date: often enough for `keep_seen`, rarely enough to cost nothing.
    private static let refreshDays: Int64 = 30
    /// From so many entries on, a document that is mostly new under known headlines is a platform's move.
    private static let massLimit = 4

    private struct Row {
        var id: Int64, feed: Int64, content: Int64, shown: Int64, revision: Int
        var item: ItemID
        var keysDiffer: Bool
    }

    func examine(_ fingerprints: [Fingerprint]) throws -> Examination {
        let keys = DocumentKeys(fingerprints).entries
        var verdicts = [Verdict](repeating: .known, count: keys.count)
        var changes: [Examination.Change] = []
        var unknown: [Int] = []
        var met: Set<Int64> = []
        for (index, key) in keys.enumerated() {
            guard met.insert(key.guid ?? 0).inserted else { continue }  // the document repeats itself
            guard let row = try ownRow(key) else {
                unknown.append(index)
                continue
            }
            try note(row, index, key, fingerprints[index], &verdicts, &changes)
        }
        if try isMove(keys, unknown) {
            unknown = try unknown.filter { index in
                guard let row = try row("headline = ? AND feed = ?", keys[index].headline, feed, keys[index]) else {
                    return true
                }
                changes.append(.refresh(row: row.id, keys: keys[index]))
                return false
            }
        }
        let delivered = deliveredAtFirst(unknown, fingerprints)
        for index in unknown {
            let key = keys[index]
            let content = Int64(bitPattern: fingerprints[index].contentHash)
            if policy.scope == .all, let first = try row("url = ? AND feed <> ?", key.url, feed, key) {
                verdicts[index] = .duplicate
                changes.append(.insert(index: index, keys: key, item: first.item, content: content, first: first.id))
                continue
            }
            let id = ItemID(feed: feedURL, key: key.identity)
            changes.append(.insert(index: index, keys: key, item: id, content: content, first: nil))
            verdicts[index] =
                delivered.contains(index)
                ? .new(NewArticle(id: id, revision: 1, alsoIn: [], isBackfill: isBackfill(fingerprints[index])))
                : .seeded
        }
        return Examination(
            verdicts: verdicts, policy: policy, changes: changes,
            oldest: fingerprints.compactMap { $0.published.map { Int64($0.timeIntervalSince1970) } }.min())
    }

    // MARK: - Rules

    /// Within a feed the guid decides, then the guid without scheme and host, then an unshared URL.
    private func ownRow(_ key: DocumentKeys.Entry) throws -> Row? {
        try row("guid = ? AND feed = ?", key.guid, feed, key)
            ?? row("bare_guid = ? AND feed = ?", key.bareGuid, feed, key)
            ?? row("url = ? AND feed = ?", key.url, feed, key)
    }

    /// Most entries are new although their titles and dates are known: the feed's platform has changed, not its articles.
    private func isMove(_ keys: [DocumentKeys.Entry], _ unknown: [Int]) throws -> Bool {
        guard !isFirst, unknown.count >= Self.massLimit, unknown.count * 2 > keys.count else { return false }
        let known = try unknown.count { try row("headline = ? AND feed = ?", keys[$0].headline, feed, keys[$0]) != nil }
        return known * 2 > unknown.count
    }

    /// `first_fetch`: which entries of a feed's first document are delivered.
    private func deliveredAtFirst(_ unknown: [Int], _ fingerprints: [Fingerprint]) -> Set<Int> {
        guard isFirst else { return Set(unknown) }
        switch policy.firstFetch {
        case .all: return Set(unknown)
        case .seed: return []
        case .latest(let count):
            // By date, the undated after the dated, in the document's order.
            let newest = unknown.sorted { one, other in
                let (a, b) = (fingerprints[one].published, fingerprints[other].published)
                return a == b ? one < other : (a ?? .distantPast) > (b ?? .distantPast)
            }
            return Set(newest.prefix(count))
        }
    }

    private func isBackfill(_ fingerprint: Fingerprint) -> Bool {
        guard !isFirst, let floor, let published = fingerprint.published else { return false }
        return Int64(published.timeIntervalSince1970) < floor
    }

    // MARK: - Rows

    private func note(
        _ row: Row, _ index: Int, _ key: DocumentKeys.Entry, _ fingerprint: Fingerprint, _ verdicts: inout [Verdict],
        _ changes: inout [Examination.Change]
    ) throws {
        if row.keysDiffer || today - row.shown >= Self.refreshDays { changes.append(.refresh(row: row.id, keys: key)) }
        let content = Int64(bitPattern: fingerprint.contentHash)
        guard policy.updates == .emit, content != row.content, row.feed == feed, try isFirstBringer(row) else { return }
        changes.append(.revise(index: index, row: row.id, revision: row.revision + 1, content: content))
        verdicts[index] = .updated(
            NewArticle(id: row.item, revision: row.revision + 1, alsoIn: try alsoIn(row.id), isBackfill: false))
    }

    /// A feed that came second does not revise the article of the first.
    private func isFirstBringer(_ row: Row) throws -> Bool {
        try Bool.fetchOne(
            db.cachedStatement(sql: "SELECT NOT EXISTS (SELECT 1 FROM seen WHERE item = ? AND id < ?)"),
            arguments: [Data(row.item.bytes), row.id]) ?? true
    }

    private func alsoIn(_ row: Int64) throws -> [String] {
        try String.fetchAll(
            db.cachedStatement(
                sql: "SELECT feed.name FROM also_in JOIN feed ON feed.id = also_in.feed WHERE seen = ? ORDER BY name"),
            arguments: [row])
    }

    private func row(
        _ condition: String, _ value: Int64?, _ feed: Int64, _ key: DocumentKeys.Entry
    ) throws -> Row? {
        guard let value else { return nil }
        let statement = try db.cachedStatement(
            sql: """
                SELECT id, feed, content, shown, revision, item, guid, bare_guid, url, headline
                FROM seen WHERE \(condition) ORDER BY id LIMIT 1
                """)
        guard let row = try GRDB.Row.fetchOne(statement, arguments: [value, feed]) else { return nil }
        let item: Data = row[5]
        guard let id = ItemID(bytes: item) else { return nil }
        let (guid, bare, url, headline): (Int64?, Int64?, Int64?, Int64?) = (row[6], row[7], row[8], row[9])
        return Row(
            id: row[0], feed: row[1], content: row[2], shown: row[3], revision: row[4], item: id,
            keysDiffer: guid != key.guid || bare != key.bareGuid || url != key.url && key.url != nil
                || headline != key.headline)
    }
}
