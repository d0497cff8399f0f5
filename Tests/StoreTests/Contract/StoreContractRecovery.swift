import Foundation
import Identity
import Model
import Store
import TestSupport
import Testing

/// A new store that learns from the spool what was delivered.
@Suite struct StoreContractRecovery {
    private func article(_ guid: String, _ title: String, day: Double? = nil, revision: Int = 1) -> SpoolArticle {
        SpoolArticle(
            id: ItemID(feed: "https://a.example/feed", key: guid), revision: revision,
            fingerprint: entry(guid, "https://a.example/\(guid)", title, day: day))
    }

    @Test(arguments: StoreFactory.all)
    func whatTheSpoolTellsOfIsNotAnnouncedAgain(on stores: StoreFactory) throws {
        let history = try History(on: stores)
        try history.store.adopt(
            [article("1", "A"), article("2", "B", revision: 3)], of: history.feed("a").id, now: .day(1))
        try history.store.raiseSeq(above: 41)
        let document = [
            entry("1", "https://a.example/1", "A, edited"), entry("new", "https://a.example/2", "B"),
            entry("3", nil, "C"),
        ]
        history.policy.updates = .emit
        #expect(try history.poll(day: 2, document) == ["C"])
        #expect(try history.store.entries(after: 0, limit: 9).map(\.seq) == [42])
        // From then on its edits are revisions of what the spool has.
        let edited = [entry("new", "https://a.example/2", "B", content: "more")]
        #expect(try history.poll(day: 3, edited) == ["B+4"])
    }

    @Test(arguments: StoreFactory.all)
    func whatTheSpoolForgotIsNotAnnouncedAgain(on stores: StoreFactory) throws {
        let history = try History(on: stores, feeds: ["a", "b"])
        try history.store.remember(toldBefore: .day(10))
        let document = [
            entry("1", nil, "Old", day: 9), entry("2", nil, "New", day: 11), entry("3", nil, "Undated"),
        ]
        #expect(try history.poll("a", day: 12, document) == ["New", "Undated"])
        // A feed that has shown a document since remembers by itself.
        try history.store.remember(toldBefore: .day(20))
        #expect(try history.poll("a", day: 13, [entry("4", nil, "Late", day: 12)]) == ["Late"])
        #expect(try history.poll("b", day: 13, [entry("4", nil, "Late", day: 12)]) == [])
    }

    @Test(arguments: StoreFactory.all)
    func articlesOfOtherFeedsAreKnownByTheirLink(on stores: StoreFactory) throws {
        let history = try History(on: stores, feeds: ["a", "b"])
        try history.store.adopt([article("1", "A")], of: history.feed("a").id, now: .day(1))
        #expect(try history.poll("b", day: 2, [entry("x", "https://a.example/1", "A")]) == [])
    }
}
