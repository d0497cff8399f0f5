import Foundation
import GRDB
import Identity
import Model
import Store
import TestSupport
import Testing

@testable import StoreSQLite

/// What the tables cost, and stores of earlier versions.
@Suite struct SchemaTests {
    @Test func aRowOfWhatWasSeenTakesLessThanTwoHundredBytes() throws {
        let history = try History(on: .sqlite)
        for part in 0..<20 {
            try history.poll(
                day: Double(part),
                (0..<500).map {
                    let name = "https://a.example/a-rather-long-address/\(part)-\($0)"
                    return entry(name, name, "T\(part)-\($0)", day: Double(part))
                }, delivers: false)
        }
        let bytes = try history.temporary.sqlite.read { database in
            try Int.fetchOne(database, sql: "SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'seen%'")
        }
        // Debian's SQLite has dbstat; where there is none, the benchmark says it.
        if let bytes { #expect(bytes / 10_000 < 200) }
    }

    @Test("each look-up takes its rows from an index, in the order that it wants: however many feeds have the URL")
    func lookUpsUseTheirIndexes() throws {
        let store = try TemporaryStore(.sqlite)
        let plans = try store.sqlite.read { database in
            try [
                SeenTable.selectByKey, SeenTable.selectByURL, SeenTable.selectByTitle, SeenTable.selectForeign,
            ].map {
                try Row.fetchAll(database, sql: "EXPLAIN QUERY PLAN \($0)", arguments: [1, 2])
                    .map { $0["detail"] as String }
            }
        }
        let indexes = ["seen_key (feed=? AND key=?)", "seen_url (feed=? AND url=?)", "seen_title (feed=? AND title=?)"]
        #expect(plans.dropLast() == indexes.map { ["SEARCH seen USING INDEX \($0)"] }[...])
        #expect(plans.last?.contains("SEARCH seen USING INDEX seen_delivered (url=?)") == true)
        #expect(plans.last?.contains { $0.contains("TEMP B-TREE") } == false)
    }

    @Test func theLookUpOfSketchesIsIndexedAndTheirPruningWhole() throws {
        let articles = try NearArticles(on: .sqlite)
        let hash: UInt64 = 0xF00D_1234_ABCD_9876
        _ = try articles.land([("a", hash), ("b", hash)], day: 1)
        _ = try articles.land([("c", hash)], day: 6)
        #expect(try articles.store.pruneNear(now: .day(6), limit: 9) == 2)
        let (rows, plan) = try articles.temporary.sqlite.read { database in
            let counts = try ["near_article", "near_quarter"].map {
                try Int.fetchOne(database, sql: "SELECT count(*) FROM \($0)")
            }
            let plan = try Row.fetchAll(
                database, sql: "EXPLAIN QUERY PLAN \(NearTable.selectCandidates)", arguments: [1]
            ).map { $0["detail"] as String }
            return (counts, plan)
        }
        #expect(rows == [1, 4])
        #expect(!plan.contains { $0.hasPrefix("SCAN near") }, "\(plan)")
    }

    /// A feed that says one thing without end, with dates that never meet.
    @Test func aSketchThatComesWithoutEndIsLookedAtInPart() throws {
        let articles = try NearArticles(on: .sqlite)
        let hash: UInt64 = 0xF00D_1234_ABCD_9876
        _ = try articles.land([("a", hash)], day: 1, published: 1)
        let quarter = SimHash(bits: hash).quarters[0]
        let count = try articles.temporary.sqlite.write { database in
            try database.execute(
                sql: """
                    WITH RECURSIVE n (i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
                    INSERT INTO near_article SELECT i, randomblob(16), ?, i * 604800000, 20000 FROM n
                    """, arguments: [Int64(bitPattern: hash)])
            try database.execute(
                sql: "INSERT INTO near_quarter SELECT ?, id FROM near_article WHERE id >= 100", arguments: [quarter])
            return try Row.fetchAll(database, sql: NearTable.selectCandidates, arguments: [quarter]).count
        }
        #expect(count == 2 * NearTable.candidates)
        #expect(try articles.land([("b", hash)], day: 1, published: 2) == ["a"])
    }

    /// The fixture is what the program of that version left.
    @Test func aStoreOfTheFirstVersionIsTakenOver() throws {
        let directory = try TemporaryStore.makeDirectory()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let dump = try String(contentsOf: Fixtures.directory.appending(path: "store/0.1.0.sql"), encoding: .utf8)
        let old = try DatabaseQueue(path: directory + "/newspool.sqlite")
        try old.writeWithoutTransaction { try $0.execute(sql: dump) }
        try old.close()

        let store = try SQLiteStore(directory: directory)
        #expect(try store.faults() == [])
        let feeds = ["feed", "none"].map { "http://127.0.0.1:8947/\($0)" }
        let records = try store.synchronize([
            FeedSource(url: feeds[0], name: "site"), FeedSource(url: feeds[1], name: "broken"),
        ])
        #expect(records.map(\.id) == [1, 2] && records.map(\.hasItems) == [true, false])
        #expect(records[0].state.failure == nil && records[0].state.etag == Array("\"v1\"".utf8))
        let sentence = "the server answered 404 Not Found"
        #expect(records[1].state.failure == PollFailure(.unknown, sentence) && records[1].state.failures == 1)

        #expect(try store.entries(after: 0, limit: 9).map(\.feed) == ["site", "site"])
        #expect(try store.backlog(of: .spool).isEmpty)
        let messages = try store.messages(of: "hook")
        #expect(messages.map(\.hasAskedToWait) == [true, false] && messages.map(\.attempts) == [1, 0])

        // What was seen is known, by guid and by link alone.
        let date = Date(timeIntervalSince1970: 1_795_428_000)
        let known = Fingerprint(
            guid: "g1", canonicalURL: "http://site.example/1", title: "One", published: date, contentHash: 1)
        let new = Fingerprint(
            guid: "g3", canonicalURL: "http://site.example/3", title: "Three", published: nil, contentHash: 3)
        let examination = try store.examine(feed: 1, [known, new], policy: IdentityPolicy(), now: .day(9))
        #expect(examination.verdicts[0] == .known)
        #expect(
            examination.verdicts[1] == .new(ItemID(feed: feeds[0], key: "g3"), isBackfill: false))
    }
}
