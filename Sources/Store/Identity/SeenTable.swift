import GRDB
import Model

/// The table `seen` within one transaction.
struct SeenTable {
    /// Titles may repeat without end ("Untitled"); the latest few decide.
    private static let titleLimit = 16
    private static let columns = "id, feed, key, url, bare, title, published, content, shown, item, revision, flags"

    private let byKey, byURL, byTitle, foreign: PreparedStatement
    private let database: Database

    init(_ database: Database) throws {
        self.database = database
        let select = "SELECT \(Self.columns) FROM seen"
        byKey = try PreparedStatement(database, "\(select) WHERE feed = ? AND key = ? ORDER BY id DESC LIMIT 1")
        byURL = try PreparedStatement(database, "\(select) WHERE feed = ? AND url = ? ORDER BY id DESC LIMIT 4")
        byTitle = try PreparedStatement(
            database, "\(select) WHERE feed = ? AND title = ? ORDER BY id DESC LIMIT \(Self.titleLimit)")
        // The owner's row (flags 1) ahead of duplicates (flags 3).
        foreign = try PreparedStatement(
            database, "\(select) WHERE feed <> ? AND url = ? AND flags & 1 ORDER BY flags, id LIMIT 1")
    }

    /// The rows of one feed.
    func of(_ feed: FeedID) -> FeedRows { FeedRows(table: self, feed: feed) }

    struct FeedRows: SeenMemory {
        fileprivate let table: SeenTable
        fileprivate let feed: FeedID

        func row(key: UInt64) throws -> SeenRow? {
            try table.byKey.first({ bind($0, key) }, SeenTable.row)
        }

        func rows(url: UInt64) throws -> [SeenRow] { try all(table.byURL, url) }

        func rows(title: UInt64) throws -> [SeenRow] { try all(table.byTitle, title) }

        func foreign(url: UInt64) throws -> SeenRow? {
            try table.foreign.first({ bind($0, url) }, SeenTable.row)
        }

        private func all(_ statement: PreparedStatement, _ hash: UInt64) throws -> [SeenRow] {
            var rows: [SeenRow] = []
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

    func insert(_ row: SeenRow) throws {
        try PreparedStatement(
            database,
            """
            INSERT INTO seen (feed, key, url, bare, title, published, content, shown, item, revision, flags)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
            """
        ).run { Self.bind(row, to: $0) }
    }

    /// Writes all but the id and the feed. A row that was pruned meanwhile stays away.
    func rewrite(_ row: SeenRow) throws {
        try PreparedStatement(
            database,
            """
            UPDATE seen SET key = ?2, url = ?3, bare = ?4, title = ?5, published = ?6, content = ?7, shown = ?8, item = ?9,
            revision = ?10, flags = ?11 WHERE id = ?12 AND feed = ?1
            """
        ).run {
            Self.bind(row, to: $0)
            $0.set(12, row.id)
        }
    }

    func touch(id: Int64, day: Int64) throws {
        try PreparedStatement(database, "UPDATE seen SET shown = ? WHERE id = ?").run {
            $0.set(1, day)
            $0.set(2, id)
        }
    }

    func forgetURL(id: Int64) throws {
        try PreparedStatement(database, "UPDATE seen SET url = NULL WHERE id = ?").run { $0.set(1, id) }
    }

    private static func bind(_ row: SeenRow, to bindings: PreparedStatement.Bindings) {
        bindings.set(1, row.feed)
        bindings.set(2, Int64(bitPattern: row.key))
        bindings.set(3, row.url.map { Int64(bitPattern: $0) })
        bindings.set(4, row.bare.map { Int64(bitPattern: $0) })
        bindings.set(5, Int64(bitPattern: row.title))
        bindings.set(6, row.published)
        bindings.set(7, Int64(bitPattern: row.content))
        bindings.set(8, row.shown)
        bindings.set(9, row.item.bytes)
        bindings.set(10, row.revision)
        bindings.set(11, row.flags.rawValue)
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
