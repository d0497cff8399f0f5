import Foundation
import Identity
import Model
import Store
import TestSupport
import Testing

/// What a commit promises, and what the rest of a poll leaves.
@Suite struct StoreContractPolls {
    @Test(arguments: StoreFactory.all)
    func aPollOfNoFeedFailsAlone(on stores: StoreFactory) throws {
        let history = try History(on: stores, feeds: ["a", "b"])
        var polls = [
            try history.record("a", day: 1, [entry("1", nil, "A")]),
            try history.record("a", day: 1, [entry("2", nil, "Lost")]),
            try history.record("b", day: 1, [entry("3", nil, "B")]),
        ]
        polls[1].feed = 99
        let result = try history.store.commit(polls, now: .day(1))
        #expect(result.polls == [.success(.init(new: 1)), .failure(.noFeed(99)), .success(.init(new: 1))])
        #expect(result.seqs == 1..<3)
        #expect(try history.store.entries(after: 0, limit: 9).map(\.feed) == ["a", "b"])
        #expect(throws: StoreError.noFeed(99)) {
            try history.store.examine(feed: 99, [], policy: history.policy, now: .day(1))
        }
    }

    @Test(arguments: StoreFactory.all)
    func numbersFollowTheOrderOfThePolls(on stores: StoreFactory) throws {
        let history = try History(on: stores, feeds: ["a", "b", "c"])
        let polls = try ["c", "a", "b"].map { try history.record($0, day: 1, [entry("1", nil, $0)]) }
        #expect(try history.commit(polls, day: 1) == ["c", "a", "b"])
        #expect(try history.store.commit([], now: .day(1)).polls.isEmpty)
        #expect(try history.store.entries(after: 0, limit: 9).map(\.seq) == [1, 2, 3])
    }

    /// A crash between the commit and its answer, or two documents of one feed that were examined at once.
    @Test(arguments: StoreFactory.all)
    func whatIsHandedInTwiceLandsOnce(on stores: StoreFactory) throws {
        let history = try History(on: stores)
        let record = try history.record(day: 1, [entry("1", nil, "A"), entry("2", nil, "B")])
        #expect(try history.commit([record], day: 1) == ["A", "B"])
        #expect(try history.commit([record], day: 1) == [])
        #expect(try history.poll(day: 2, [entry("1", nil, "A"), entry("3", nil, "C")]) == ["C"])
    }

    @Test(arguments: StoreFactory.all)
    func aLateArticleLeavesTheFeedAsItIs(on stores: StoreFactory) throws {
        let history = try History(on: stores)
        let record = try history.record(day: 1, [entry("1", nil, "A"), entry("2", nil, "B")])
        let examination = try #require(record.examination)
        var early = record
        early.examination = examination.leavingOut([1])
        early.articles.removeAll { $0.entry == 1 }
        early.state.title = "Title"
        #expect(try history.commit([early], day: 1) == ["A"])
        var late = record
        late.examination = examination.only(1)
        late.articles.removeAll { $0.entry == 0 }
        (late.isPart, late.state.title) = (true, "other")
        #expect(try history.commit([late], day: 1) == ["B"])
        let status = try #require(try history.store.statuses(now: .day(1)).first)
        #expect(status.record.state.title == "Title" && status.polls.map(\.articles) == [1])
        #expect(status.itemsPerDay == 2)
        #expect(try history.poll(day: 2, [entry("1", nil, "A"), entry("2", nil, "B")]) == [])
    }

    @Test(arguments: StoreFactory.all)
    func aPollInPartsIsOnePollAndWhatACrashLeavesOutComesWithTheNext(on stores: StoreFactory) throws {
        let document = (1...25).map { entry("\($0)", "https://a.example/\($0)", "T\($0)") }
        let titles = (1...25).map { "T\($0)" }
        for written in 0...3 {
            let history = try History(on: stores)
            var record = try history.record(day: 1, document)
            record.state.title = "Title"
            let parts = record.parts(of: 10)
            #expect(parts.map(\.articles.count) == [10, 10, 5] && parts.map(\.isPart) == [true, true, false])
            for part in parts.prefix(written) { try history.commit([part], day: 1) }
            #expect(history.articles == Array(titles.prefix(written * 10)))
            let status = try #require(try history.store.statuses(now: .day(1)).first)
            #expect(status.record.state.title == (written < 3 ? nil : "Title") && status.polls.count == written / 3)
            let rest = try history.record(day: 2, document)
            #expect(rest.examination?.isFirstDocument == (written < 3))
            try history.commit(rest.parts(of: 10), day: 2)
            #expect(history.articles == titles)
            #expect(try history.poll(day: 3, document + [entry("26", nil, "T26", day: 3)]) == ["T26"])
        }
    }

    @Test(arguments: StoreFactory.all)
    func theLastTenPollsAreKeptWithTheirErrorsCut(on stores: StoreFactory) throws {
        let history = try History(on: stores)
        for number in 1...12 {
            var record = try history.record(day: Double(number), [])
            record.outcome.failure = number == 12 ? PollFailure(.dns, String(repeating: "ü", count: 81)) : nil
            record.state.failure = record.outcome.failure
            _ = try history.store.commit([record], now: .day(Double(number)))
        }
        let status = try #require(try history.store.statuses(now: .day(12)).first)
        #expect(status.polls.map(\.time) == (3...12).map { .day(Double($0)) })
        #expect(status.polls.last?.failure == PollFailure(.dns, String(repeating: "ü", count: 80)))
        #expect(status.record.state.failure == PollFailure(.dns, String(repeating: "ü", count: 81)))
    }

    @Test(arguments: StoreFactory.all)
    func pagesSeeTheLatestRevisionsAndWhoElseBroughtThem(on stores: StoreFactory) throws {
        let history = try History(on: stores, feeds: ["a", "b"], policy: .init(updates: .emit))
        let story = "https://news.example/story"
        try history.poll("a", day: 1, [entry("1", story, "Story")])
        try history.poll("b", day: 2, [entry("2", story, "Story"), entry("3", nil, "Own")])
        try history.poll("a", day: 3, [entry("1", story, "Story, edited")])
        let store = history.store
        let articles = try store.latestArticles(limit: 9)
        #expect(articles.map(\.seq) == [3, 2, 1] && articles.map(\.feed) == ["a", "b", "a"])
        #expect(articles.map(\.alsoIn) == [["b"], [], ["b"]])
        #expect(try store.latestArticles(of: ["b", "none"], limit: 9).map(\.seq) == [2])
        #expect(try store.latestArticles(of: ["a", "b"], limit: 2).map(\.seq) == [3, 2])
        #expect(try store.latestArticles(limit: 9, bytes: 1).map(\.seq) == [3])
        let found = try #require(try store.article(articles[0].id))
        #expect(found.seq == 3 && found.path == articles[0].path && found.json == articles[0].json)
        #expect(try store.article(ItemID(feed: "x", key: "y")) == nil)
        try store.acknowledge(.spool, through: 1)
        #expect(try store.articlesWaiting(for: .spool) == 2 && store.articlesWaiting(for: .other) == 3)
    }

    @Test(arguments: StoreFactory.all)
    func callsOfTasksRunOnTheStoresQueue(on stores: StoreFactory) async throws {
        let history = try History(on: stores)
        try history.poll(day: 1, [entry("1", nil, "A")])
        let store = history.store
        let seqs = try await store.perform { () throws(StoreError) in
            dispatchPrecondition(condition: .onQueue(store.workQueue))
            return try store.entries(after: 0, limit: 9).map(\.seq)
        }
        #expect(seqs == [1])
        await #expect(throws: StoreError.noFeed(9)) {
            try await store.perform { () throws(StoreError) in throw .noFeed(9) }
        }
    }
}
