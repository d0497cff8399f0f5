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
        "chrome://settings", "ws://e.example/", "x-unknown:1", "",
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
