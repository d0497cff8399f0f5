import Cleaning
import Foundation
import Model
import TestSupport
import Testing

@testable import Parse

/// A page whose elements are the items of a feed.
struct PageFeedTests {
    private static let page = """
        <html lang="de"><head><title>Aushang</title><base href="/brett/"></head><body>
        <nav><ul><li class="post-nav"><a href="/x">Nicht dies</a></ul></nav>
        <ul class="list">
        <li class="post" data-author="Ana"><h2>Sperrung &amp; Umleitung</h2>
          <a href="42">weiter</a><time datetime="2026-11-28T10:00:00+01:00">gestern</time>
          <div class="body"><p>Die <b>Brücke</b> ist zu.<script>alert(1)</script></p><p>Bis <a href="plan.pdf">Mai</a>.</p></div>
          <img src="b.jpg"></li>
        <li class="post" data-author="Bo"><h2>Fest</h2><a href="https://fest.example/?utm_source=brett">weiter</a>
          <time>27.11.2026</time></li>
        <li class="post"><h2>Ohne Link</h2><time>03.04.2026</time></li>
        <li class="post"><p>weder noch</p></li>
        <li class="post"><a href="javascript:alert(1)">Skript</a></li>
        <li class="post"><a href="file:///etc/passwd">Datei</a></li>
        </ul></body></html>
        """

    private func parse(
        _ html: String = page, items: String = "li.post", parts: [String: String] = [:], mayBeEmpty: Bool = false
    ) throws -> ParsedFeed {
        try PageFeedParser(items: items, parts: parts, mayBeEmpty: mayBeEmpty)
            .parse(Array(html.utf8), url: "https://stadt.example/", now: Date(timeIntervalSince1970: 1_795_910_400))
    }

    private static let parts = [
        "item_title": "h2", "item_link": "a@href", "item_date": "time", "item_content": ".body",
        "item_author": "@data-author", "item_image": "img",
    ]

    @Test func everyPartIsReadWithinItsItem() throws {
        let parsed = try parse(parts: Self.parts)
        let first = parsed.items[0]
        #expect(first.title?.value == "Sperrung & Umleitung")
        #expect(first.item.url == "https://stadt.example/brett/42")
        #expect(first.item.published == Date(timeIntervalSince1970: 1_795_856_400))
        #expect(first.item.authors == [Person(name: "Ana")])
        #expect(first.item.image == "https://stadt.example/brett/b.jpg")
        #expect(parsed.items.map { $0.title?.value }.prefix(3) == ["Sperrung & Umleitung", "Fest", "Ohne Link"])
        // The page's German dates are read alike, although one alone could be the 4th of March.
        #expect(parsed.items[2].item.published == Date(timeIntervalSince1970: 1_775_174_400))
        let clean = Cleaner().clean(first, feed: parsed.feed, markdown: true).item
        #expect(clean.contentHTML?.contains("<b>Brücke</b>") == true || clean.contentHTML?.contains("Brücke") == true)
        #expect(clean.contentHTML?.contains("https://stadt.example/brett/plan.pdf") == true)
        #expect(clean.contentHTML?.contains("alert") == false)
    }

    @Test func whatIsNotSaidFollowsFromTheLink() throws {
        let parsed = try parse()
        #expect(
            parsed.items.first?.title?.value == "weiter"
                && parsed.items.first?.item.url == "https://stadt.example/brett/42")
        #expect(parsed.feed.language == "de" && parsed.title?.value == "Aushang")
        #expect(parsed.completeness == .whole)
    }

    @Test func noAddressButThoseOfTheWebIsTaken() throws {
        let urls = try parse(parts: Self.parts).items.compactMap(\.item.url)
        #expect(urls.allSatisfy { $0.hasPrefix("https://") }, "\(urls)")
    }

    @Test func hubsOfThePageAreThoseOfTheFeed() throws {
        let head =
            "<link rel=\"HUB next\" href=\"/hub\"><link rel=self href=\"https://b.example/\"><link rel=hub href=\"x:y\">"
        let feed = try parse(head + "<li class=post><a href=1>One</a></li>").feed
        #expect(feed.hubs == [Hub(type: "WebSub", url: "https://stadt.example/hub")])
        #expect(feed.feedURL == "https://b.example/")
    }

    @Test func nothingFoundNamesEachSelector() throws {
        #expect(
            throws: ParseError.notAFeed(
                "a page without items: items = \"article\" found 0, item_title = \"h2\" found 0")
        ) { try parse(items: "article", parts: ["item_title": "h2"]) }
        #expect(
            throws: ParseError.notAFeed(
                "a page without items: items = \"nav\" found 1, item_link = \"b@href\" found 0, item_title = \"h3\" found 0"
            )
        ) {
            try PageFeedParser(items: "nav", parts: ["item_title": "h3", "item_link": "b@href"])
                .parse(Array("<nav><p>x</p></nav>".utf8))
        }
        #expect(try parse(items: "article", mayBeEmpty: true).items.isEmpty)
        #expect(try parse(parts: ["item_date": ".date"]).feed.warnings == ["item_date = \".date\" found nothing"])
    }

    @Test func thePartMayBeTheItemOrWithinAnother() throws {
        let html = "<div><a class=i href=/1>One</a><a class=i href=/2>Two</a></div><div><div><p>3</p></div></div>"
        let links = try parse(html, items: "a.i", parts: ["item_link": "@href"])
        #expect(links.items.map(\.item.url) == ["https://stadt.example/1", "https://stadt.example/2"])
        #expect(links.items.compactMap { $0.title?.value } == ["One", "Two"])
        #expect(
            try parse(
                "<div><div class=x><div><a href=/9>T</a></div></div></div>", items: ".x", parts: ["item_title": "div"]
            )
            .items.map { $0.title?.value } == ["T"])
    }

    @Test func timeGrowsWithThePage() throws {
        func seconds(_ count: Int) throws -> Double {
            let html = String(repeating: "<li class=post><h2>A</h2><a href=/a>b</a></li>", count: count)
            return try threadSeconds { _ = try parse(html, parts: Self.parts) }
        }
        _ = try seconds(100)
        let (small, large) = (try seconds(2_000), try seconds(8_000))
        #expect(large < 12 * small, "\(small) \(large)")
    }
}
