import Foundation
import Model
import Store
import TestSupport
import Testing

/// The store's feeds and those of feeds.toml.
@Suite struct StoreContractFeeds {
    private func source(_ name: String, _ url: String) -> FeedSource {
        FeedSource(url: "https://\(url).example/", name: name)
    }

    @Test(arguments: StoreFactory.all)
    func givesRecordsInTheOrderOfTheFile(on stores: StoreFactory) throws {
        let temporary = try stores.make()
        let store = temporary.store
        let first = try store.synchronize([source("a", "a"), source("b", "b")])
        let second = try store.synchronize([source("c", "c"), source("b", "b"), source("a", "a")])
        #expect(second.map(\.name) == ["c", "b", "a"])
        #expect(second[1] == first[1] && second[2] == first[0])
        #expect(try store.statuses(now: .day(0)).map(\.record.name) == ["a", "b", "c"])
    }

    @Test(arguments: StoreFactory.all)
    func keepsAllThatAPollLeaves(on stores: StoreFactory) throws {
        let history = try History(on: stores)
        var record = try history.record(day: 1, [entry("1", nil, "T", day: 0)])
        record.state = FeedState()
        record.state.title = "A feed"
        (record.state.etag, record.state.lastModified) = (Array("W/\"\u{FC}\"".utf8) + [0xFF, 0], [])
        (record.state.bodyHash, record.state.timing) = ([1, 2, 3], Array(0...255))
        (record.state.movedTo, record.state.moveTarget) = ("https://b.example/", "https://c.example/")
        (record.state.moveSince, record.state.moveFailures) = (.day(0.5), 2)
        (record.state.nextPoll, record.state.why, record.state.failures) = (.day(2), "adaptive", 3)
        (record.state.lastStatus, record.state.failure) = (503, PollFailure(.unknown, ""))
        (record.state.validatorsURL, record.state.configurationWhenRetired) = ("https://c.example/", [4, 5])
        (record.state.archiveNext, record.state.archivePages) = ("https://c.example/2", 7)
        (record.state.newDay, record.state.newOnDay, record.state.waiting) = (20_000, 300, 4_000)
        record.state.goneSince = .day(0.75)
        record.state.hubs = HubLinks(topic: "https://c.example/", hubs: ["https://h.example/", "https://i.example/"])
        (record.state.lastSuccess, record.state.lastPoll) = (.day(-1.25), .day(1))
        record.outcome = PollOutcome(
            time: .day(1), status: 503, milliseconds: 77,
            failure: PollFailure(.httpStatus, "busy"))
        _ = try history.store.commit([record], now: .day(1))
        let again = try history.store.synchronize([FeedSource(url: "https://a.example/feed", name: "a")])
        #expect(again[0].state == record.state)
        #expect(again[0].hasItems)
        let status = try #require(history.store.statuses(now: .day(1)).first)
        #expect(
            status.polls.map(\.articles) == [1] && status.polls.map(\.failure) == [PollFailure(.httpStatus, "busy")])
        #expect(status.itemsPerDay == 1)
    }

    @Test(arguments: StoreFactory.all)
    func aNewURLUnderAKnownNameKeepsTheMemoryButNoValidators(on stores: StoreFactory) throws {
        let history = try History(on: stores)
        var record = try history.record(day: 1, [entry("1", nil, "T")])
        (record.state.etag, record.state.movedTo, record.state.failures) = ([1], "https://m.example/", 4)
        _ = try history.store.commit([record], now: .day(1))
        let moved = try history.store.synchronize([source("a", "new")])
        #expect(moved[0].id == record.feed && moved[0].url == "https://new.example/")
        #expect(moved[0].state.etag == nil && moved[0].state.movedTo == nil && moved[0].state.failures == 4)
        #expect(try history.poll(day: 2, [entry("1", nil, "T")]) == [])
    }

    @Test(arguments: StoreFactory.all)
    func aNewNameForAKnownURLIsTheSameFeed(on stores: StoreFactory) throws {
        let temporary = try stores.make()
        let store = temporary.store
        let first = try store.synchronize([source("a", "a"), source("b", "b")])
        // Names swapped: the URL decides.
        let second = try store.synchronize([source("b", "a"), source("a", "b")])
        #expect(second.map(\.id) == first.map(\.id) && second.map(\.name) == ["b", "a"])
    }

    @Test(arguments: StoreFactory.all)
    func aFeedThatWasRemovedAndComesBackKnowsItsItems(on stores: StoreFactory) throws {
        let history = try History(on: stores, feeds: ["a", "b"])
        try history.poll("a", day: 1, [entry("1", nil, "T")])
        let b = FeedSource(url: "https://b.example/feed", name: "b"),
            a = FeedSource(url: "https://a.example/feed", name: "a")
        #expect(try history.store.synchronize([b]).map(\.name) == ["b"])
        #expect(try history.store.statuses(now: .day(1)).map(\.record.name) == ["b"])
        // Another feed takes the name of one that is gone for good: it is that one, moved.
        #expect(try history.store.synchronize([b, a]).map(\.id) == [2, 1])
        #expect(try history.poll("a", day: 2, [entry("1", nil, "T"), entry("2", nil, "U")]) == ["U"])
    }

    @Test(arguments: StoreFactory.all)
    func theSameURLTwiceIsOneFeed(on stores: StoreFactory) throws {
        let temporary = try stores.make()
        let records = try temporary.store.synchronize([source("a", "a"), source("b", "a")])
        #expect(records.map(\.id) == [1, 1])
    }

    @Test(arguments: StoreFactory.all)
    func tenThousandFeedsAreNoWork(on stores: StoreFactory) throws {
        let temporary = try stores.make()
        let store = temporary.store
        let sources = (0..<10_000).map { source("n\($0)", "h\($0)") }
        #expect(try store.synchronize(sources).count == 10_000)
        #expect(try store.synchronize(sources.reversed()).last?.id == 1)
        #expect(try store.synchronize([]).isEmpty)
    }
}
