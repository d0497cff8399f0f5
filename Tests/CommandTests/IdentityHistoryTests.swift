import Foundation
import Synchronization
import TestSupport
import Testing

/// Thirty feeds over eight rounds of `run --once`, and exactly the articles that must come out of each, every one once.
@Suite("identity over a history of thirty feeds")
struct IdentityHistoryTests {
    /// One entry of a feed document.
    struct Entry: Sendable {
        var title: String
        var link: String?
        var guid: String?
        var day: Int? = nil
        var text: String? = nil
    }

    /// What a feed answers in one round.
    enum Answer: Sendable {
        case items([Entry])
        case atom([Entry])
        case page, empty, status(Int), blank
    }

    struct Feed: Sendable {
        var name: String
        var settings = ""
        /// From the second round on the last one repeats.
        var rounds: [(answer: Answer, articles: [String])]
    }

    @Test func bringsEachArticleOnce() throws {
        let feeds = Self.feeds
        #expect(feeds.count >= 30)
        let round = Mutex(0)
        let server = try LoopbackServer { request in
            let name = request.path.dropFirst()
            guard let feed = feeds.first(where: { $0.name == name }) else { return .status(404) }
            let index = min(round.withLock { $0 }, feed.rounds.count - 1)
            return Self.reply(feed.rounds[index].answer, site: feed.name)
        }
        let place = try Workplace()
        // One at a time, so that it is known who comes first where two feeds bring the same article.
        try place.configure(feeds: [], daemon: "concurrency = 1")
        var text = try String(contentsOf: place.directory.appending("feeds.toml"), encoding: .utf8)
        for feed in feeds {
            text += "[[feed]]\nname = \"\(feed.name)\"\nurl = \"\(server.url("/" + feed.name))\"\n\(feed.settings)\n"
        }
        try place.directory.write(text, to: "feeds.toml")

        var known = 0
        for number in 0..<(feeds.map(\.rounds.count).max() ?? 0) + 1 {
            round.withLock { $0 = number }
            let result = try place.run("run", "--once")
            #expect(result.status == 0 || result.status == 1, "\(result.errors)")
            let lines = try place.journal()
            var found: [String: [String]] = [:]
            for line in lines.dropFirst(known) {
                let title = line["title"] as? String ?? ""
                let mark = line["event"] as? String == "updated" ? "+" : ""
                found[line["feed"] as? String ?? "", default: []].append(title + mark)
            }
            known = lines.count
            for feed in feeds {
                let expected = number < feed.rounds.count ? feed.rounds[number].articles : []
                #expect(
                    found[feed.name, default: []].sorted() == expected.sorted(), "\(feed.name), round \(number + 1)")
            }
        }
        // Files, journal lines and numbers agree.
        let lines = try place.journal()
        #expect(Set(lines.compactMap { $0["path"] as? String }) == Set(place.articles(".json")))
        #expect(Set(lines.compactMap { $0["seq"] as? Int }).count == lines.count)
        let new = lines.filter { $0["event"] as? String == "new" }.compactMap { $0["id"] as? String }
        #expect(Set(new).count == new.count)
    }

    // MARK: - The feeds

    private static func entry(
        _ title: String, _ link: String?, _ guid: String?, day: Int? = nil, _ text: String? = nil
    ) -> Entry {
        Entry(title: title, link: link, guid: guid, day: day, text: text)
    }

    /// `count` entries of one site.
    private static func plain(
        _ range: ClosedRange<Int>, site: String, link: (Int) -> String? = { "/\($0)" },
        guid: (Int) -> String? = { "g\($0)" }
    ) -> [Entry] {
        range.map { number in
            entry(
                "\(site) \(number)", link(number).map { $0.hasPrefix("http") ? $0 : "https://\(site).example\($0)" },
                guid(number), day: number)
        }
    }

    private static func titles(_ range: ClosedRange<Int>, _ site: String) -> [String] { range.map { "\(site) \($0)" } }

    private static let feeds: [Feed] = sharedKeys + changingKeys + twins + troubles + settings

    private static let sharedKeys: [Feed] = [
        Feed(
            name: "onelink",
            rounds: [
                (.items(plain(1...3, site: "onelink", link: { _ in "/list" })), titles(1...3, "onelink")),
                (.items(plain(2...5, site: "onelink", link: { _ in "/list" })), titles(4...5, "onelink")),
                (.items(plain(6...6, site: "onelink", link: { _ in "/list" })), titles(6...6, "onelink")),
                (.items(plain(1...6, site: "onelink", link: { _ in "/list" })), []),
            ]),
        Feed(
            name: "oneguid",
            rounds: [
                (.items(plain(1...3, site: "oneguid", guid: { _ in "x" })), titles(1...3, "oneguid")),
                (.items(plain(2...4, site: "oneguid", guid: { _ in "x" })), titles(4...4, "oneguid")),
                (.items(plain(5...5, site: "oneguid", guid: { _ in "x" })), titles(5...5, "oneguid")),
            ]),
        Feed(
            name: "oneboth",
            rounds: [
                (
                    .items(plain(1...2, site: "oneboth", link: { _ in "/l" }, guid: { _ in "x" })),
                    titles(1...2, "oneboth")
                ),
                (
                    .items(plain(1...4, site: "oneboth", link: { _ in "/l" }, guid: { _ in "x" })),
                    titles(3...4, "oneboth")
                ),
            ]),
        Feed(
            name: "frontpage",
            rounds: [
                (.items(plain(1...2, site: "frontpage", link: { _ in "/" })), titles(1...2, "frontpage")),
                (.items(plain(3...3, site: "frontpage", link: { _ in "/" })), titles(3...3, "frontpage")),
            ]),
        Feed(
            name: "fragments",
            rounds: [
                (
                    .items(plain(1...4, site: "fragments", link: { "/changes#v\($0)" }, guid: { _ in nil })),
                    titles(1...4, "fragments")
                ),
                (
                    .items(plain(3...6, site: "fragments", link: { "/changes#v\($0)" }, guid: { _ in nil })),
                    titles(5...6, "fragments")
                ),
            ]),
        Feed(
            name: "neither",
            rounds: [
                (.items([entry("note", nil, nil, "one"), entry("note", nil, nil, "two")]), ["note", "note"]),
                (.items([entry("note", nil, nil, "two"), entry("note", nil, nil, "three")]), ["note"]),
            ]),
        Feed(
            name: "wholeagain",
            rounds: [
                (
                    .items(plain(1...2, site: "wholeagain") + plain(1...2, site: "wholeagain")),
                    titles(1...2, "wholeagain")
                )
            ]),
    ]

    private static let changingKeys: [Feed] = [
        Feed(
            name: "newguids",
            rounds: [
                (.items(plain(1...3, site: "newguids")), titles(1...3, "newguids")),
                (.items(plain(1...3, site: "newguids", guid: { "other-\($0)" })), []),
                (.items(plain(1...4, site: "newguids", guid: { "third-\($0)" })), titles(4...4, "newguids")),
            ]),
        Feed(
            name: "newlinks",
            rounds: [
                (.items(plain(1...3, site: "newlinks")), titles(1...3, "newlinks")),
                (.items(plain(1...3, site: "newlinks", link: { "/2026/\($0)" })), []),
            ]),
        Feed(
            name: "tohttps",
            rounds: [
                (
                    .items(
                        plain(
                            1...3, site: "tohttps", link: { "http://tohttps.example/?p=\($0)" },
                            guid: { "http://tohttps.example/?p=\($0)" })), titles(1...3, "tohttps")
                ),
                (
                    .items(
                        plain(
                            1...4, site: "tohttps", link: { "https://www.tohttps.example/?p=\($0)" },
                            guid: { "https://www.tohttps.example/?p=\($0)" })), titles(4...4, "tohttps")
                ),
            ]),
        Feed(
            name: "noguids",
            rounds: [
                (.items(plain(1...3, site: "noguids", guid: { _ in nil })), titles(1...3, "noguids")),
                (.items(plain(1...4, site: "noguids")), titles(4...4, "noguids")),
                (.items(plain(1...4, site: "noguids", guid: { _ in nil })), []),
            ]),
        Feed(
            name: "moved",
            rounds: [
                (.items(plain(1...6, site: "moved")), titles(1...6, "moved")),
                (
                    .atom(
                        plain(2...7, site: "moved", link: { "https://b.example/post/\($0)" }, guid: { "urn:\($0)" })),
                    titles(7...7, "moved")
                ),
                (
                    .atom(
                        plain(2...8, site: "moved", link: { "https://b.example/post/\($0)" }, guid: { "urn:\($0)" })),
                    titles(8...8, "moved")
                ),
            ]),
        Feed(
            name: "retitled",
            rounds: [
                (.items([entry("First headline", "https://retitled.example/a", "a")]), ["First headline"]),
                (.items([entry("Better headline", "https://retitled.example/a", "a")]), []),
            ]),
        Feed(
            name: "guidcase",
            rounds: [
                (
                    .items([
                        entry("Upper", "https://guidcase.example/A", "ID-A"),
                        entry("Lower", "https://guidcase.example/a", "id-a"),
                    ]),
                    ["Upper", "Lower"]
                )
            ]),
    ]

    /// Feeds that bring what another one has: the first in feeds.toml's order has it.
    private static let twins: [Feed] = [
        Feed(
            name: "wire",
            rounds: [
                (.items(plain(1...3, site: "wire")), titles(1...3, "wire")),
                (.items(plain(1...4, site: "wire")), titles(4...4, "wire")),
            ]),
        Feed(
            name: "planet",
            rounds: [
                (
                    .items([
                        entry("wire 1", "http://www.wire.example/1/?utm_source=planet&fbclid=x", "p1"),
                        entry("Own", "https://planet.example/own", "p2"),
                    ]), ["Own"]
                ),
                (.items([entry("wire 1", "https://wire.example/1?utm_medium=feed#utm_campaign=1", "p3")]), []),
            ]),
        Feed(
            name: "redirector",
            rounds: [
                (
                    .items([
                        entry("wire 2", "https://www.google.com/url?rct=j&url=https://wire.example/2&ct=ga", "r1")
                    ]), []
                )
            ]),
        Feed(
            name: "own-root",
            rounds: [(.items([entry("Home", "https://wire.example/", "h1")]), ["Home"])]),
        Feed(
            name: "other-root",
            rounds: [(.items([entry("Home too", "https://wire.example/", "h1")]), ["Home too"])]),
        Feed(
            name: "sharedtwin",
            rounds: [
                // Both entries point to one article of `wire`: the link is no one's key here.
                (
                    .items([
                        entry("Review", "https://wire.example/3", "s1"),
                        entry("Second review", "https://wire.example/3", "s2"),
                    ]),
                    ["Review", "Second review"]
                )
            ]),
        Feed(
            name: "sameguid",
            rounds: [
                (
                    .items([entry("Other feed, same guid", "https://sameguid.example/1", "g1")]),
                    ["Other feed, same guid"]
                )
            ]),
        Feed(
            name: "plus",
            rounds: [
                (
                    .items([
                        entry("Plus", "https://plus.example/?q=a+b", nil),
                        entry("Space", "https://plus.example/?q=a%20b", nil),
                        entry("Path case", "https://plus.example/Ab", nil),
                        entry("Path case low", "https://plus.example/ab", nil),
                    ]), ["Plus", "Space", "Path case", "Path case low"]
                )
            ]),
    ]

    private static let troubles: [Feed] = [
        Feed(
            name: "flaky",
            rounds: [
                (.items(plain(1...3, site: "flaky")), titles(1...3, "flaky")), (.status(500), []), (.page, []),
                (.empty, []),
                (.blank, []), (.items(plain(1...4, site: "flaky")), titles(4...4, "flaky")),
            ]),
        Feed(
            name: "readded",
            rounds: [
                (.items(plain(1...4, site: "readded")), titles(1...4, "readded")),
                (.items(plain(4...4, site: "readded")), []),
                (.items(plain(5...5, site: "readded")), titles(5...5, "readded")),
                (.items(plain(1...5, site: "readded")), []),
            ]),
        Feed(
            name: "reordered",
            rounds: [
                (.items(plain(1...5, site: "reordered")), titles(1...5, "reordered")),
                (.items(plain(1...5, site: "reordered").reversed()), []),
                (.items(plain(3...5, site: "reordered") + plain(1...2, site: "reordered")), []),
            ]),
        Feed(
            name: "firstempty",
            rounds: [(.empty, []), (.items(plain(1...2, site: "firstempty")), titles(1...2, "firstempty"))]),
        Feed(
            name: "firsterror",
            rounds: [
                (.status(503), []), (.page, []),
                (.items(plain(1...2, site: "firsterror")), titles(1...2, "firsterror")),
            ]),
        Feed(
            name: "otherformat",
            rounds: [
                (.items(plain(1...3, site: "otherformat")), titles(1...3, "otherformat")),
                (.atom(plain(1...4, site: "otherformat")), titles(4...4, "otherformat")),
            ]),
    ]

    private static let settings: [Feed] = [
        Feed(
            name: "seeded", settings: "first_fetch = \"seed\"",
            rounds: [
                (.items(plain(1...3, site: "seeded")), []),
                (.items(plain(1...4, site: "seeded")), titles(4...4, "seeded")),
            ]),
        Feed(
            name: "latest", settings: "first_fetch = \"latest:2\"",
            rounds: [
                (.items(plain(1...5, site: "latest")), titles(4...5, "latest")),
                (.items(plain(1...6, site: "latest")), titles(6...6, "latest")),
            ]),
        Feed(
            name: "emits", settings: "updates = \"emit\"",
            rounds: [
                (.items([entry("Story", "https://emits.example/1", "e1", "First words. 3 comments")]), ["Story"]),
                (.items([entry("Story", "https://emits.example/1", "e1", " First   words. 14 comments")]), []),
                (.items([entry("Story", "https://emits.example/1", "e1", "Second words. 15 comments")]), ["Story+"]),
                (.items([entry("Better story", "https://emits.example/1", "e1", "Second words.")]), ["Better story+"]),
            ]),
        Feed(
            name: "filtered", settings: "drop = \"Sponsored\"",
            rounds: [
                (
                    .items([
                        entry("Sponsored: buy", "https://filtered.example/1", "1"),
                        entry("News", "https://filtered.example/2", "2"),
                    ]), ["News"]
                ),
                (
                    .items([
                        entry("Buy", "https://filtered.example/1", "1"),
                        entry("News", "https://filtered.example/2", "2"),
                    ]), []
                ),
            ]),
    ]

    // MARK: - The documents

    private static func reply(_ answer: Answer, site: String) -> Reply {
        switch answer {
        case .items(let entries): .ok(rss(entries, site: site))
        case .atom(let entries): .ok(atom(entries, site: site))
        case .empty: .ok(rss([], site: site))
        case .blank: .ok("")
        case .page: .ok("<!doctype html><html><head><title>Down</title></head><body><p>Be right back</p></body></html>")
        case .status(let status): .status(status)
        }
    }

    private static func escape(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
    }

    private static func date(_ day: Int) -> String { "2026-11-\(day < 10 ? "0" : "")\(day)T08:00:00Z" }

    private static func rss(_ entries: [Entry], site: String) -> String {
        let items = entries.map { entry in
            var item = "<item><title>\(escape(entry.title))</title>"
            if let link = entry.link { item += "<link>\(escape(link))</link>" }
            if let guid = entry.guid { item += "<guid isPermaLink=\"false\">\(escape(guid))</guid>" }
            if let day = entry.day { item += "<dc:date>\(date(day))</dc:date>" }
            return item + "<description>\(escape(entry.text ?? "Text of \(entry.title)"))</description></item>"
        }
        return """
            <?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
            <title>\(site)</title><link>https://\(site).example/</link>\(items.joined(separator: "\n"))</channel></rss>
            """
    }

    private static func atom(_ entries: [Entry], site: String) -> String {
        let items = entries.map { entry in
            var item = "<entry><title>\(escape(entry.title))</title>"
            if let link = entry.link { item += "<link href=\"\(escape(link))\"/>" }
            if let guid = entry.guid { item += "<id>\(escape(guid))</id>" }
            if let day = entry.day { item += "<published>\(date(day))</published>" }
            return item + "<content type=\"html\">&lt;p&gt;Text of \(escape(entry.title))&lt;/p&gt;</content></entry>"
        }
        return """
            <?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>\(site)</title>
            \(items.joined(separator: "\n"))</feed>
            """
    }
}
