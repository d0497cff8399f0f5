import Foundation
import Identity
import Model
import Store
import TestSupport
import Testing

/// `[dedupe] near = "mark"`: an article is marked with an earlier one that says nearly the same, and never dropped.
@Suite struct StoreContractNear {
    private let hash: UInt64 = 0xF00D_1234_ABCD_9876

    @Test(arguments: StoreFactory.all)
    func marksTheEarliestWithinThreeBits(on stores: StoreFactory) throws {
        let articles = try NearArticles(on: stores)
        #expect(try articles.land([("a", hash), ("b", hash ^ 0b111)], day: 1) == [nil, "a"])
        #expect(try articles.land([("c", hash ^ 0b1111)], day: 1.5) == ["b"])
        #expect(try articles.land([("d", ~hash), ("e", nil)], day: 1.6) == [nil, nil])
    }

    @Test(arguments: StoreFactory.all)
    func comparesWithinThreeDaysOnly(on stores: StoreFactory) throws {
        let articles = try NearArticles(on: stores)
        #expect(try articles.land([("a", hash)], day: 1) == [nil])
        #expect(try articles.land([("b", hash)], day: 3.9) == ["a"])
        #expect(try articles.land([("c", hash)], day: 9) == [nil])
    }

    @Test(arguments: StoreFactory.all)
    func whatWasPublishedWeeksApartIsNotTheSameStory(on stores: StoreFactory) throws {
        let articles = try NearArticles(on: stores)
        #expect(try articles.land([("a", hash)], day: 50, published: 20) == [nil])
        #expect(try articles.land([("b", hash)], day: 50, published: 40) == [nil])
        #expect(try articles.land([("c", hash)], day: 50, published: 41) == ["b"])
        #expect(try articles.land([("d", hash)], day: 50, published: -2_000_000_000) == [nil])
    }

    @Test(arguments: StoreFactory.all)
    func aRevisionIsNotSimilarToItself(on stores: StoreFactory) throws {
        let articles = try NearArticles(on: stores)
        #expect(try articles.land([("a", hash)], day: 1) == [nil])
        #expect(try articles.land([("a", hash ^ 1)], day: 1.1, revision: 2) == [nil])
        #expect(try articles.land([("b", hash)], day: 1.2) == ["a"])
    }

    @Test(arguments: StoreFactory.all)
    func oldSketchesGoInBoundedSteps(on stores: StoreFactory) throws {
        let articles = try NearArticles(on: stores)
        _ = try articles.land(["a", "b", "c"].map { ($0, hash) }, day: 1)
        _ = try articles.land([("d", hash)], day: 6)
        #expect(try articles.store.pruneNear(now: .day(6), limit: 2) == 2)
        #expect(try articles.store.pruneNear(now: .day(6), limit: 2) == 1)
        #expect(try articles.store.pruneNear(now: .day(6), limit: 2) == 0)
    }
}

/// Articles with sketches.
struct NearArticles {
    let temporary: TemporaryStore
    private let feed: FeedRecord
    var store: any Store { temporary.store }

    init(on stores: StoreFactory) throws {
        temporary = try stores.make()
        feed = try temporary.store.synchronize([FeedSource(url: "https://a.example/feed", name: "a")])[0]
    }

    /// Commits one article for each sketch.
    /// - Returns: for each the key of the article that it is similar to.
    func land(
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
}
