import Foundation
import Model
import Testing

@Suite("Rendered articles")
struct RenderedItemTests {
    let time = Date(timeIntervalSince1970: 1_795_441_501)  // 2026-11-23T13:45:01Z

    func item() -> Item {
        var item = Item()
        item.guid = "g-1"
        item.url = "https://example.org/a?x=1"
        item.canonicalURL = "https://example.org/a?x=1"
        item.title = "US urges Russia: de-escalate"
        item.contentHTML = "<p>Text</p>"
        item.contentText = "Text"
        item.summary = "Text"
        item.authors = [Person(name: "Ada", url: "https://example.org/ada")]
        item.tags = ["world"]
        return item
    }

    func object(_ bytes: [UInt8]) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    }

    @Test("the commit gives seq, day and names")
    func entry() throws {
        let id = ItemID(feed: "f", key: "g-1")
        let rendered = RenderedItem(item(), id: id, feed: "site", markdown: [1], journal: .thin)
        let entry = rendered.entry(seq: 42, time: time)
        #expect(entry.path == "articles/2026-11-23/134501-us-urges-russia-de-escalate-\(id.short)")
        #expect(entry.event == .new)
        let json = try object(entry.json)
        #expect(json["id"] as? String == "g-1")
        let own = try #require(json["_newspool"] as? [String: Any])
        #expect(own["seq"] as? Int == 42 && own["revision"] as? Int == 1 && own["feed"] as? String == "site")

        let line = String(decoding: entry.journalLine, as: UTF8.self)
        #expect(line.hasPrefix(#"{"seq":42,"time":"2026-11-23T13:45:01Z","event":"new","id":""#))
        #expect(line.hasSuffix("\n") && line.filter(\.isNewline).count == 1)
        let members = try object(entry.journalLine)
        #expect(members["path"] as? String == entry.path + ".json")
        #expect(members["guid"] as? String == "g-1" && members["summary"] as? String == "Text")
    }

    @Test(
        "a thin line is under 8 KiB whatever has to be escaped in it",
        arguments: ["\"", "\u{1}", "\u{202E}", "\u{85}", "\\", "é\u{FFFE}", "a"], [60, 1_000, 20_000])
    func escapes(character: String, count: Int) throws {
        let text = String(repeating: character, count: count)
        var item = item()
        (item.title, item.summary, item.url, item.canonicalURL, item.guid) = (text, text, text, text, text)
        item.authors = (0..<70).map { _ in Person(name: text, url: text) }
        item.tags = Array(repeating: text, count: 70)
        let id = ItemID(feed: "f", key: "g")
        let entry = RenderedItem(item, id: id, feed: FeedLabel(name: text), markdown: [], journal: .thin).entry(
            seq: .max, time: time)
        #expect(entry.journalLine.count <= 8_000)
        let line = try object(entry.journalLine)
        #expect(line["id"] as? String == id.text && (line["title"] as? String)?.isEmpty == false)
    }

    @Test("a revision has files of its own")
    func revision() {
        let rendered = RenderedItem(
            item(), id: ItemID(feed: "f", key: "g"), feed: "site", revision: 3, markdown: [], journal: .off)
        let entry = rendered.entry(seq: 1, time: time)
        #expect(entry.path.hasSuffix("-r3") && entry.event == .updated && entry.journalLine.isEmpty)
    }

    @Test("a full line carries the whole item")
    func full() throws {
        let rendered = RenderedItem(item(), id: ItemID(feed: "f", key: "g"), feed: "s", markdown: [], journal: .full)
        let line = try object(rendered.entry(seq: 7, time: time).journalLine)
        let inner = try #require(line["item"] as? [String: Any])
        #expect(inner["content_html"] as? String == "<p>Text</p>")
    }

    @Test("a thin line stays below 8 KiB, whatever the item holds, and is JSON", arguments: [1_000, 10_000, 200_000])
    func thin(size: Int) throws {
        var item = item()
        let long = String(repeating: "\u{1}é\"", count: size / 4)
        item.title = long
        item.summary = long
        item.guid = long
        item.url = "https://example.org/" + String(repeating: "a", count: size)
        item.canonicalURL = item.url
        item.tags = Array(repeating: long, count: 50)
        item.authors = Array(repeating: Person(name: long, url: item.url), count: 50)
        let rendered = RenderedItem(
            item, id: ItemID(feed: "f", key: "g"), feed: FeedLabel(name: long), markdown: [], journal: .thin)
        let entry = rendered.entry(seq: .max, time: time)
        #expect(entry.journalLine.count <= 8_191)
        #expect(try object(entry.journalLine)["seq"] as? Int == .max)
    }

    @Test("a long published URL stays in a thin line, whatever else has to go", arguments: [#"\""#, "\u{1}", "é"])
    func longURL(character: String) throws {
        var item = item()
        let long = String(repeating: character, count: 200_000)
        (item.title, item.summary, item.guid, item.tags) = (long, long, String(long.prefix(199)), [long, long])
        item.url = "https://example.org/" + String(repeating: "a", count: 3_980)
        item.canonicalURL = item.url
        let rendered = RenderedItem(item, id: ItemID(feed: "f", key: "g"), feed: "f", markdown: [], journal: .thin)
        let entry = rendered.entry(seq: .max, time: time)
        #expect(entry.journalLine.count <= 8_191)
        #expect(try object(entry.journalLine)["url"] as? String == item.url)
    }

    @Test("an item without a title still has a name")
    func noTitle() {
        var item = item()
        (item.title, item.summary) = (nil, nil)
        let id = ItemID(feed: "f", key: "g")
        let entry = RenderedItem(item, id: id, feed: "s", markdown: [], journal: .off).entry(seq: 1, time: time)
        #expect(entry.path == "articles/2026-11-23/134501-\(id.short)")
    }
}
