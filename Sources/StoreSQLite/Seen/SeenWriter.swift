import GRDB
import Identity
import Model

/// What a commit writes to the table `seen`, within its transaction.
struct SeenWriter {
    private let database: Database
    private let insertion, rewriting, touching, forgetting: PreparedStatement

    init(_ database: Database) throws {
        self.database = database
        insertion = try PreparedStatement(
            database,
            """
            INSERT INTO seen (feed, key, url, bare, title, published, content, text, shown, item, revision, flags)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, ?7, ?8, ?9, ?10, ?11)
            """)
        rewriting = try PreparedStatement(
            database,
            """
            UPDATE seen SET key = ?2, url = ?3, bare = ?4, title = ?5, published = ?6, text = ?7, shown = ?8, item = ?9,
            revision = ?10, flags = ?11 WHERE id = ?12 AND feed = ?1
            """)
        touching = try PreparedStatement(database, "UPDATE seen SET shown = ? WHERE id = ?")
        forgetting = try PreparedStatement(database, "UPDATE seen SET url = NULL WHERE id = ?")
    }

    /// - Returns: the new row's id.
    func insert(_ row: SeenRow) throws -> Int64 {
        try insertion.run { Self.bind(row, to: &$0) }
        return database.lastInsertedRowID
    }

    /// Writes all but the id and the feed. A row that was pruned meanwhile stays away.
    func rewrite(_ row: SeenRow) throws {
        try rewriting.run {
            Self.bind(row, to: &$0)
            $0.set(12, row.id)
        }
    }

    func touch(id: Int64, day: Int64) throws {
        try touching.run {
            $0.set(1, day)
            $0.set(2, id)
        }
    }

    func forgetURL(id: Int64) throws {
        try forgetting.run { $0.set(1, id) }
    }

    private static func bind(_ row: SeenRow, to bindings: inout PreparedStatement.Bindings) {
        bindings.set(1, row.feed)
        bindings.set(2, Int64(bitPattern: row.key))
        bindings.set(3, row.url.map { Int64(bitPattern: $0) })
        bindings.set(4, row.bare.map { Int64(bitPattern: $0) })
        bindings.set(5, Int64(bitPattern: row.title))
        bindings.set(6, row.published)
        bindings.set(7, row.text.map { Int64(bitPattern: $0) })
        bindings.set(8, row.shown)
        bindings.set(9, row.item.bytes)
        bindings.set(10, row.revision)
        bindings.set(11, row.flags.rawValue)
    }
}
