import Model
import Testing

@testable import Parse

/// Completeness is a fact of its own: neither the number of warnings nor their words decide it.
@Suite struct CompletenessTests {
    private static let documents = [
        "JSON Feed": """
        {"version": "https://jsonfeed.org/version/1.1", "items": [
        {"id": "1", "url": "https://a.example/1", "title": "a \\u00e9", "tags": ["x", "y"], "size": 12.5},
        {"id": "2", "nothing": null, "yes": true, "no": false, "size": -1e3}], "title": "t", "expired": false}
        """,
        "RSS in JSON": #"{"rss": {"version": "2.0", "channel": {"title": "t", "item": [{"title": "a", "n": 1}]}}}"#,
        "RSS": """
        <?xml version="1.0"?><rss version="2.0"><channel><title>t</title><item><title>a &amp; b</title>\
        <description><![CDATA[<p>c</p>]]></description></item></channel></rss>
        """,
        "Atom": "<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>1</id><title>a</title></entry></feed>",
    ]

    @Test(arguments: documents)
    func everyProperBeginningThatIsAFeedIsCutOff(_ name: String, _ text: String) throws {
        let bytes = Array(text.utf8)
        #expect(try FeedParser.parse(bytes).completeness == .whole)
        var cut = 0
        for end in 1..<(bytes.count - 1) {  // where only the last `>` is missing, nothing is
            guard let parsed = try? FeedParser.parse(Array(bytes[..<end])) else { continue }  // not enough to be a feed
            #expect(parsed.completeness == .cutOff, "\(String(decoding: bytes[..<end], as: UTF8.self))")
            cut += 1
        }
        #expect(cut > bytes.count / 3)
    }

    @Test(arguments: ["", "]}"])
    func warningsBeyondTheLimitHideNothing(_ end: String) throws {
        let items = (0..<60).map { #"{"id": "\#($0)", "date_published": "no date \#($0)"}"# }.joined(separator: ",")
        let parsed = try FeedParser.parse(
            Array((#"{"version": "https://jsonfeed.org/version/1.1", "items": ["# + items + end).utf8))
        #expect(parsed.feed.warnings.count == 50)
        #expect(parsed.completeness == (end.isEmpty ? .cutOff : .whole))
    }

    @Test(arguments: [
        #"{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1"}, nonsense], "title": "t"}"#,
        #"{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1"}, {"id": "2", "title" "t"}]}"#,
        "<rss version='2.0'><channel><item><title>The document is cut off</title></item></channel></rss> & more",
    ])
    func brokenIsNotCutOff(_ text: String) throws {
        let parsed = try FeedParser.parse(Array(text.utf8))
        #expect(!parsed.feed.warnings.isEmpty)
        #expect(parsed.completeness == .whole)
    }

    /// Tags that match and that no feed has may have been meant for items.
    @Test(
        arguments: [
            ("<rss><channel><title>S</title><itm><title>A</title></itm></channel></rss>", "itm"),
            ("<feed xmlns='http://www.w3.org/2005/Atom'><id>f</id><entri><id>1</id></entri></feed>", "entri"),
            ("<rss><chanel><itm><title>A</title></itm></chanel></rss>", "itm"),
            ("<rss><channel><title>S</title><itm/><mood>calm</mood></channel></rss>", nil),
            ("<rss><channel><title>S</title><moon><phase>new</phase></moon></channel></rss>", nil),
            ("<rss><channel><itm><title>A</title></itm><item><title>B</title></item></channel></rss>", nil),
            ("<rss xmlns:m='urn:m'><channel><title>S</title><m:menu><m:soup/></m:menu></channel></rss>", nil),
            ("<rss><channel><title>S</title><image><url>u</url></image><textInput/></channel></rss>", nil),
        ] as [(String, String?)])
    func strangersInPlaceOfItemsAreNamed(_ text: String, _ name: String?) throws {
        let parsed = try FeedParser.parse(Array(text.utf8))
        #expect(parsed.completeness == (name == nil ? .whole : .damaged))
        let warnings = parsed.feed.warnings.filter { $0.contains("no item was found") }
        #expect(warnings == (name.map { ["no item was found; <\($0)> is not known"] } ?? []))
    }

    @Test(arguments: [
        ("<rss><channel><title>S</titel><itm><title>A</title></itm></channel></rss>", Completeness.damaged),
        (#"{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "title" "t"}]}"#, .damaged),
        ("<rss><channel><title>S</titel><item><title>A</title></item></channel></rss>", .whole),
        ("<rss><channel><title>Quiet & calm</title></channel></rss>", .whole),
        ("<rss><channel><title>Quiet</title></channel></rss>", .whole),
    ])
    func damageThatLeavesNothingIsAFact(_ text: String, _ completeness: Completeness) throws {
        #expect(try FeedParser.parse(Array(text.utf8)).completeness == completeness)
    }
}
