import GRDB
import Identity
import Model

/// The table `seen` within one transaction.
struct SeenTable {
    private static let select =
        "SELECT id, feed, key, url, bare, title, published, text, shown, item, revision, flags FROM seen"
    static let selectByKey = "\(select) WHERE feed = ? AND key = ? ORDER BY id DESC LIMIT 1"
    static let selectByURL = "\(select) WHERE feed = ? AND url = ? ORDER BY id DESC LIMIT \(SeenRow.lookUpLimit)"
    static let selectByTitle = "\(select) WHERE feed = ? AND title = ? ORDER BY id DESC LIMIT \(SeenRow.lookUpLimit)"
    /// The feed's own rows are left out of the latest only, or one that links a page without end would read all of them.
    static let selectForeign = """
        SELECT * FROM (\(select) WHERE url = ?2 AND flags & 1 ORDER BY id DESC LIMIT \(2 * SeenRow.lookUpLimit))
        WHERE feed <> ?1 LIMIT \(SeenRow.lookUpLimit)
        """

    private let byKey, byURL, byTitle, foreign: PreparedStatement

    init(_ database: Database) throws {
        byKey = try PreparedStatement(database, Self.selectByKey)
        byURL = try PreparedStatement(database, Self.selectByURL)
        byTitle = try PreparedStatement(database, Self.selectByTitle)
        foreign = try PreparedStatement(database, Self.selectForeign)
    }

    /// The rows of one feed.
    /// - Parameter isNew: it has none yet, so that its own rows need no look-ups.
    func of(_ feed: FeedID, isNew: Bool = false) -> FeedRows { FeedRows(table: self, feed: feed, isNew: isNew) }

    /// The ids of a feed's rows; asked only of a feed that has shown no document yet.
    static func adopted(by feed: FeedID, in database: Database) throws -> Set<ItemID> {
        var ids: Set<ItemID> = []
        try PreparedStatement(database, "SELECT item FROM seen WHERE feed = ?").each({ $0.set(1, feed) }) {
            if let id = $0.withBytes(0, { ItemID(bytes: $0) }) { ids.insert(id) }
            return true
        }
        return ids
    }

    struct FeedRows: SeenMemory {
        fileprivate let table: SeenTable
        fileprivate let feed: FeedID
        fileprivate let isNew: Bool

        func row(key: UInt64) throws -> SeenRow? {
            isNew ? nil : try table.byKey.first({ bind(&$0, key) }, SeenTable.row)
        }

        func rows(url: UInt64) throws -> [SeenRow] { try all(table.byURL, url) }

        func rows(title: UInt64) throws -> [SeenRow] { try all(table.byTitle, title) }

        func foreign(url: UInt64) throws -> [SeenRow] { try all(table.foreign, url, always: true) }

        private func all(_ statement: PreparedStatement, _ hash: UInt64, always: Bool = false) throws -> [SeenRow] {
            var rows: [SeenRow] = []
            if isNew && !always { return rows }
            try statement.each({ bind(&$0, hash) }) {
                rows.append(try SeenTable.row($0))
                return true
            }
            return rows
        }

        private func bind(_ bindings: inout PreparedStatement.Bindings, _ hash: UInt64) {
            bindings.set(1, feed)
            bindings.set(2, Int64(bitPattern: hash))
        }
    }

    private static func row(_ columns: PreparedStatement.Columns) throws -> SeenRow {
        guard let item = columns.withBytes(9, { ItemID(bytes: $0) }) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "an item's id in `seen` is not 16 bytes")
        }
        return SeenRow(
            id: columns.integer(0), feed: columns.integer(1), key: UInt64(bitPattern: columns.integer(2)),
            url: columns.optionalInteger(3).map { UInt64(bitPattern: $0) },
            bare: columns.optionalInteger(4).map { UInt64(bitPattern: $0) },
            title: UInt64(bitPattern: columns.integer(5)), published: columns.optionalInteger(6),
            text: columns.optionalInteger(7).map { UInt64(bitPattern: $0) }, shown: columns.integer(8), item: item,
            revision: Int(columns.integer(10)), flags: SeenRow.Flags(rawValue: columns.integer(11)))
    }
}
