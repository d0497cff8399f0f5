import Cleaning
import Model
import Testing
import Web

@testable import Parse

/// What relative addresses are relative to, and which addresses may stand in a field.
@Suite struct AddressTests {
    @Test(
        arguments: [
            (
                "https://site.example/", "https://site.example/feed", "https://site.example/a/b",
                "https://site.example/a/b"
            ),
            (
                "https://site.example/", "https://feeds.example/x", "https://www.site.example/a",
                "https://www.site.example/a"
            ),
            (
                "https://www.site.example/", "https://feeds.example/x", "https://blog.site.example/a",
                "https://blog.site.example/a"
            ),
            ("https://site.example/", "https://feeds.example/x", "https://other.example/a", "https://site.example/"),
            ("https://site.example/", "https://feeds.example/x", "https://evilsite.example/a", "https://site.example/"),
            ("https://site.example/", "https://feeds.example/x", "mailto:a@site.example", "https://site.example/"),
            (
                "https://site.example/", "https://feeds.example/x", "https://site.example.evil.example/a",
                "https://site.example/"
            ),
            (
                "https://site.example/", "https://feeds.example/x", "https://site.example:8080/a",
                "https://site.example:8080/a"
            ),
            ("https://site.example/", "https://feeds.example/x", "HTTPS://Site.Example/a", "HTTPS://Site.Example/a"),
            (nil, "https://site.example/feed", "https://site.example/a", "https://site.example/a"),
            (nil, "https://site.example/feed", "https://other.example/a", nil),
            ("https://site.example/", "https://feeds.example/x", nil, "https://site.example/"),
        ] as [(String?, String, String?, String?)])
    func aBodyIsRelativeTo(site: String?, document: String, link: String?, base: String?) throws {
        let url = try WebURL(parsing: document)
        #expect(BodyBase(site: site, document: url).base(ofItemAt: link) == base)
    }

    @Test(arguments: [
        "javascript:alert(1)", "JavaScript:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)",
        "data:text/html,x",
        "file:///etc/hosts", "vbscript:x", "blob:https://e.example/1", "about:blank", "view-source:https://e.example/",
        "feed:javascript:alert(1)", "feed://e.example/", "ms-msdt:/id", "smb://host/x", "intent://x#Intent;end",
        "jar:http://e/!x",
        "chrome://settings", "ws://e.example/", "x-unknown:1", "", "\\\\host\\share", "/\\host/share", " \\/host",
    ])
    func noFieldHas(address: String) {
        let scope = Scope(base: nil, language: nil, room: AddressRoom(document: 0))
        #expect(scope.address(address) == nil && scope.picture(address) == nil)
    }

    @Test(arguments: [
        "mailto:a@e.example", "tel:+1", "magnet:?xt=urn:btih:1", "gemini://e.example/", "xmpp:a@e.example",
    ])
    func linksMayBe(address: String) {
        let scope = Scope(base: nil, language: nil, room: AddressRoom(document: 0))
        #expect(scope.address(address) == address && scope.picture(address) == nil)
    }

    /// Where newspool itself asks, or a reader shows a picture, an address is of the web.
    @Test(arguments: [
        """
        <feed xmlns="http://www.w3.org/2005/Atom"><title>t</title><link rel="self" href="ADDRESS"/>
        <link rel="hub" href="ADDRESS"/><link rel="next" href="ADDRESS"/><link rel="prev-archive" href="ADDRESS"/>
        <link rel="next-archive" href="ADDRESS"/><link rel="current" href="ADDRESS"/><icon>ADDRESS</icon>
        <entry><id>1</id><title>e</title><link rel="enclosure" type="image/png" href="ADDRESS"/></entry></feed>
        """,
        """
        <rss version="2.0"><channel><title>t</title><image><url>ADDRESS</url></image>
        <item><title>e</title><enclosure type="image/png" url="ADDRESS"/></item></channel></rss>
        """,
        """
        {"version": "https://jsonfeed.org/version/1.1", "title": "t", "feed_url": "ADDRESS", "next_url": "ADDRESS",
        "icon": "ADDRESS", "favicon": "ADDRESS", "hubs": [{"type": "WebSub", "url": "ADDRESS"}],
        "items": [{"id": "1", "title": "e", "image": "ADDRESS", "banner_image": "ADDRESS"}]}
        """,
    ])
    func whatIsAskedForIsOfTheWeb(_ document: String) throws {
        func asked(_ address: String) throws -> [String] {
            let bytes = Array(document.replacing("ADDRESS", with: address).utf8)
            let parsed = try FeedParser.parse(bytes)
            let (feed, item) = (parsed.feed, parsed.items.first?.item)
            let addresses = [
                feed.feedURL, feed.nextURL, feed.archive.previous, feed.archive.next, feed.archive.current, feed.icon,
                feed.favicon, feed.image?.url, item?.image,
            ]
            return addresses.compactMap(\.self) + feed.hubs.map(\.url)
        }
        for address in ["tel:+1", "gemini://e.example/", "magnet:?xt=urn:btih:1", "file:///etc/hosts", "javascript:x"] {
            #expect(try asked(address) == [])
        }
        #expect(try Set(asked("https://e.example/1")) == ["https://e.example/1"])
    }

