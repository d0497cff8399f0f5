import Model
import Testing

@testable import Parse

@Suite("Sitemaps")
struct SitemapTests {
    private func parse(_ text: String) throws -> ParsedFeed {
        try FeedParser.parse(Array(text.utf8), url: "https://example.org/sitemap.xml")
    }

    @Test("are known by their first element, whatever comes before it")
    func recognition() throws {
        for (text, format) in [
            ("<urlset><url><loc>https://a.example/</loc></url></urlset>", FeedFormat.sitemap),
            (
                "\u{FEFF}\n<?xml version='1.0'?><!DOCTYPE x><s:urlset xmlns:s='x'><url><loc>/a</loc></url></s:urlset>",
                .sitemap
            ),
            ("<!-- <rss> --><sitemapindex><sitemap><loc>/a</loc></sitemap></sitemapindex>", .sitemapIndex),
            ("<!-- <urlset> --><rss version='2.0'><channel><item><title>a</title></item></channel></rss>", .rss20),
            ("<rss version='2.0'><channel><item><title>urlset</title></item></channel></rss>", .rss20),
        ] {
            let parsed = try parse(text)
            #expect(parsed.feed.format == format, "\(text)")
            #expect(parsed.items.count == 1, "\(text)")
        }
    }

    @Test("have fifty thousand entries at most, and say that there were more")
    func bound() throws {
        let entry = { (number: Int) in "<url><loc>https://a.example/\(number)</loc></url>" }
        let whole = try parse("<urlset>" + (0..<SitemapReader.most).map(entry).joined() + "</urlset>")
        #expect(whole.items.count == SitemapReader.most && whole.feed.warnings.isEmpty)
        let more = try parse("<urlset>" + (0..<SitemapReader.most + 3).map(entry).joined() + "</urlset>")
        #expect(more.items.count == SitemapReader.most)
        #expect(more.feed.warnings.count == 1 && "\(more.feed.warnings)".contains("more than 50000 entries"))
    }

    @Test("without entries are empty documents, not failures; half of one is known to be")
    func completeness() throws {
        #expect(try parse("<urlset></urlset>").completeness == .whole)
        let half = try parse("<urlset><url><loc>https://a.example/1</loc></url><url><loc>https://a.example/")
        #expect(half.completeness == .cutOff && half.items.map(\.item.url) == ["https://a.example/1"])
    }
}
