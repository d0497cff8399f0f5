import Foundation
import TestSupport
import Testing

@Suite("Old days of the spool")
struct OldDaysTests {
    @Test("days older than keep_articles and keep_journal go, younger ones and today stay")
    func old() throws {
        let server = try LoopbackServer { _ in .ok(rss([1])) }
        let place = try Workplace()
        try place.configure(feeds: [("site", server.url())], spool: "keep_articles = \"10d\"\nkeep_journal = \"20d\"")
        func day(_ age: Double) -> String {
            String(Date(timeIntervalSinceNow: -age * 86_400).formatted(.iso8601).prefix(10))
        }
        for age in [5.0, 15, 30] {
            try place.directory.write("{}", to: "spool/articles/\(day(age))/120000-old-abcdefgh.json")
            try place.directory.write("{}\n", to: "spool/journal/\(day(age)).jsonl")
        }
        #expect(try place.run("run", "--once").status == 0)
        let days = Set(place.articles(".json").map { $0.split(separator: "/")[1] })
        #expect(days == [Substring(day(5)), Substring(day(0))])
        let journals = try FileManager.default.contentsOfDirectory(
            atPath: place.directory.appending("spool/journal").path)
        #expect(Set(journals) == [day(15) + ".jsonl", day(5) + ".jsonl", day(0) + ".jsonl"])
    }
}
