import Foundation
import HTML
import Model
import TestSupport
import Testing

@testable import Cleaning

struct PageParserTests {
    private static let text =
        "<p>" + String(repeating: "A sentence of the article, with a comma in it. ", count: 20) + "</p>"

    private func page(_ head: String, _ body: String = "", url: String? = "https://a.example/2020/01/02/x") -> Item {
        PageParser().parse(Array("<head>\(head)</head><body>\(body)\(Self.text)</body>".utf8), url: url).item
    }

    // MARK: Encodings

    static let encodings: [(bytes: [UInt8], contentType: String?, name: String)] = [
        ([0xEF, 0xBB, 0xBF] + Array("<meta charset=koi8-r><p>Ünter".utf8), "text/html; charset=iso-8859-2", "BOM"),
        (Array("<meta charset=koi8-r><p>".utf8) + [0xDC] + Array("nter".utf8), "text/html; charset=iso-8859-1", "HTTP"),
        (Array("<meta charset=iso-8859-2><p>".utf8) + [0xDC] + Array("nter".utf8), nil, "meta"),
        (
            Array("<meta http-equiv=content-type content='text/html; charset=iso-8859-2'><p>".utf8) + [0xDC]
                + Array("nter".utf8), "text/html", "http-equiv"
        ),
        (Array("<p>Ünter".utf8), nil, "UTF-8"),
        (Array("<p>".utf8) + [0xDC] + Array("nter".utf8), nil, "windows-1252"),
        (Array("<!-- <meta charset=koi8-r> --><p>".utf8) + [0xDC] + Array("nter".utf8), nil, "no meta in a comment"),
    ]

    @Test(arguments: encodings)
    func reads(of bytes: [UInt8], contentType: String?, name: String) {
        let item = PageParser().parse(bytes, contentType: contentType).item
        #expect(item.contentText == "Ünter", "\(name)")
    }

    // MARK: Metadata

    static let titles: [(head: String, body: String, title: String)] = [
        ("<title>The price of salt rises once more | The Paper</title>", "", "The price of salt rises once more"),
        ("<title>Salt | The Paper</title>", "", "Salt | The Paper"),
        ("<title>x</title><meta property=og:title content='Of &amp;amp; salt'>", "", "Of & salt"),
        (
            "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"headline\":\"Salt &amp; more\"}</script>",
            "", "Salt & more"
        ),
        (
            "<script type=application/ld+json>[{\"@graph\":[{\"@type\":\"WebPage\",\"name\":\"No\"},{\"@type\":[\"Article\"],\"headline\":\"Yes\"}]}]</script>",
            "", "Yes"
        ),
        ("<script type=application/ld+json>{\"@type\":\"Article\",\"headline\":\"Kept\",\"x\":{]</script>", "", "Kept"),
    ]

    @Test(arguments: titles)
    func findsTitle(head: String, body: String, title: String) { #expect(page(head, body).title == title) }

    static let authors: [(head: String, body: String, names: [String], url: String?)] = [
        (
            "<script type=application/ld+json>{\"@type\":\"Article\",\"author\":{\"@type\":\"Person\",\"name\":\"Ann Lee\",\"url\":\"/ann\"}}</script>",
            "", ["Ann Lee"], "https://a.example/ann"
        ),
        (
            "<script type=application/ld+json>{\"@graph\":[{\"@type\":\"Article\",\"author\":{\"@id\":\"#a\"}},{\"@id\":\"#a\",\"@type\":\"Person\",\"name\":\"Ann Lee\"}]}</script>",
            "", ["Ann Lee"], nil
        ),
        (
            "<script type=application/ld+json>{\"@type\":\"Article\",\"author\":[\"Ann Lee\",{\"name\":\"Bo Ek\"}]}</script>",
            "", ["Ann Lee", "Bo Ek"], nil
        ),
        ("<meta name=author content='Ann Lee and Bo Ek'>", "", ["Ann Lee", "Bo Ek"], nil),
        ("<meta name=dc.creator content='Ann Lee'>", "", ["Ann Lee"], nil),
        ("", "<p class=byline>By <a href=/ann>Ann Lee</a></p>", ["Ann Lee"], "https://a.example/ann"),
        ("", "<a rel=author href=/ann>Ann Lee</a>", ["Ann Lee"], "https://a.example/ann"),
        ("", "<p>Von Ann Lee</p>", ["Ann Lee"], nil), ("", "<p>Par Ann Lee</p>", ["Ann Lee"], nil),
        ("", "<p>Por Ann Lee</p>", ["Ann Lee"], nil), ("", "<p>Автор: Анна Ли</p>", ["Анна Ли"], nil),
        (
            "",
            "<div itemscope itemtype='http://schema.org/Article'><span itemprop=author itemscope itemtype='http://schema.org/Person'><span itemprop=name>Ann Lee</span></span></div>",
            ["Ann Lee"], nil
        ),
        ("<meta property=article:author content='https://social.example/ann'>", "", [], nil),
    ]

    @Test(arguments: authors)
    func findsAuthors(head: String, body: String, names: [String], url: String?) {
        let item = page(head, body)
        #expect(item.authors.map(\.name) == names)
        #expect(item.authors.first?.url == url)
    }

    static let dates: [(head: String, body: String, date: String?)] = [
        (
            "<script type=application/ld+json>{\"@type\":\"Article\",\"datePublished\":\"2019-05-01T10:00:00+02:00\"}</script>",
            "", "2019-05-01T08:00:00Z"
        ),
        ("<meta property=article:published_time content=2019-05-01T10:00:00Z>", "", "2019-05-01T10:00:00Z"),
        ("<meta name=DC.date.issued content=2019-05-01>", "", "2019-05-01T00:00:00Z"),
        ("", "<time datetime=2019-05-01T10:00Z>yesterday</time>", "2019-05-01T10:00:00Z"),
        ("", "<p class=date>Published on 1 May 2019</p>", "2019-05-01T00:00:00Z"),
        ("", "<div class=pubdate>1. Mai 2019</div>", "2019-05-01T00:00:00Z"),
        ("", "", "2020-01-02T00:00:00Z"),
    ]

    @Test(arguments: dates)
    func findsDate(head: String, body: String, date: String?) {
        #expect(page(head, body).published.map(Timestamp.string) == date)
    }

    @Test func otherFields() {
        let item = page(
            "<html lang=ar><meta property=og:site_name content=Site><meta property=article:tag content='a, b'>"
                + "<meta property=og:image content=/i.jpg><meta property=og:image:width content=1200>")
        #expect(item.language == "ar" && item.direction == "rtl" && item.siteName == "Site" && item.tags == ["a", "b"])
        #expect(item.image == "https://a.example/i.jpg")
        #expect(item.media.thumbnails.first?.width == 1200)
    }

    @Test func nothingLiveIsLeft() {
        let page = PageParser().parse(
            Array("<article><p onclick=x()>\(Self.text)<script>x()</script><a href='javascript:x()'>y</a>".utf8))
        #expect(
            page.item.contentHTML?.contains("onclick") == false
                && page.item.contentHTML?.contains("javascript") == false)
    }

    /// Hostile sizes in linear time.
    @Test(arguments: [
        "<div>", "<div class=article-body>", "<table><tr><td>", "<b><p>", "<ul><li>", "<br>", "<a href=x>",
    ])
    func hostile(piece: String) {
        let page = String(repeating: piece, count: 8_000) + Self.text
        #expect(threadSeconds { _ = PageParser().parse(Array(page.utf8)) } < 20)
    }
}
