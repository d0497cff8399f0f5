import Model
import Testing

@testable import Parse

/// Documents made to hurt: each is read, or refused, in time and memory in proportion to its size.
@Suite struct HostileInputTests {
    private static func feed(_ item: String) -> String {
        "<rss version='2.0'><channel><title>t</title><item><title>i</title><link>http://a.example/1</link></item>"
            + "<item><title>j</title><link>http://a.example/2</link>\(item)</item></channel></rss>"
    }

    private func parse(_ text: String, limits: ParseLimits = .default) throws -> ParsedFeed {
        try FeedParser.parse(Array(text.utf8), limits: limits)
    }

    @Test(
        .timeLimit(.minutes(1)),
        arguments: [
            "deep elements": feed(String(repeating: "<a>", count: 100_000)),
            "deep markup in a text": feed("<description>" + String(repeating: "<b>", count: 100_000)),
            "attributes in one tag": feed("<a " + (0..<60_000).map { "a\($0)='' " }.joined() + "/>"),
            "namespaces in one tag": feed("<a " + (0..<30_000).map { "xmlns:n\($0)='u\($0)' " }.joined() + "/>"),
            "comments without end": feed(String(repeating: "<!--", count: 100_000)),
            "instructions without end": feed(String(repeating: "<?x ", count: 100_000)),
            "sections without end": feed(String(repeating: "<![CDATA[", count: 100_000)),
            "end tags without end": feed(String(repeating: "</a", count: 100_000)),
            "end tags without start": feed(String(repeating: "</a>", count: 100_000)),
            "tags without end": feed(String(repeating: "<a b='", count: 100_000)),
            "naked signs": feed(String(repeating: "&<", count: 200_000)),
            "categories": feed((0..<20_000).map { "<category>c\($0)</category>" }.joined()),
            "enclosures": feed((0..<10_000).map { "<enclosure url='http://a.example/\($0)'/>" }.joined()),
            "one long title": feed("<title>" + String(repeating: "x", count: 1 << 20) + "</title>"),
            "many names": feed((0..<50_000).map { "<n\($0)/>" }.joined()),
        ])
    func isReadInTime(_ name: String, _ text: String) throws {
        let parsed = try parse(text)
        // What comes after may be lost; what came before is not.
        #expect(parsed.items.first?.title?.value == "i" && parsed.items.count <= 2)
    }

    private static let long = String(repeating: "v", count: 200 << 10)

    private static func times(_ count: Int, _ unit: (Int) -> String) -> String { (0..<count).map(unit).joined() }

    private static let limits: [(String, String)] = [
        ("an attribute", "<a b='\(long)'/>"),
        ("an attribute of a picture", "<enclosure url='http://e.example/\(long)'/>"),
        ("an attribute in double quotes", "<a b=\"\(long)\">x</a>"), ("an attribute without quotes", "<a b=\(long)/>"),
        ("several attributes", "<a b='\(long)' c='\(long)' d='\(long)'/>"), ("a name", "<\(long)>x</\(long)>"),
        ("the name of an attribute", "<a \(long)='x'/>"), ("a namespace", "<z:a xmlns:z='http://\(long)'/>"),
        ("a default namespace", "<a xmlns='\(long)'><b/></a>"), ("a prefix", "<\(long):a xmlns:\(long)='u'/>"),
        ("blanks in a tag", "<a \(times(200 << 10) { _ in " " })/>"),
        ("blanks in an end tag", "<a>x</a\(times(200 << 10) { _ in " " })>"),
        ("a comment", "<!--\(long)-->"), ("an instruction", "<?a \(long)?>"),
        ("a section", "<a><![CDATA[\(long)]]></a>"),
        ("a reference", "<a>&\(long);</a>"), ("many attributes", "<a \(times(20_000) { "a\($0)='' " })/>"),
        ("many namespaces", "<a \(times(20_000) { "xmlns:n\($0)='u' " })/>"),
        (
            "many namespaces, element in element",
            times(1_500) { "<n\($0):a xmlns:n\($0)='u'>" } + times(1_500) { "</n\(1_499 - $0):a>" }
        ),
        ("many elements", times(400) { _ in "<a>" } + "x" + times(400) { _ in "</a>" }),
    ]

    /// What is too long or too deep in one item, and its neighbours: that item and the others land.
    @Test(arguments: limits)
    func oneItemBeyondALimitLosesNoItem(_ name: String, _ inside: String) throws {
        let parsed = try parse(
            "<rss version='2.0'><channel><item><title>i</title></item><item><title>j</title>\(inside)<link>http://a.example/2</link>"
                + "</item><item><title>k</title></item></channel></rss>")
        #expect(parsed.items.map(\.title?.value) == ["i", "j", "k"])
        #expect(parsed.items[1].item.url == "http://a.example/2")
        #expect(parsed.completeness == .whole)
    }

    @Test(
        arguments: [
            String(repeating: "[", count: 400) + String(repeating: "]", count: 400),
            String(repeating: "{\"a\":", count: 400) + "1" + String(repeating: "}", count: 400),
            String(repeating: "[{\"]\":", count: 200) + "\"x\"" + String(repeating: "}]", count: 200),
        ], ["_x", "authors", "tags"])
    func oneItemOfJSONThatIsTooDeepLosesNoItem(_ value: String, _ member: String) throws {
        let parsed = try parse(
            "{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[{\"id\":\"1\",\"title\":\"i\"},"
                + "{\"id\":\"2\",\"\(member)\":\(value),\"title\":\"j\"},{\"id\":\"3\",\"title\":\"k\"}]}")
        #expect(parsed.items.map(\.title?.value) == ["i", "j", "k"])
        #expect(parsed.completeness == .whole)
        #expect(parsed.feed.warnings.contains { $0.contains("nested too deep") })
    }

