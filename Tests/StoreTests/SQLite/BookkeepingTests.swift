import Foundation
import Model
import Store
import TestSupport
import Testing

@testable import StoreSQLite

/// What a feed's row keeps for people.
@Suite struct BookkeepingTests {
    @Test func historyKeepsTheLastTenPolls() {
        var blob: [UInt8] = []
        for number in 1...13 {
            let failure = number.isMultiple(of: 3) ? PollFailure(.timeout, "timed out after \(number) s") : nil
            var poll = PollOutcome(
                time: .day(Double(number)), status: failure == nil ? 200 : nil, milliseconds: number, failure: failure)
            poll.articles = number * 100_000
            blob = PollHistory.appending(poll, to: blob)
        }
        let polls = PollHistory.decode(blob)
        #expect(polls.map(\.milliseconds) == Array(4...13))
        #expect(polls.map(\.time) == (4...13).map { .day(Double($0)) })
        #expect(
            polls[2].failure == PollFailure(.timeout, "timed out after 6 s") && polls[2].status == nil
                && polls[2].articles == 600_000)
        #expect(polls[3].status == 200 && polls[3].failure == nil)
        #expect(blob.count < 400)
    }

    @Test func historyCutsLongErrorsAndSurvivesDamage() {
        let poll = PollOutcome(
            time: .day(0), status: 99_999, milliseconds: -1,
            failure: PollFailure(.dns, String(repeating: "ü", count: 500)))
        let blob = PollHistory.appending(poll, to: [])
        #expect(blob.count == 184)
        #expect(PollHistory.decode(blob).first?.milliseconds == 0)
        for count in 0..<blob.count { #expect(PollHistory.decode(Array(blob.prefix(count))) == []) }
        #expect(PollHistory.decode([255, 255, 1, 2, 3]) == [])
        #expect(PollHistory.decode(Array(repeating: 0, count: 64)) == [])
    }

    @Test(arguments: [("timed out", PollFailure.Kind.unknown), ("dns\0no such name", .dns), ("later\0new", .unknown)])
    func aFailureOfAnotherVersionKeepsItsSentence(_ kept: String, _ kind: PollFailure.Kind) {
        var blob = PollHistory.appending(PollOutcome(time: .day(0), status: nil, milliseconds: 1), to: [])
        blob[0] += UInt8(kept.utf8.count)
        let sentence = kept.split(separator: "\0").last.map(String.init) ?? ""
        #expect(PollHistory.decode(blob + Array(kept.utf8)).first?.failure == PollFailure(kind, sentence))
    }

    @Test func meanOfThirtyDays() {
        var counts = DailyCounts()
        #expect(counts.perDay(today: 100) == 0)
        // A first document: twenty entries of the last ten days.
        for number in 0..<20 { counts.add(published: 90 + Int64(number) / 2, today: 100) }
        #expect(counts.perDay(today: 100) == 2)
        counts.add(published: nil, today: 102)
        counts.add(published: 500, today: 102)
        #expect(counts.perDay(today: 102) == 22.0 / 12)
        #expect(DailyCounts(counts.blob) == counts)
        #expect(counts.perDay(today: 125) == 10.0 / 30)
        #expect(counts.perDay(today: 1_000) == 0)
    }

    @Test func countsOfOldEntriesAndAfterLongSilence() {
        var counts = DailyCounts()
        counts.add(published: -5_000_000, today: 100)
        #expect(counts.perDay(today: 100) == 0)
        for _ in 0..<70_000 { counts.add(published: 100, today: 100) }
        #expect(counts.perDay(today: 100) == 65_535.0 / 30)
        counts.add(published: 9_000, today: 9_000)
        #expect(counts.perDay(today: 9_000) == 1.0 / 30)
        #expect(counts.blob.count <= 68)
        #expect(DailyCounts([1, 2, 3]) == DailyCounts())
        #expect(DailyCounts(Array(repeating: 7, count: 70)) == DailyCounts())
    }
}
