import Foundation
import Model
import TestSupport
import Testing

@testable import Identity

/// What a feed's documents teach about it.
@Suite struct FeedMemoryTests {
    private static let hour: Int64 = 3_600

    /// Entries published at these hours.
    private func keys(_ hours: [Int64?]) -> DocumentKeys {
        DocumentKeys(
            hours.enumerated().map { index, hour in
                Fingerprint(
                    guid: "\(index)", canonicalURL: nil, title: "T\(index)",
                    published: hour.map { Date(timeIntervalSince1970: Double($0 * Self.hour)) }, contentHash: 0)
            })
    }

    @Test(
        arguments: [
            ([10], 10), ([10, 20], 10), ([30, 10, 20], 10), ([10, 20, 30, 40], 10), (Array(1...20), 5),
            ([1] + Array(100...110), 101), ([10, nil], 10), ([10, nil, nil], nil), ([nil], nil), ([5_000, 20, 10], 10),
        ] as [([Int64?], Int64?)])
    func newsBeginsWhereMostOfADocumentDoes(_ hours: [Int64?], edge: Int64?) {
        let memory = FeedMemory().after(keys(hours), now: 1_000 * Self.hour)
        #expect(memory.oldestNews == edge.map { $0 * Self.hour })
    }

    @Test func theEdgeOnlyRises() {
        let first = FeedMemory().after(keys([100, 110]), now: 200 * Self.hour)
        let second = first.after(keys([1, 2, 3]), now: 201 * Self.hour)
        #expect(second.oldestNews == 100 * Self.hour)
        #expect(second.firstDocument == 200 * Self.hour && second.lastDocument == 201 * Self.hour)
        #expect(second.after(keys([]), now: 300 * Self.hour) == second)
    }

    @Test func anEmptyFirstDocumentIsRememberedUntilOneHasEntries() {
        let empty = FeedMemory().after(keys([]), now: 100 * Self.hour).after(keys([]), now: 300 * Self.hour)
        #expect(empty.firstDocument == nil && !empty.isBackfill(keys([1]).entries[0]))
        #expect(keys([75, 76, 400, nil]).entries.map(empty.cameSinceEmpty) == [false, true, true, true])
        let filled = empty.after(keys([10, 20]), now: 400 * Self.hour)
        #expect(filled == FeedMemory().after(keys([10, 20]), now: 400 * Self.hour))
        #expect(!filled.cameSinceEmpty(keys([500]).entries[0]))
        #expect(!FeedMemory().cameSinceEmpty(keys([500]).entries[0]))
    }

    @Test(arguments: [(50, true), (99, true), (101, false), (nil, false), (5_000, false)] as [(Int64?, Bool)])
    func olderThanAllThatWasShownIsBackfill(_ hour: Int64?, isBackfill: Bool) {
        let memory = FeedMemory().after(keys([100, 110]), now: 200 * Self.hour)
        #expect(memory.isBackfill(keys([hour]).entries[0]) == isBackfill)
        #expect(!FeedMemory().isBackfill(keys([hour]).entries[0]))
    }

    @Test(
        arguments: [
            (.all, [0, 1, 2]), (.seed, []), (.latest(0), []), (.latest(-3), []), (.latest(1), [1]),
            (.latest(2), [1, 2]),
            (.latest(99), [0, 1, 2]),
        ] as [(IdentityPolicy.FirstFetch, Set<Int>)])
    func firstFetchTakesTheNewest(_ rule: IdentityPolicy.FirstFetch, _ delivered: Set<Int>) {
        #expect(rule.delivered(keys([10, 30, 20]).entries) == delivered)
    }

    @Test func lastDocumentComesBackFromItsBlob() {
        var document = LastDocument(day: 7)
        let entries = keys(Array(0..<500)).entries
        for (row, entry) in entries.enumerated() { document.set(LastDocument.state(of: entry), row: Int64(row)) }
        let again = LastDocument(day: 7, blob: document.blob)
        #expect(again == document)
        #expect(document.blob.count == 16 * LastDocument.limit)
        #expect(again.row(of: entries[3]) == 3 && again.row(of: entries[499]) == nil)
        #expect(LastDocument(day: 1, blob: [1, 2, 3]) == LastDocument(day: 1))
    }
}
