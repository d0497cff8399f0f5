import Foundation
import GRDB
import Model
import TestSupport
import Testing

import Store
@testable import StoreSQLite

/// How long the store remembers, and what it costs.
@Suite struct MemoryTests {
    private let keepSeen = 365.0 * 86_400

    private func seen(_ history: History) throws -> Int {
        try history.store.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM seen") ?? 0 }
    }

    @Test func forgetsOnlyWhatTheFeedHasNotShownForLong() throws {
        let history = try History()
        try history.poll(day: 0, [entry("old", nil, "Old"), entry("stays", nil, "Stays")])
        for day in stride(from: 5.0, to: 400, by: 5) { try history.poll(day: day, [entry("stays", nil, "Stays")]) }
        #expect(try history.store.prune(keepSeen: keepSeen, now: .day(360)).removed == 1)
        #expect(try history.poll(day: 400, [entry("stays", nil, "Stays"), entry("old", nil, "Old")]) == ["Old"])
    }

    /// The feed was not changed, failed, or was empty for three years: what its last document had is still known.
    @Test func quietYearsForgetNothing() throws {
        let history = try History()
        try history.poll(day: 0, [entry("1", nil, "A"), entry("2", nil, "B")])
        for day in [300.0, 700, 1100] { try history.poll(day: day, []) }
        #expect(try history.store.prune(keepSeen: keepSeen, now: .day(1100)).removed == 0)
        #expect(
            try history.poll(day: 1101, [entry("1", nil, "A"), entry("3", nil, "C"), entry("2", nil, "B")]) == ["C"])
        #expect(try history.store.prune(keepSeen: keepSeen, now: .day(1101)).removed == 0)
    }

    @Test func aRemovedFeedIsForgottenInTime() throws {
        let history = try History()
        try history.poll(day: 0, [entry("1", nil, "A")])
        _ = try history.store.synchronize([])
        #expect(try history.store.prune(keepSeen: keepSeen, now: .day(300)).removed == 0)
        #expect(try history.store.prune(keepSeen: keepSeen, now: .day(400)).removed == 1)
    }

    @Test func notesOnDuplicatesGoWithTheirRows() throws {
        let history = try History(feeds: ["a", "b"])
        let url = "https://a.example/1"
        try history.poll("a", day: 0, [entry("1", url, "A")])
        try history.poll("b", day: 0, [entry("2", url, "B")])
        try history.poll("b", day: 900, [entry("3", nil, "C")])
        #expect(try history.store.prune(keepSeen: keepSeen, now: .day(900)).removed == 1)
        #expect(try history.store.statuses(now: .day(900)).map(\.alsoIn) == [0, 0])
    }

    @Test func prunesInBoundedSteps() throws {
        let history = try History()
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
        #expect(try !history.store.pruneIsDue(now: .day(900.9)))
        #expect(try history.store.pruneIsDue(now: .day(901)) && history.store.pruneIsDue(now: .day(899)))
        #expect(try seen(history) == 1)
    }

    /// An unchanged entry is written once in two weeks, not at each poll.
    @Test func anUnchangedDocumentWritesNothing() throws {
        let history = try History()
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

    @Test func aRowTakesLessThanTwoHundredBytes() throws {
        let history = try History()
        for part in 0..<20 {
            try history.poll(
                day: Double(part),
                (0..<500).map {
                    let name = "https://a.example/a-rather-long-address/\(part)-\($0)"
                    return entry(name, name, "T\(part)-\($0)", day: Double(part))
                }, delivers: false)
        }
        let bytes = try history.store.read { database in
            try Int.fetchOne(database, sql: "SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'seen%'")
        }
        // Debian's SQLite has dbstat; where there is none, the benchmark says it.
        if let bytes { #expect(bytes / 10_000 < 200) }
    }

    @Test("each look-up takes its rows from an index, in the order that it wants: however many feeds have the URL")
    func lookUpsUseTheirIndexes() throws {
        let history = try History()
        let plans = try history.store.read { database in
            try [
                SeenTable.selectByKey, SeenTable.selectByURL, SeenTable.selectByTitle, SeenTable.selectForeign,
            ].map {
                try Row.fetchAll(database, sql: "EXPLAIN QUERY PLAN \($0)", arguments: [1, 2])
                    .map { $0["detail"] as String }
            }
        }
        let indexes = ["seen_key (feed=? AND key=?)", "seen_url (feed=? AND url=?)", "seen_title (feed=? AND title=?)"]
        #expect(plans == (indexes + ["seen_delivered (url=?)"]).map { ["SEARCH seen USING INDEX \($0)"] })
    }
}
