import Config
import Fetch
import Foundation
import Intake
import Model
import Settings
import Testing

@testable import Daemon

@Suite("What a look at a list means")
struct ListStepTests {
    private let list = Configuration.List(Configuration.Feed(name: "planet", url: "https://planet.example/opml"))
    private let start = Date(timeIntervalSince1970: 1_800_000_000)

    private func opml(_ outlines: String) -> SourceAnswer {
        document("<opml version='2.0'><body>\(outlines)</body></opml>")
    }

    private func document(_ text: String) -> SourceAnswer {
        var facts = SourceFacts(status: 200)
        facts.validators = Validators(etag: Array("\"1\"".utf8))
        return .document(
            Document(bytes: Array(text.utf8), address: "https://planet.example/opml", isVerified: true, facts: facts))
    }

    private func outline(_ url: String) -> String { "<outline text='x' xmlUrl='\(url)'/>" }

    private func urls(_ record: ListRecord, gone: Bool = false) -> [String] {
        record.entries.filter { ($0.gone != nil) == gone }.map(\.url)
    }

    private func read(_ answers: SourceAnswer...) -> (record: ListRecord, last: ListStep.Change?) {
        var record = ListRecord(url: list.feed.url)
        var last: ListStep.Change?
        for (day, answer) in answers.enumerated() {
            last = ListStep.take(answer, of: list, into: &record, now: start + Double(day) * 86_400)
        }
        return (record, last)
    }

    @Test("feeds come and go with it; one that goes is remembered, and comes back where it was")
    func feeds() {
        let (a, b, c) = (outline("https://a.example/"), outline("https://b.example/"), outline("https://c.example/"))
        let first = read(opml(a + b))
        #expect(first.last == .feeds(added: 2, removed: 0))
        let second = read(opml(a + b), opml(c + b))
        #expect(second.last == .feeds(added: 1, removed: 1))
        #expect(second.record.entries.map(\.url) == ["https://a.example/", "https://b.example/", "https://c.example/"])
        #expect(urls(second.record, gone: true) == ["https://a.example/"])
        let third = read(opml(a + b), opml(c + b), opml(a + b))
        #expect(third.last == .feeds(added: 1, removed: 1) && urls(third.record, gone: true) == ["https://c.example/"])
        #expect(read(opml(a), opml(a)).last == ListStep.Change.none)
    }

    @Test("folders are tags, also of a feed that comes twice; feed: is https:")
    func words() {
        let (record, _) = read(
            opml(
                "<outline text=' News &#7; of\n all '><outline text='A  a' xmlUrl='feed://a.example/' category='/x,y'/></outline>"
                    + "<outline text='Z'><outline xmlUrl='https://A.example'/></outline>"))
        #expect(record.entries.count == 1)
        #expect(record.entries.first?.url == "https://a.example/" && record.entries.first?.title == "A a")
        #expect(record.entries.first?.tags == ["News of all", "/x", "y", "Z"])
    }

    @Test(
        "an empty or broken one changes nothing and fails",
        arguments: [
            "", "<html><body>Sign in</body></html>", "<opml><body></body></opml>",
            "<opml><body><outline text='folder'/></body></opml>",
            "<opml><body><outline xmlUrl='https://b.example/'/><outline xmlU",
            "<opml><body><outline xmlUrl='file:///etc/passwd'/><outline xmlUrl='command:id'/></body></opml>",
            "<rss version='2.0'><channel><item><title>a</title></item></channel></rss>",
        ])
    func broken(text: String) {
        let (record, last) = read(opml(outline("https://a.example/")), document(text))
        guard case .failed(let sentence) = last else { return #expect(Bool(false), "\(String(describing: last))") }
        #expect(record.error == sentence && record.failures == 1 && record.lastSuccess == start)
        #expect(urls(record) == ["https://a.example/"] && urls(record, gone: true).isEmpty)
    }

    @Test("so does one that cannot be had; the next look comes later after each failure, and at last as often as ever")
    func failures() {
        var record = ListRecord(url: list.feed.url)
        _ = ListStep.take(opml(outline("https://a.example/")), of: list, into: &record, now: start)
        #expect(record.nextCheck == start + 86_400)
        var waits: [Double] = []
        for _ in 1...14 {
            let answer = SourceAnswer.failed(
                PollFailure(.httpStatus, "the server answered 503"), status: 503, retryAfter: nil)
            _ = ListStep.take(answer, of: list, into: &record, now: start)
            waits.append(record.nextCheck?.timeIntervalSince(start) ?? 0)
        }
        #expect(waits.prefix(3) == [60, 120, 240] && waits.last == 86_400)
        _ = ListStep.take(.gone(status: 410, address: list.feed.url), of: list, into: &record, now: start)
        #expect(urls(record) == ["https://a.example/"] && record.failures == 15)
        _ = ListStep.take(.unchanged(SourceFacts(status: 304)), of: list, into: &record, now: start)
        #expect(record.failures == 0 && record.error == nil && record.validators.etag == Array("\"1\"".utf8))
    }

    @Test("more feeds than are taken are a failure, not a part of them")
    func tooMany() {
        let all = (0...ListStep.most).map { outline("https://a.example/\($0)") }.joined()
        let (record, last) = read(opml(all))
        #expect(last == .failed("it names more than 50000 feeds") && record.entries.isEmpty)
    }

    @Test("feeds.toml wins, and a feed of two lists has both lists' tags")
    func configuration() {
        var feeds = Configuration()
        feeds.feeds = [Configuration.Feed(name: "mine", url: "https://a.example/")]
        var (one, two) = (list, Configuration.List(Configuration.Feed(name: "two", url: "https://two.example/opml")))
        (one.feed.tags, one.feed.username, one.feed.headers) = (["p"], "me", [.init(name: "X", value: Secret("s"))])
        (one.feed.fullText, two.feed.tags) = (.yes, ["t"])
        feeds.lists = [one, two]
        var (first, second) = (ListRecord(url: one.feed.url), ListRecord(url: two.feed.url))
        let entry = { (url: String, tag: String) in ListRecord.Entry(url: url, title: nil, tags: [tag]) }
        first.entries = [
            entry("HTTPS://A.example", "x"), entry("https://b.example/", "x"), entry("https://c.example/", "x"),
        ]
        first.entries[2].gone = start
        second.entries = [
            entry("https://b.example/", "y"), entry("https://mine/", "y"), entry("file:///etc/passwd", "y"),
        ]
        let all = feeds.withFeeds(of: [first, second]).feeds
        #expect(all.map(\.name) == ["mine", "b-example", "c-example", "mine-2"])
        #expect(all.map(\.tags) == [[], ["x", "p", "y", "t"], ["x", "p"], ["y", "t"]])
        #expect(all.map(\.lists) == [[], ["planet", "two"], ["planet"], ["two"]])
        #expect(all.map(\.enabled) == [true, true, false, true] && all[2].isUnlisted)
        #expect(all[1].fullText == .yes && all[1].username == nil && all[1].headers.isEmpty && all[1].origin == .web)
    }
}
