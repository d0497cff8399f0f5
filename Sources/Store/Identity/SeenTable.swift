import GRDB
import Model

/// The table `seen` within one transaction.
struct SeenTable {
    /// Titles may repeat without end ("Untitled"); the latest few decide.
    private static let titleLimit = 16
    private static let columns = "id, feed, key, url, bare, title, published, content, shown, item, revision, flags"

    private let byKey, byURL, byTitle, foreign: PreparedStatement

    init(_ database: Database) throws {
        let select = "SELECT \(Self.columns) FROM seen"
        byKey = try PreparedStatement(database, "\(select) WHERE feed = ? AND key = ? ORDER BY id DESC LIMIT 1")
        byURL = try PreparedStatement(database, "\(select) WHERE feed = ? AND url = ? ORDER BY id DESC LIMIT 4")
        byTitle = try PreparedStatement(
            database, "\(select) WHERE feed = ? AND title = ? ORDER BY id DESC LIMIT \(Self.titleLimit)")
        // In no order: SQLite would open a table of its own to sort in, for each look-up, also where there is nothing.
        foreign = try PreparedStatement(database, "\(select) WHERE feed <> ? AND url = ? AND flags & 1")
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
            isNew ? nil : try table.byKey.first({ bind($0, key) }, SeenTable.row)
        }

        func rows(url: UInt64) throws -> [SeenRow] { try all(table.byURL, url) }

        func rows(title: UInt64) throws -> [SeenRow] { try all(table.byTitle, title) }

        /// The owner's row (flags 1) ahead of duplicates (flags 3), the oldest of several.
        func foreign(url: UInt64) throws -> SeenRow? {
            var first: SeenRow?
            try table.foreign.each({ bind($0, url) }) {
                let row = try SeenTable.row($0)
                if first.map({ (row.flags.rawValue, row.id) < ($0.flags.rawValue, $0.id) }) ?? true { first = row }
                return true
            }
            return first
        }

        private func all(_ statement: PreparedStatement, _ hash: UInt64) throws -> [SeenRow] {
            var rows: [SeenRow] = []
            if isNew { return rows }
            try statement.each({ bind($0, hash) }) {
                rows.append(try SeenTable.row($0))
                return true
            }
            return rows
        }

        private func bind(_ bindings: PreparedStatement.Bindings, _ hash: UInt64) {
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
            content: UInt64(bitPattern: columns.integer(7)), shown: columns.integer(8), item: item,
            revision: Int(columns.integer(10)), flags: SeenRow.Flags(rawValue: columns.integer(11)))
    }
}
