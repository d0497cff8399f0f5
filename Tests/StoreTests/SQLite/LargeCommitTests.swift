import Foundation
import GRDB
import GRDBSQLite
import Model
import Store
import TestSupport
import Testing

@testable import StoreSQLite

/// A commit of many rows writes each page that it touches once.
@Suite struct LargeCommitTests {
    @Test func noPageIsWrittenOutBeforeTheEnd() throws {
        let history = try History(on: .sqlite)
        let store = try history.temporary.sqlite
        let document = (1...9_000).map { entry("\($0)", "https://a.example/\($0)", "T\($0)") }
        for number in 1...2 { try history.poll(day: Double(number), Array(document.prefix(number * 500))) }
        #expect(try spills(of: store) == 0)
        let before = try cacheSize(of: store)
        try history.poll(day: 5, document)
        #expect(try spills(of: store) == 0)
        #expect(try cacheSize(of: store) == before)
    }

    private func spills(of store: SQLiteStore) throws -> CInt {
        try store.write { database in
            var (now, most): (CInt, CInt) = (0, 0)
            sqlite3_db_status(database.sqliteConnection, SQLITE_DBSTATUS_CACHE_SPILL, &now, &most, 0)
            return now
        }
    }

    private func cacheSize(of store: SQLiteStore) throws -> Int? {
        try store.write { try Int.fetchOne($0, sql: "PRAGMA cache_size") }
    }
}
