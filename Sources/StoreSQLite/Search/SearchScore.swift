import GRDB
import GRDBSQLite

/// How well a row matches: an auxiliary function of FTS5 (<https://www.sqlite.org/fts5.html>, section 7).
///
/// FTS5's own `bm25` counts a word in the whole table first, which takes as long as reading all its rows. This one looks at
/// the row alone: a phrase counts more the more often it is there (each time less), the earlier it begins, and much more in
/// the title.
enum SearchScore {
    static let name = "newspool_score"

    private static let titleColumn: CInt = 1
    /// Of one more appearance in the title beside one in the text.
    private static let titleWeight = 4.0

    static func register(in database: Database) throws {
        let connection = database.sqliteConnection
        var statement: OpaquePointer?
        defer { sqlite3_finalize(statement) }
        var api: UnsafeMutablePointer<fts5_api>?
        // <https://www.sqlite.org/fts5.html>, "Extending FTS5"
        guard sqlite3_prepare_v2(connection, "SELECT fts5(?1)", -1, &statement, nil) == SQLITE_OK else {
            throw DatabaseError(resultCode: .SQLITE_ERROR, message: "SQLite has no FTS5")
        }
        withUnsafeMutablePointer(to: &api) {
            _ = sqlite3_bind_pointer(statement, 1, $0, "fts5_api_ptr", nil)  // looked at below
            _ = sqlite3_step(statement)  // looked at below
        }
        guard let api, api.pointee.xCreateFunction(api, name, nil, score, nil) == SQLITE_OK else {
            throw DatabaseError(resultCode: .SQLITE_ERROR, message: "SQLite's FTS5 cannot be extended")
        }
    }

    private static let score: fts5_extension_function = { api, cursor, context, _, _ in
        guard let api, let context else { return }
        let phrases = Int(api.pointee.xPhraseCount(cursor))
        var count: CInt = 0
        var code = api.pointee.xInstCount(cursor, &count)
        var weights = [Double](repeating: 0, count: phrases)
        var starts = [CInt](repeating: .max, count: phrases)
        for index in 0..<count where code == SQLITE_OK {
            var (phrase, column, offset): (CInt, CInt, CInt) = (0, 0, 0)
            code = api.pointee.xInst(cursor, index, &phrase, &column, &offset)
            guard code == SQLITE_OK, weights.indices.contains(Int(phrase)), column <= titleColumn else { continue }
            weights[Int(phrase)] += column == titleColumn ? titleWeight : 1
            starts[Int(phrase)] = column == titleColumn ? 0 : min(starts[Int(phrase)], offset)
        }
        guard code == SQLITE_OK else { return sqlite3_result_error_code(context, code) }
        var sum = 0.0
        for (weight, start) in zip(weights, starts) where weight > 0 {
            sum += weight / (weight + 2) + 0.5 / (1 + Double(start) / 100)
        }
        sqlite3_result_double(context, sum)
    }
}
