import Foundation
import Identity
import Model
import Store
import TestSupport
import Testing

/// How long a store remembers.
@Suite struct StoreContractRetention {
    private let keepSeen = 365.0 * 86_400

    @Test(arguments: StoreFactory.all)
    func forgetsOnlyWhatTheFeedHasNotShownForLong(on stores: StoreFactory) throws {
        let history = try History(on: stores)
        try history.poll(day: 0, [entry("old", nil, "Old"), entry("stays", nil, "Stays")])
        for day in stride(from: 5.0, to: 400, by: 5) { try history.poll(day: day, [entry("stays", nil, "Stays")]) }
        #expect(try history.store.prune(keepSeen: keepSeen, now: .day(360)).removed == 1)
        #expect(try history.poll(day: 400, [entry("stays", nil, "Stays"), entry("old", nil, "Old")]) == ["Old"])
    }

    /// The feed was not changed, failed, or was empty for three years: what its last document had is still known.
    @Test(arguments: StoreFactory.all)
    func quietYearsForgetNothing(on stores: StoreFactory) throws {
        let history = try History(on: stores)
        try history.poll(day: 0, [entry("1", nil, "A"), entry("2", nil, "B")])
        for day in [300.0, 700, 1100] { try history.poll(day: day, []) }
        #expect(try history.store.prune(keepSeen: keepSeen, now: .day(1100)).removed == 0)
        #expect(
            try history.poll(day: 1101, [entry("1", nil, "A"), entry("3", nil, "C"), entry("2", nil, "B")]) == ["C"])
        #expect(try history.store.prune(keepSeen: keepSeen, now: .day(1101)).removed == 0)
    }

    @Test(arguments: StoreFactory.all)
    func aRemovedFeedIsForgottenInTime(on stores: StoreFactory) throws {
        let history = try History(on: stores)
        try history.poll(day: 0, [entry("1", nil, "A")])
        _ = try history.store.synchronize([])
        #expect(try history.store.prune(keepSeen: keepSeen, now: .day(300)).removed == 0)
        #expect(try history.store.prune(keepSeen: keepSeen, now: .day(400)).removed == 1)
    }

    @Test(arguments: StoreFactory.all)
    func notesOnDuplicatesGoWithTheirRows(on stores: StoreFactory) throws {
        let history = try History(on: stores, feeds: ["a", "b"])
        let url = "https://a.example/1"
        try history.poll("a", day: 0, [entry("1", url, "A")])
        try history.poll("b", day: 0, [entry("2", url, "A")])
        try history.poll("b", day: 900, [entry("3", nil, "C")])
        #expect(try history.store.prune(keepSeen: keepSeen, now: .day(900)).removed == 1)
        #expect(try history.store.statuses(now: .day(900)).map(\.alsoIn) == [0, 0])
    }

    @Test(arguments: StoreFactory.all)
    func prunesInBoundedSteps(on stores: StoreFactory) throws {
        let history = try History(on: stores)
        try history.poll(day: 0, (1...25).map { entry("\($0)", nil, "T\($0)") })
        try history.poll(day: 900, [entry("new", nil, "New")])
        #expect(try history.store.pruneIsDue(now: .day(900)))
        var (step, removed, steps) = (PruneStep(next: 0, removed: 0), 0, 0)
        while let from = step.next {
            step = try history.store.prune(keepSeen: keepSeen, now: .day(900), from: from, limit: 10)
            removed += step.removed
            steps += 1
        }
        #expect(removed == 25 && steps == 3)
        #expect(try history.store.prune(keepSeen: 0, now: .day(900)).removed == 0)
        #expect(try !history.store.pruneIsDue(now: .day(900.9)))
        #expect(try history.store.pruneIsDue(now: .day(901)) && history.store.pruneIsDue(now: .day(899)))
    }

    /// An unchanged entry is written once in two weeks, not at each poll.
    @Test(arguments: StoreFactory.all)
    func anUnchangedDocumentWritesNothing(on stores: StoreFactory) throws {
        let history = try History(on: stores)
        let document = (1...20).map { entry("\($0)", "https://a.example/\($0)", "T\($0)") }
        try history.poll(day: 0, document)
        for day in stride(from: 0.5, to: 13.5, by: 0.5) {
            let record = try history.record(day: day, document)
            #expect(record.examination?.changes == [])
            #expect(record.examination?.document == record.examination?.previousDocument)
            try history.commit([record], day: day)
        }
        #expect(try history.record(day: 14, document).examination?.changes.count == 20)
    }
}
