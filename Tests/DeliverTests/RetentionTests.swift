import Foundation
import Testing

@testable import Deliver

@Suite struct RetentionTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    @Test(
        arguments: [
            // Now is 2026-11-23T13:45:01Z.
            (86_400, nil, "2026-11-22"), (30 * 86_400, nil, "2026-10-24"), (0, nil, "2026-11-23"),
            // A day stays until its last second is old enough.
            (49_500, nil, "2026-11-23"), (49_502, nil, "2026-11-22"),
            (86_400, -5, "2026-11-18"), (30 * 86_400, -5, "2026-10-24"), (86_400, 5, "2026-11-22"),
        ] as [(Int, Int?, String)])
    func wholeDaysGo(keep: Int, undelivered: Int?, first: String) {
        let day = Retention.firstKeptDay(
            now: moment(), keep: .seconds(keep), oldestUndelivered: undelivered.map { moment(days: $0) })
        #expect(day == first)
    }

    @Test func articlesGoByTheDayAndAFewAtATime() async throws {
        let spool = Spool(root: directory.path, formats: .json)
        try await spool.write((1...25).map { entry($0, days: Int($0) % 5) })
        try directory.write("", to: "articles/notes/x")
        var calls = 0
        while try await spool.removeDays(before: "2026-11-26", limit: 4) {
            calls += 1
            // Never half a day for readers to see.
            for day in directory.names("articles") where Day.isName(day) {
                #expect(directory.names("articles/" + day).count == 5)
            }
            try #require(calls < 20)
        }
        #expect(calls == 3)
        #expect(directory.names("articles") == ["2026-11-26", "2026-11-27", "notes"])
        #expect(try await !spool.removeDays(before: "2026-11-26"))
    }

    @Test func aRemovalThatACrashStoppedIsEnded() async throws {
        let spool = Spool(root: directory.path, formats: .json)
        try directory.write("", to: "articles/.expired-2026-10-01/x.json")
        try directory.write("", to: "articles/2026-10-01/replayed.json")
        try await spool.prepare()
        #expect(try await !spool.removeDays(before: "2026-11-01"))
        #expect(directory.names("articles").isEmpty)
    }

    @Test func withoutFormatsThereIsNothingToRemove() async throws {
        #expect(try await !Spool(root: directory.path, formats: []).removeDays(before: "2026-11-01"))
        #expect(directory.names().isEmpty)
    }

    @Test func journalsGoButNeverTheNewest() async throws {
        let journal = Journal(root: directory.path)
        try await journal.prepare()
        try await journal.append((1...4).map { entry($0, days: Int($0)) })
        try directory.write("", to: "journal/README")
        try await journal.removeDays(before: "2026-11-26")
        #expect(directory.names("journal") == ["2026-11-26.jsonl", "2026-11-27.jsonl", "README"])
        try await journal.removeDays(before: "2027-01-01")
        #expect(directory.names("journal") == ["2026-11-27.jsonl", "README"])
        #expect(try await Journal(root: directory.path).prepare() == 4)
    }
}
