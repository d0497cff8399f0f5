import Model
import Parse
import Testing

@Suite struct DateOrderTests {
    @Test func aDocumentIsReadInItsOwnOrder() throws {
        let items = ["04/05/2024", "04/25/2024"].map { "<item><title>\($0)</title><pubDate>\($0)</pubDate></item>" }
        let feed = try FeedParser.parse(Array("<rss><channel>\(items.joined())</channel></rss>".utf8))
        let dates = feed.items.map { $0.item.published.map(Timestamp.string) }
        #expect(dates == ["2024-04-05T00:00:00Z", "2024-04-25T00:00:00Z"])
        #expect(feed.feed.warnings.isEmpty)
    }
}