    @Test(
        arguments: [
            ("http://e.example/tags", "http://e.example/tags"), ("tag:e.example,2026:1", "tag:e.example,2026:1"),
            ("urn:isbn:1", "urn:isbn:1"), ("Syndic8", "Syndic8"), (" a/b ", "a/b"), ("javascript:alert(1)", nil),
            ("java&#9;script:alert(1)", nil), ("data:text/html,x", nil), ("file:///etc/hosts", nil),
            (String(repeating: "a", count: 8193), nil), ("", nil),
        ] as [(String, String?)])
    func theSchemeOfACategoryMayBeALink(_ scheme: String, _ kept: String?) throws {
        for document in [
            "<rss version='2.0'><channel><item><title>A</title><category domain='\(scheme)'>c</category></item></channel></rss>",
            "<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>1</id><category term='c' scheme='\(scheme)'/></entry></feed>",
            "{\"rss\": {\"channel\": {\"item\": [{\"title\": \"A\", \"category\": {\"domain\": \"\(scheme)\", \"#value\": \"c\"}}]}}}",
        ] where !(document.hasPrefix("{") && scheme.contains("&")) {
            let item = try #require(try FeedParser.parse(Array(document.utf8)).items.first).item
            #expect(item.categories.map(\.term) == ["c"] && item.categories.first?.scheme == kept)
        }
    }

    @Test(
        arguments: [
            ("domain='rpc.e.example' port='80' path='/r'", "http://rpc.e.example/r"),
            ("domain='rpc.e.example' port='443'", "https://rpc.e.example/"),
            ("domain='rpc.e.example' port='5337' path='r'", "http://rpc.e.example:5337/r"),
            ("domain='a b\"&gt;&lt;script&gt;'", nil), ("domain='[' port='80'", nil), ("domain=''", nil),
        ] as [(String, String?)])
    func aCloudHasAnAddress(_ attributes: String, _ url: String?) throws {
        let document = "<rss version='2.0'><channel><cloud \(attributes)/><item><title>A</title></item></channel></rss>"
        #expect(try FeedParser.parse(Array(document.utf8)).feed.hubs.map(\.url) == [url].compactMap(\.self))
    }

    @Test func addressesHaveALength() {
        let scope = Scope(base: nil, language: nil, room: AddressRoom(document: 0))
        let start = "https://e.example/"
        #expect(scope.address(start + String(repeating: "a", count: 8192 - start.utf8.count)) != nil)
        #expect(scope.address(start + String(repeating: "a", count: 8193 - start.utf8.count)) == nil)
    }

    @Test func titlesAndTagsHaveALength() {
        var raw = RawItem()
        raw.title = RawText(String(repeating: "é", count: 4096), kind: .plain)
        raw.item.tags = [String(repeating: "a", count: 1024), String(repeating: "a", count: 1025)]
        let item = Cleaner().clean(raw, feed: Feed(format: .rss20)).item
        #expect(item.title == String(repeating: "é", count: 2046) + "…")
        #expect(item.tags == [String(repeating: "a", count: 1024), String(repeating: "a", count: 1021) + "…"])
    }
}
