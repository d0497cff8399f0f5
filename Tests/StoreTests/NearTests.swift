import Foundation
import GRDB
import Identity
import Model
import TestSupport
import Testing

import Store
@testable import StoreSQLite

/// `[dedupe] near = "mark"`: an article is marked with an earlier one that says nearly the same, and never dropped.
@Suite struct NearTests {
    private let temporary: TemporaryStore
    private let feed: FeedRecord
    private var store: SQLiteStore { temporary.store }

    init() throws {
        temporary = try TemporaryStore()
        feed = try temporary.store.synchronize([FeedSource(url: "https://a.example/feed", name: "a")])[0]
    }

    /// Commits one article for each sketch.
    /// - Returns: for each the key of the article that it is similar to.
    private func land(
        _ articles: [(key: String, bits: UInt64?)], day: Double, published: Double? = nil, revision: Int = 1
    ) throws -> [String?] {
        let entries = articles.map { entry($0.key, nil, $0.key, content: "\($0.key) \(revision)") }
        let policy = IdentityPolicy(updates: .emit)
        let examination = try store.examine(feed: feed.id, entries, policy: policy, now: .day(day))
        let rendered = articles.enumerated().map { index, article in
            var item = Item()
            item.title = article.key
            item.published = published.map { .day($0) }
            return PollRecord.Article(
                entry: index,
                item: RenderedItem(
                    item, id: ItemID(feed: feed.url, key: article.key), feed: "a", revision: revision, markdown: [],
                    journal: .thin, simHash: article.bits.map(SimHash.init(bits:))))
        }
        let record = PollRecord(
            feed: feed.id, state: feed.state, outcome: PollOutcome(time: .day(day), status: 200, milliseconds: 1),
            examination: examination, articles: rendered)
        return try store.committed([record], now: .day(day)).map { entry in
            let item = try #require(try JSONSerialization.jsonObject(with: Data(entry.json)) as? [String: Any])
            let own = try #require(item["_newspool"] as? [String: Any])
            #expect(own["seq"] as? Int64 == entry.seq)
            return try (own["similar_to"] as? String).map { id in
                try #require(["a", "b", "c", "d", "e"].first { ItemID(feed: feed.url, key: $0).text == id })
            }
        }
    }

    private let hash: UInt64 = 0xF00D_1234_ABCD_9876

    @Test func marksTheEarliestWithinThreeBits() throws {
        #expect(try land([("a", hash), ("b", hash ^ 0b111)], day: 1) == [nil, "a"])
        #expect(try land([("c", hash ^ 0b1111)], day: 1.5) == ["b"])
        #expect(try land([("d", ~hash), ("e", nil)], day: 1.6) == [nil, nil])
    }

    @Test func comparesWithinThreeDaysOnly() throws {
        #expect(try land([("a", hash)], day: 1) == [nil])
        #expect(try land([("b", hash)], day: 3.9) == ["a"])
        #expect(try land([("c", hash)], day: 9) == [nil])
    }

    @Test func whatWasPublishedWeeksApartIsNotTheSameStory() throws {
        #expect(try land([("a", hash)], day: 50, published: 20) == [nil])
        #expect(try land([("b", hash)], day: 50, published: 40) == [nil])
        #expect(try land([("c", hash)], day: 50, published: 41) == ["b"])
        #expect(try land([("d", hash)], day: 50, published: -2_000_000_000) == [nil])
    }

    @Test func aRevisionIsNotSimilarToItself() throws {
        #expect(try land([("a", hash)], day: 1) == [nil])
        #expect(try land([("a", hash ^ 1)], day: 1.1, revision: 2) == [nil])
        #expect(try land([("b", hash)], day: 1.2) == ["a"])
    }

    @Test func oldSketchesGoInBoundedSteps() throws {
        _ = try land(["a", "b", "c"].map { ($0, hash) }, day: 1)
        _ = try land([("d", hash)], day: 6)
        #expect(try store.pruneNear(now: .day(6), limit: 2) == 2)
        #expect(try store.pruneNear(now: .day(6), limit: 2) == 1)
        #expect(try store.pruneNear(now: .day(6), limit: 2) == 0)
        let rows = try store.read { database in
            try ["near_article", "near_quarter"].map { try Int.fetchOne(database, sql: "SELECT count(*) FROM \($0)") }
        }
        #expect(rows == [1, 4])
    }

    @Test func theLookUpIsIndexed() throws {
        let plan = try store.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    EXPLAIN QUERY PLAN SELECT a.id FROM near_quarter AS q JOIN near_article AS a ON a.id = q.article
                    WHERE q.quarter = 1 AND a.day >= 2 AND a.published BETWEEN 3 AND 4 ORDER BY q.article LIMIT 64
                    """
            ).map { $0["detail"] as String }
        }
        #expect(plan.allSatisfy { $0.hasPrefix("SEARCH") }, "\(plan)")
    }
}