    /// libxml2 finds names in a table that grows no more beyond some number of them.
    @Test(arguments: ["<n# />", "<n#>", "<x n#=''/>", "<x xmlns:n#='u#'/>", "<x xmlns='n#'/>"])
    func aDocumentOfTooManyNamesEndsThere(_ unit: String) throws {
        let names = (0..<80_000).map { unit.replacing("#", with: String($0)) }.joined()
        let parsed = try parse("<rss><channel><item><title>i</title></item>\(names)<item><title>j</title></item>")
        #expect(parsed.items.map(\.title?.value) == ["i"])
        #expect(parsed.feed.warnings.contains { $0.contains("too many different names") })
        #expect(parsed.completeness == .cutOff)
        // Asked again it would be the same: it is whole where it is closed.
        let closed = unit.hasSuffix("/>") ? names : ""
        let whole = try parse("<rss><channel><item><title>i</title></item>\(closed)</channel></rss>")
        #expect(whole.completeness == .whole && whole.items.count == 1)
        let few = (0..<20_000).map { unit.replacing("#", with: String($0)) }.joined()
        #expect(try parse("<rss><channel><item><title>i</title></item>\(few)").items.count == 1)
    }

    @Test func entityBombIsBounded() throws {
        let value = String(repeating: "lol", count: 1_000)
        let text =
            "<!DOCTYPE rss [<!ENTITY a '\(value)'><!ENTITY b '&a;&a;&a;&a;'>]>"
            + Self.feed("<description>" + String(repeating: "&a;&b;", count: 10_000) + "</description>")
        let size = try parse(text).items[1].summary?.value.utf8.count ?? 0
        #expect(size < 4 * text.utf8.count + (256 << 10))
    }

    /// Entities made of entities, ten of each in the next: a thousand million times the first, if no one counted.
    @Test func nestedEntitiesAreBounded() throws {
        var text = "<!DOCTYPE rss [<!ENTITY e0 'lol'>"
        for depth in 1..<10 {
            let inside = String(repeating: "&e\(depth - 1);", count: 10)
            text += "<!ENTITY e\(depth) '\(inside)'>"
        }
        text += "]>" + Self.feed("<description>" + String(repeating: "&e2;&e9;", count: 100) + "</description>")
        let parsed = try parse(text)
        let summary = try #require(parsed.items[1].summary?.value)
        #expect(summary.hasPrefix(String(repeating: "lol", count: 100)))
        #expect(summary.utf8.count < 100 << 10)
        #expect(parsed.feed.warnings.contains { $0.contains("entities of the DOCTYPE are too many or too large") })
    }

    @Test func textBeyondItsLimitIsCutWithAWarning() throws {
        var limits = ParseLimits()
        limits.text = 1_000
        let parsed = try parse(
            Self.feed("<description>" + String(repeating: "y", count: 5_000) + "</description>"), limits: limits)
        #expect(parsed.items[1].summary?.value.utf8.count == 1_000)
        #expect(parsed.feed.warnings.contains { $0.contains("1000 bytes") })
    }

    @Test func itemsBeyondTheirLimitAreLeftOutWithAWarning() throws {
        var limits = ParseLimits()
        limits.items = 3
        let items = (0..<10).map { "<item><guid>\($0)</guid></item>" }.joined()
        let parsed = try parse("<rss><channel>\(items)</channel></rss>", limits: limits)
        #expect(parsed.items.count == 3)
        #expect(parsed.feed.warnings.contains { $0.contains("more than 3 items") })
    }

    @Test func aDocumentBeyondItsLimitIsRefused() {
        var limits = ParseLimits()
        limits.bytes = 10
        #expect(throws: ParseError.tooLarge(limit: 10)) { try parse(Self.feed(""), limits: limits) }
    }

    @Test(arguments: [
        ("", "empty"), (" \n", "empty"), ("<!DOCTYPE html><html><body>x</body></html>", "an HTML page"),
        ("{\"a\": 1}", "a JSON document without a feed"), ("[]", "a JSON document without a feed"),
        ("plain text", "not XML"),
        ("<opml version='1.0'><body/></opml>", "an OPML outline"), ("<html><title>broken & <b></html>", "an HTML page"),
    ])
    func whatIsNoFeedSaysSo(_ text: String, _ what: String) {
        #expect(throws: ParseError.notAFeed(what)) { try parse(text) }
    }

    /// Every prefix of a feed, and a feed with any one byte broken, is read or refused, never a crash.
    @Test func anyCutAndAnyBrokenByteAreSurvived() {
        let text = Array(
            "<?xml version='1.0'?><!DOCTYPE r [<!ENTITY e 'v'>]><rss><channel><title a='b'>T&amp;&e;</title><item><description><![CDATA[<b>x</b>]]></description><pubDate>1 Jan 2024</pubDate></item></channel></rss>"
                .utf8)
        for index in text.indices {
            _ = try? FeedParser.parse(Array(text[..<index]))
            for byte in [0x00, 0x26, 0x3C, 0x3E, 0x22, 0xFF] as [UInt8] {
                var broken = text
                broken[index] = byte
                _ = try? FeedParser.parse(broken)
            }
        }
    }
}
