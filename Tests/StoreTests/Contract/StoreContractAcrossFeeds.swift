import Foundation
import Identity
import Model
import Store
import TestSupport
import Testing

/// Design rule 2: the canonical URL across feeds.
@Suite struct StoreContractAcrossFeeds {
    private let story = "https://news.example/story"

    /// Both in one commit; the other feed's entry was examined before the article landed.
    @Test(arguments: StoreFactory.all)
    func whatLosesItsLinkWithinTheCommitIsNobodysOriginal(on stores: StoreFactory) throws {
        let (old, new) = ("https://news.example/old", "https://news.example/new")
        for isMoved in [true, false] {
            let history = try History(on: stores, feeds: ["a", "b"])
            let other = try history.record("b", day: 1, [entry("x", old, "Story")])
            try history.poll("a", day: 1, [entry("1", old, "Story")])
            let next = try history.record("a", day: 2, [entry("1", isMoved ? new : old, "Story", content: "more")])
            #expect(try history.commit([next, other], day: 2) == (isMoved ? ["Story"] : []))
        }
    }

    @Test(arguments: StoreFactory.all)
    func keepsTheFirstAndNotesTheOther(on stores: StoreFactory) throws {
        let history = try History(on: stores, feeds: ["a", "b", "c"], policy: IdentityPolicy(updates: .emit))
        #expect(try history.poll("a", day: 1, [entry("1", story, "First", content: "Words")]) == ["First"])
        #expect(try history.poll("b", day: 2, [entry("x", story, "Second", content: "Words")]) == [])
        #expect(
            try history.poll(
                "c", day: 3, [entry(nil, story, "Third", content: "Words"), entry(nil, "https://c.example/", "Own")])
                == [
                    "Own"
                ])
        // A twin's edits are not the article's; the owner's next revision names the twins.
        #expect(try history.poll("b", day: 4, [entry("x", story, "Second, edited", content: "Words")]) == [])
        #expect(
            try history.poll("a", day: 5, [entry("1", story, "First, edited", content: "Words")]) == ["First, edited+2"]
        )
        let json = String(decoding: try #require(history.store.entries(after: 2, limit: 1).first).json, as: UTF8.self)
        #expect(json.contains(#""also_in":["b","c"]"#))
        #expect(try history.store.statuses(now: .day(5)).map(\.alsoIn) == [0, 1, 1])
    }

    @Test(arguments: StoreFactory.all)
    func oneArticleWhereTwoFeedsBringItInTheSameTransaction(on stores: StoreFactory) throws {
        let history = try History(on: stores, feeds: ["a", "b"])
        let polls = [
            try history.record("a", day: 1, [entry("1", story, "A", day: 1)]),
            try history.record("b", day: 1, [entry("2", story, "B", day: 1)]),
        ]
        #expect(try history.commit(polls, day: 1) == ["A"])
        #expect(try history.poll("b", day: 2, [entry("2", story, "B", day: 1)]) == [])
    }

    @Test(arguments: StoreFactory.all)
    func oneArticleWhereTwoFeedsBringItAtOnceInTwoTransactions(on stores: StoreFactory) throws {
        let history = try History(on: stores, feeds: ["a", "b"])
        let first = try history.record("a", day: 1, [entry("1", story, "A", day: 1)])
        let second = try history.record("b", day: 1, [entry("2", story, "B", day: 1), entry("3", nil, "Own")])
        #expect(try history.commit([second], day: 1) == ["B", "Own"])
        let result = try history.store.commit([first], now: .day(1))
        #expect(try result.polls.map { try $0.get() } == [CommitResult.Poll(duplicates: 1)])
    }

    @Test(arguments: StoreFactory.all)
    func aURLThatEitherFeedSharesIsNoKey(on stores: StoreFactory) throws {
        let history = try History(on: stores, feeds: ["a", "b", "c"])
        let shared = [entry("1", story, "A1"), entry("2", story, "A2")]
        #expect(try history.poll("a", day: 1, shared) == ["A1", "A2"])
        #expect(try history.poll("b", day: 2, [entry("3", story, "B")]) == ["B"])
        #expect(try history.poll("c", day: 3, [entry("4", story, "C1"), entry("5", story, "C2")]) == ["C1", "C2"])
    }

    @Test(arguments: StoreFactory.all)
    func aSitesRootIsNoKey(on stores: StoreFactory) throws {
        let history = try History(on: stores, feeds: ["a", "b"])
        #expect(try history.poll("a", day: 1, [entry("1", "https://n.example/", "A", root: true)]) == ["A"])
        #expect(try history.poll("b", day: 2, [entry("2", "https://n.example/", "B", root: true)]) == ["B"])
    }

    @Test(arguments: StoreFactory.all)
    func guidsMeanNothingAcrossFeeds(on stores: StoreFactory) throws {
        let history = try History(on: stores, feeds: ["a", "b"])
        #expect(try history.poll("a", day: 1, [entry("1", "https://a.example/1", "A")]) == ["A"])
        #expect(try history.poll("b", day: 2, [entry("1", "https://b.example/1", "B")]) == ["B"])
    }

    @Test(arguments: StoreFactory.all)
    func scopeFeedKeepsFeedsApart(on stores: StoreFactory) throws {
        let history = try History(on: stores, feeds: ["a", "b"], policy: IdentityPolicy(scope: .feed))
        #expect(try history.poll("a", day: 1, [entry("1", story, "A")]) == ["A"])
        #expect(try history.poll("b", day: 2, [entry("2", story, "B")]) == ["B"])
    }

    /// What one feed never delivered, because it was seeded or filtered there, is not lost for another.
    @Test(arguments: StoreFactory.all)
    func onlyArticlesThatLandedAreKept(on stores: StoreFactory) throws {
        let history = try History(on: stores, feeds: ["a", "b", "c"])
        #expect(try history.poll("a", day: 1, [entry("1", story, "A")], delivers: false) == [])
        #expect(try history.poll("b", day: 2, [entry("2", story, "B")]) == ["B"])
        #expect(try history.poll("a", day: 3, [entry("1", story, "A, edited")]) == [])
        history.policy.firstFetch = .seed
        #expect(try history.poll("c", day: 4, [entry("3", "https://c.example/1", "C")]) == [])
        #expect(try history.poll("a", day: 5, [entry("4", "https://c.example/1", "C")]) == ["C"])
    }

    @Test(arguments: StoreFactory.all)
    func countsADuplicateForItsFeed(on stores: StoreFactory) throws {
        let history = try History(on: stores, feeds: ["a", "b"])
        try history.poll("a", day: 1, [entry("1", story, "A", day: 1)])
        let record = try history.record("b", day: 2, [entry("2", story, "B", day: 1)])
        guard case .duplicate(let id, let feed) = record.examination?.verdicts.first else {
            Issue.record("not a duplicate")
            return
        }
        #expect(feed == history.feed("a").id)
        #expect(id == ItemID(feed: "https://a.example/feed", key: "1"))
        #expect(try history.store.commit([record], now: .day(2)).polls == [.success(.init(duplicates: 1))])
    }
}
