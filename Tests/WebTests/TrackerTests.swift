import Testing

@testable import Web

@Suite struct TrackerTests {
    private func parameter(_ text: String) -> (Parameter, [UInt8]) {
        let bytes = Array(text.utf8)
        return (Parameter(0..<bytes.count, of: bytes), bytes)
    }

    @Test func readsItsFormat() {
        let list = TrackerList(Array("# a\n\nab\nfam_*\n!fam_id\nsrc=feed\nsid=hex32\n".utf8))
        func drops(_ text: String) -> Bool {
            let (parameter, bytes) = parameter(text)
            return list.drops(parameter, of: bytes)
        }
        #expect(drops("ab") && drops("AB=1") && !drops("a") && !drops("abc"))
        #expect(drops("fam_=1") && drops("Fam_x") && !drops("fam_id=1") && drops("fam_idx") && !drops("fam"))
        #expect(drops("src=rss") && !drops("src=1") && !drops("src"))
        #expect(drops("sid=0123456789abcdef0123456789abcdef") && !drops("sid=0123456789abcdef0123456789abcde"))
        #expect(!drops("") && !drops("=1") && !drops("#") && drops("amp;ab"))
    }

    @Test func alwaysDropsByNameAlone() {
        for (text, drops) in [
            ("utm_source=x", true), ("source=rss", false), ("sid=42", false), ("ns_id=1", false), ("id=1", false),
        ] {
            let (parameter, bytes) = parameter(text)
            #expect(TrackerList.shared.alwaysDrops(parameter, of: bytes) == drops)
        }
    }

    @Test(arguments: [
        ("https://example.com/a?utm_source=rss", "https://example.com/a"),
        ("https://www.example.com/A/?b=2&utm_source=x&a=1", "https://www.example.com/A/?b=2&a=1"),
        ("http://example.com/a?fbclid=x#part", "http://example.com/a#part"),
        ("https://example.com/a?id=1&amp;utm_source=x", "https://example.com/a?id=1"),
        ("https://example.com/a?id=1?utm_source=x", "https://example.com/a?id=1"),
        ("https://example.com/a#utm_source=x", "https://example.com/a"),
        ("https://example.com/a?utm_source=x#xtor=RSS-1", "https://example.com/a"),
        ("https://example.com/a?b=%7e&&c?#", "https://example.com/a?b=%7e&&c?#"),
        ("https://example.com/a?", "https://example.com/a?"),
        ("https://example.com/a?source=rss&ref=rss", "https://example.com/a?source=rss&ref=rss"),
        ("https://example.com/a#ns_types", "https://example.com/a#ns_types"),
        ("https://example.com/a#ns_x:~:text=a", "https://example.com/a#ns_x:~:text=a"),
        ("https://example.com/utm_source=x", "https://example.com/utm_source=x"),
        ("https://www.google.com/url?url=https://example.com", "https://www.google.com/url?url=https://example.com"),
        ("mailto:a@b.org?utm_source=x", "mailto:a@b.org?utm_source=x"),
    ])
    func stripsPublishedLinks(_ text: String, stripped: String) throws {
        let url = try WebURL(parsing: text).strippingTrackers()
        #expect(url.href == stripped)
        #expect(try url.layout == WebURL(parsing: stripped).layout)
    }
}
