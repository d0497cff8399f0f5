import Cleaning
import Foundation
import HTML
import Model
import TestSupport
import Testing

@testable import Parse

/// docs/limits.md, row by row.
@Suite struct LimitsTests {
    private static let root = Fixtures.directory.deletingLastPathComponent().deletingLastPathComponent()

    /// The rows of the page, and the tests that hold them: a file and a function.
    private static let rows: [String: [(file: String, function: String)]] = [
        "document": [
            ("ParseTests/HostileInputTests", "aDocumentBeyondItsLimitIsRefused"),
            ("HTMLTests/HostileHTMLTests", "sizeIsBoundedAtACharacter"),
        ],
        "time for reading a document": [
            ("ParserProcessTests/ParseQueueTests", "workBeyondItsDeadlineIsLeftAndTheNextIsDone")
        ],
        "memory for reading a document, with `parser_processes`": [
            ("ParserProcessTests/ParserProcessTests", "oneThatWantsTooMuchMemoryFailsItsDocumentAlone")
        ],
        "elements within elements": [
            ("HTMLTests/HostileHTMLTests", "depthIsBoundedAndTextStays"), ("ParseTests/LimitsTests", "nesting"),
        ],
        "values within values of JSON": [
            ("ParseTests/HostileInputTests", "oneItemOfJSONThatIsTooDeepLosesNoItem")
        ],
        "namespaces declared in one place": [("ParseTests/LimitsTests", "namespaces")],
        "different names of elements, attributes and namespaces in a document": [
            ("ParseTests/HostileInputTests", "aDocumentOfTooManyNamesEndsThere")
        ],
        "attributes of a start tag that is at fault or longer than 128 KiB": [("ParseTests/LimitsTests", "startTag")],
        "entities of a DOCTYPE": [
            ("ParseTests/HostileInputTests", "entityBombIsBounded"),
            ("ParseTests/HostileInputTests", "nestedEntitiesAreBounded"),
        ],
        "an address, before and after it is made absolute": [
            ("ParseTests/LimitsTests", "addresses"), ("FetchTests/RedirectChainTests", "aTargetMayBeSoLong"),
        ],
        "a base (`xml:base`, the address of the document)": [("ParseTests/LimitsTests", "base")],
        "what relative addresses of a body become longer by": [
            ("ParseTests/LimitsTests", "relativeAddresses"), ("ParseTests/LimitsTests", "manyItems"),
        ],
        "what relative addresses of a document, outside of bodies, become longer by": [
            ("ParseTests/LimitsTests", "addressesOfManyItems")
        ],
        "title and authors of a feed, which each of its items takes along": [("ParseTests/LimitsTests", "oncePerItem")],
        "language": [("ParseTests/LimitsTests", "language")],
        "formatting opened again in further blocks": [("ParseTests/LimitsTests", "formattingAgain")],
        "title": [("ParseTests/LimitsTests", "titleAndTags")],
        "tag": [("ParseTests/LimitsTests", "titleAndTags")],
        "attachments of an item": [("ParseTests/LimitsTests", "attachments")],
        "`ETag`, `Last-Modified`": [("FetchTests/ConditionalTests", "whatCannotBeSentBackIsNotKept")],
        "what comes over a connection beside the answer (chunk extensions, empty blocks)": [
            ("FetchTests/LimitTests", "whatIsNoAnswerIsBounded")
        ],
        "documents of more than 512 KiB that come and are read at one time": [
            ("FetchTests/RoomTests", "waits"), ("IntakeTests/URLSourceTests", "room"),
        ],
        "entries of one poll that are saved at once, the first document's too": [
            (
                "DaemonTests/Engine/GroupCommitterTests",
                "aPollOfVeryManyArticlesGivesWayAfterEachThousandAndIsOnePoll"
            )
        ],
        "new entries of a feed, after its first document": [
            ("DaemonTests/Poll/FloodTests", "whatIsBeyondWaitsAndComesInOldestFirst"),
            ("DaemonTests/Poll/FloodTests", "aDayHasItsLimitTooAndTheNextOneBegins"),
        ],
        "a sitemap": [("ParseTests/SitemapTests", "bound")],
        "an index of sitemaps": [("CommandTests/SitemapTests", "index")],
        "a list": [
            ("DaemonTests/ListStepTests", "tooMany"), ("ParseTests/OPMLTests", "namesOfFoldersAreBoundedTogether"),
        ],
        "indent of lists within lists, in an item's text": [
            ("HTMLTests/HTMLTextTests", "listsInListsAreIndentedSoFar")
        ],
        "pages of one poll (`full_text`)": [
            ("DaemonTests/Poll/FloodTests", "fiftyPagesAPollAreAskedForAndThatAloneIsNoFlood")
        ],
        "Markdown: prefixes of quotes and lists, a link around blocks": [
            ("ParseTests/LimitsTests", "markdownPrefixes")
        ],
        "rendered item, its Markdown": [("ParseTests/LimitsTests", "renderedItem")],
        "table in Markdown": [("ParseTests/LimitsTests", "tables")],
        "a `command`": [
            ("FilesTests/CommandOutputTests", "whatIsTooMuchEndsIt"),
            ("FilesTests/CommandOutputTests", "nothingOutlivesTheLimit"),
        ],
        "document of `newspool ingest`": [("CommandTests/IngestTests", "large")],
        "hubs of a feed": [("WebSubTests/HubWireTests", "linksAreFound")],
        "what a hub sends": [("ControlTests/RequestParserTests", "chunks")],
        "what hubs are sending": [("ControlTests/RequestParserTests", "room"), ("ControlTests/ListenerTests", "room")],
        "connections of the status listener and of the control socket, each 10 seconds for a request; of the listener for hubs":
            [("ControlTests/ListenerTests", "silent"), ("ControlTests/ConnectionPlacesTests", "order")],
        "what hubs sent and waits to be read": [
            ("DaemonTests/Hubs/PushPlacesTests", "aFeedHasEightPlaces"),
            ("DaemonTests/Hubs/PushPlacesTests", "allHoldSoManyBytes"),
        ],
        "lease of a hub": [("WebSubTests/HubDeskTests", "aLeaseIsBoundedAndRenewedAtHalf")],
        "page of `/articles`": [
            ("ControlTests/ArticleScanTests", "bytes"), ("ControlTests/ArticleScanTests", "rareTag"),
        ],
        "matches of a search": [("StoreTests/SQLite/SearchTests", "bounded")],
        "connections that wait for articles, and how long": [("ControlTests/ConnectionPlacesTests", "waiting")],
        "batch of `consume`": [("CommandTests/ConsumeTests", "batches")],
        "selector": [("SelectorsTests/CSSSelectorTests", "saysWhereItIsWrong")],
    ]

