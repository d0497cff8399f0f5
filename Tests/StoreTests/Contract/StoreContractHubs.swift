import Foundation
import Model
import Store
import TestSupport
import Testing

/// Subscriptions at hubs.
@Suite struct StoreContractHubs {
    private func subscription(_ path: String, feed: FeedID = 1) -> HubSubscription {
        HubSubscription(
            path: path, secret: "s" + path, feed: feed, topic: "https://a.example/ä", hub: "https://h.example/",
            due: .day(1))
    }

    @Test(arguments: StoreFactory.all)
    func keepsAllOfASubscription(on stores: StoreFactory) throws {
        let temporary = try stores.make()
        let store = temporary.store
        var first = subscription("00ff")
        (first.phase, first.asked, first.until) = (.active, .day(0.5), .day(10))
        (first.since, first.failures, first.trouble) = (.day(-3), 2, "the hub answered 500")
        let second = subscription("11")
        try store.save([first, second], removing: [])
        #expect(try store.hubSubscriptions(at: nil).sorted { $0.path < $1.path } == [first, second])
        #expect(try store.hubSubscriptions(at: "00ff") == [first])
        #expect(try store.hubSubscriptions(at: "none").isEmpty)
    }

    @Test(arguments: StoreFactory.all)
    func replacesAndRemovesByPathAndMayDoSoAgain(on stores: StoreFactory) throws {
        let temporary = try stores.make()
        let store = temporary.store
        try store.save([subscription("a"), subscription("b", feed: 2)], removing: [])
        var changed = subscription("b", feed: 2)
        changed.phase = .leaving
        for _ in 0..<2 {
            try store.save([changed], removing: ["a", "none"])
            #expect(try store.hubSubscriptions(at: nil) == [changed])
        }
        try store.save([], removing: [])
        try store.save([], removing: ["b"])
        #expect(try store.hubSubscriptions(at: nil).isEmpty)
    }

    @Test(arguments: StoreFactory.all)
    func aFeedWithAnotherURLIsLookedAtAnew(on stores: StoreFactory) throws {
        let history = try History(on: stores)
        var record = try history.record(day: 1, [entry("1", nil, "T")])
        record.state.hubs = HubLinks(topic: "https://a.example/", hubs: ["https://h.example/"])
        _ = try history.store.commit([record], now: .day(1))
        let moved = try history.store.synchronize([FeedSource(url: "https://new.example/", name: "a")])
        #expect(moved[0].id == record.feed && moved[0].state.hubs == nil)
    }
}