    @Test func everyRowHasATestAndEveryTestARow() throws {
        let page = try String(contentsOf: Self.root.appending(path: "docs/limits.md"), encoding: .utf8)
        let lines = page.split(separator: "\n").filter { $0.hasPrefix("| ") }.dropFirst(2)
        let named = lines.map {
            String($0.dropFirst(2).prefix(while: { $0 != "|" })).trimmingCharacters(in: .whitespaces)
        }
        #expect(Set(named) == Set(Self.rows.keys))
        for test in Self.rows.values.joined() {
            let file = try Data(contentsOf: Self.root.appending(path: "Tests/\(test.file).swift"))
            #expect(file.range(of: Data("func \(test.function)(".utf8)) != nil, "\(test)")
        }
    }

    private func item(_ xml: String, channel: String = "") throws -> (Item, ParsedFeed) {
        let parsed = try FeedParser.parse(
            Array("<rss version='2.0'><channel>\(channel)<item>\(xml)</item></channel></rss>".utf8),
            url: "https://a.example/feed")
        return (Cleaner().clean(try #require(parsed.items.first), feed: parsed.feed, markdown: true).item, parsed)
    }

    private func body(_ html: String, base: String = "https://a.example/") -> CleanItem {
        var raw = RawItem()
        raw.content = RawText(html, kind: .html, base: base)
        return Cleaner().clean(raw, feed: Feed(format: .rss20), markdown: true)
    }

    private func times(_ count: Int, _ text: String) -> String { String(repeating: text, count: count) }

    @Test func nesting() throws {
        let (_, deep) = try item("<title>t</title>" + times(300, "<x>") + "y" + times(300, "</x>"))
        #expect(deep.items.count == 1)
    }

    @Test func namespaces() throws {
        let many = (0..<2_000).map { " xmlns:n\($0)='u\($0)'" }.joined()
        let parsed = try FeedParser.parse(
            Array(
                "<rss><channel><item><title>a</title></item><x\(many)/><item><title>b</title></item></channel></rss>"
                    .utf8))
        #expect(parsed.items.first?.title?.value == "a")
    }

    @Test func startTag() throws {
        let attributes = (0..<600).map { " a\($0)='v'" }.joined()
        let (found, _) = try item("<x\(attributes)/><title>t</title>")
        #expect(found.title == "t")
        let html = body("<p" + (0..<300).map { " a\($0)=v" }.joined() + " title=late><a href=/x>y</a>")
        #expect(html.item.contentHTML?.contains("https://a.example/x") == true)
    }

    @Test func addresses() throws {
        let long = "https://a.example/" + times(8_192, "u")
        let (found, _) = try item("<title>t</title><link>\(long)</link><enclosure url='\(long)'/>")
        #expect(found.url == nil && found.attachments.isEmpty)
        let (short, _) = try item("<link>https://a.example/\(times(8_000, "u"))</link>")
        #expect(short.url?.utf8.count == 8_018)
        #expect(body("<a href='\(long)'>word</a>").item.contentHTML == "word")
    }

    @Test func base() {
        let html = "<a href=x>word</a>"
        #expect(body(html, base: "https://a.example/\(times(8_192, "b"))/").item.contentHTML?.contains("bbb") == false)
        #expect(body(html, base: "https://a.example/\(times(4_000, "b"))/").item.contentHTML?.contains("bbb/x") == true)
    }

    @Test func relativeAddresses() {
        let html = times(3_000, "<a href=x>y</a>")
        let clean = body(html, base: "https://a.example/\(times(4_000, "b"))/")
        #expect((clean.item.contentHTML ?? "").utf8.count < 4 * html.utf8.count + (256 << 10))
        #expect(clean.item.contentText?.filter { $0 == "y" }.count == 3_000)
    }

    private static let longBase = "https://a.example/" + String(repeating: "b", count: 8_000) + "/"

    /// Each says a long base and refers to it once more in each of thousands of items.
    @Test(arguments: [
        (
            "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='\(longBase)'>",
            "<entry><id>#</id><link href='#'/></entry>"
        ),
        (
            "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='\(longBase)'>",
            "<entry><id>#</id><link rel='enclosure' href='#'/><author><name>a</name><uri>#</uri></author></entry>"
        ),
        (
            "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='\(longBase)'>",
            "<entry xml:base='#/'><id>#</id><content type='html'>x</content></entry>"
        ),
        (
            "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='\(longBase)'>",
            "<entry><id>#</id><content type='xhtml' xml:base='#/'><div><a href='#'>x</a></div></content></entry>"
        ),
        (
            "{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[",
            "{\"id\":\"#\",\"url\":\"#\",\"image\":\"#\"},"
        ),
        ("<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>", "<url><loc>#</loc></url>"),
    ])
    func addressesOfManyItems(_ before: String, _ unit: String) throws {
        let document = before + (0..<5_000).map { unit.replacing("#", with: "\($0)") }.joined()
        let parsed = try FeedParser.parse(Array(document.utf8), url: Self.longBase)
        let cleaner = Cleaner().among(parsed.items.count)
        var (bytes, longest) = (0, 0)
        for raw in parsed.items {
            var json = JSONWriter()
            cleaner.clean(raw, feed: parsed.feed).item.write(to: &json)
            // That of the document is there once.
            let base = raw.content?.base.flatMap { $0 == Self.longBase ? nil : $0.utf8.count } ?? 0
            bytes += json.bytes.count + base
            longest = max(longest, json.bytes.count + base)
        }
        // The identity of a link is written beside it.
        #expect(bytes < 12 * document.utf8.count + (4 << 20) && longest > 8_000)
    }

    /// What one body may become is its share where there are thousands.
    @Test(arguments: [
        "<a href=x>y</a>", "<img srcset='a 1x, b 2x'>", "<b title=1><i title=2><u title=3><p>x<p>y<p>z",
        "<blockquote><blockquote><blockquote>a<br>b<br>c", "<table><tr><td>a<td>b<td>c<tr><td>d<tr><td>e",
    ])
    func manyItems(_ html: String) {
        var raw = RawItem()
        raw.content = RawText(times(20, html), kind: .html, base: Self.longBase)
        func length(among items: Int) -> Int {
            let clean = Cleaner().among(items).clean(raw, feed: Feed(format: .rss20), markdown: true)
            return (clean.item.contentHTML ?? "").utf8.count + (clean.markdownBody ?? "").utf8.count
        }
        #expect(length(among: 100_000) <= 16 * 20 * html.utf8.count)
        #expect(length(among: 16) == length(among: 1))
        // What people publish needs no more than that.
        raw.content = RawText(
            times(20, "<p>Words of <a href=/x>a <b>feed</b></a></p>"), kind: .html, base: "https://a.example/")
        #expect(length(among: 10_000) == length(among: 1))
    }

    @Test func oncePerItem() throws {
        func feed(_ items: Int) throws -> Feed {
            let authors = (0..<500).map { "<author><name>\(times(50, "n"))\($0)</name></author>" }.joined()
            let parsed = try FeedParser.parse(
                Array(
                    ("<feed xmlns='http://www.w3.org/2005/Atom'><title>\(times(2_000, "t"))</title>\(authors)"
                        + (0..<items).map { "<entry><id>\($0)</id></entry>" }.joined() + "</feed>").utf8))
            return Cleaner().clean(parsed)
        }
        let few = try feed(3)
        #expect(few.title?.utf8.count == 2_000 && few.authors.count == 500)
        let many = try feed(20_000)
        #expect(many.title?.utf8.count == (4 << 20) / 20_000 && many.title?.hasSuffix("t…") == true)
        #expect(many.authors.map(\.name) == few.authors.prefix(4).map(\.name))
    }

    @Test func language() throws {
        let (found, _) = try item("<title>t</title><dc:language>\(times(101, "e"))</dc:language>")
        #expect(found.language == nil)
        let (kept, _) = try item("<title>t</title><dc:language>\(times(100, "e"))</dc:language>")
        #expect(kept.language?.utf8.count == 100)
    }

    @Test func formattingAgain() {
        let html = times(100, "<b>") + times(3_000, "<p>x")
        #expect((body(html).item.contentHTML ?? "").utf8.count < 4 * html.utf8.count + (1 << 20))
    }

    @Test func titleAndTags() throws {
        let (found, _) = try item("<title>\(times(5_000, "é"))</title><category>\(times(2_000, "t"))</category>")
        #expect(found.title?.utf8.count ?? 0 <= 4_096 && found.title?.hasSuffix("é…") == true)
        #expect(found.tags.first?.utf8.count == 1_024 && found.tags.first?.hasSuffix("t…") == true)
    }

    @Test func attachments() throws {
        let (found, parsed) = try item(
            (0..<300).map { "<enclosure url='https://a.example/\($0).mp3' type='audio/mpeg'/>" }.joined())
        #expect(found.attachments.count == 256)
        #expect(parsed.feed.warnings.contains { $0.contains("256 attachments") })
    }

    @Test func markdownPrefixes() {
        let html = times(200, "<blockquote>") + times(5_000, "a<br>")
        #expect((body(html).markdownBody ?? "").utf8.count < 4 * html.utf8.count + (512 << 10))
        let link = "<a href='https://a.example/\(times(4_000, "u"))'>" + times(5_000, "<p>x</p>")
        #expect((body(link).markdownBody ?? "").utf8.count < 4 * link.utf8.count + (512 << 10))
    }

    @Test func tables() {
        let html = "<table><tr>" + times(60, "<td>a") + times(5_000, "<tr><td>b") + "</table>"
        #expect((body(html).markdownBody ?? "").utf8.count < 40 * html.utf8.count + (1 << 16))
    }

    /// Characters that grow most in HTML, in JSON, in Markdown.
    @Test(arguments: ["&", "\"", "\u{7F}", "\u{202E}", "*", "<p>&"])
    func renderedItem(_ unit: String) {
        let count = (150 << 10) / unit.utf8.count
        let kind: RawText.Kind = unit == "\"" || unit == "*" ? .literal : .html
        var raw = RawItem()
        raw.content = RawText(times(count, unit), kind: kind, base: "https://a.example/")
        raw.summary = RawText(times(count, unit), kind: kind)
        let published = 2 * count * unit.utf8.count
        let clean = Cleaner().clean(raw, feed: Feed(format: .rss20), markdown: true)
        let rendered = RenderedItem(
            clean.item, id: ItemID(feed: "f", key: "k"), feed: "f", markdown: [], journal: .off
        ).entry(seq: 1, time: Date(timeIntervalSince1970: 0))
        #expect(rendered.json.count <= 4 * published + (1 << 20))
        #expect((clean.markdownBody ?? "").utf8.count <= 4 * published + (1 << 20))
        // A control character leaves nothing.
        #expect(clean.item.contentText?.isEmpty == false || unit == "\u{202E}" || unit == "\u{7F}")
    }

    /// What people publish stays whole, however large.
    @Test func aLargeArticleIsNotCut() {
        let html = times(1_000, "<p>Words, \"quoted\" &amp; <a href=\"/x\">linked</a>.</p>")
        let clean = body(html)
        #expect(clean.item.contentHTML?.utf8.count ?? 0 > html.utf8.count)
        #expect(clean.markdownBody?.contains("…") == false && clean.item.contentText?.contains("…") == false)
    }
}
