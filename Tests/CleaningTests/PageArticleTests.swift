import Foundation
import HTML
import Model
import Testing

@testable import Cleaning

/// What templates put around and within an article, by shape and in several languages: each case is a page with an article
/// whose paragraphs begin with `Own`, and with text of others that begins with `Other`.
struct PageArticleTests {
    private static func own(_ count: Int, _ tag: String = "p") -> String {
        (1...count).map { number in
            "<\(tag)>Own paragraph \(number) says that the bridge, which was old, has been mended at last by forty people.</\(tag)>"
        }.joined()
    }

    private static func teaser(_ number: Int) -> String {
        "<div class=c><a href=/\(number)><h3>Other title \(number) of a story</h3></a><p>Other words that tell what it is about.</p></div>"
    }

    private static func remark(_ number: Int, name: String = "m") -> String {
        "<div class=\(name)><b>Someone \(number)</b><p>Other people said what they think of it, at length, with commas, and did not stop for a while.</p></div>"
    }

    private static let teasers = (1...6).map(teaser).joined()
    private static let title = "<h1>A bridge is mended</h1>"

    static let pages: [(name: String, body: String, count: Int)] = [
        ("teasers under one paragraph", "<div><div>\(title)\(own(1))</div><div>\(teasers)</div></div>", 1),
        ("two cards beside the text", "<div>\(title)<div>\(own(6))</div><div>\(teaser(1))\(teaser(2))</div></div>", 6),
        (
            "a list of links without paragraphs",
            "<div>\(title)\(own(3))<ul><li><a href=/1>Other title of a story</a><li><a href=/2>Other title again</a></ul>\(own(4))</div>",
            7
        ),
        (
            "more remarks than article",
            "<main>\(title)<div>\(own(4))</div><div class=discussion>\((1...30).map { remark($0) }.joined())</div></main>",
            4
        ),
        (
            "a second article",
            "<div><article>\(title)<div>\(own(4))</div></article><article><h1>Other story</h1><div>\(own(9).replacing("Own", with: "Other"))</div></article></div>",
            4
        ),
        (
            "parts in like containers",
            "<div>\(title)<div class=r><div><div class=t>\(own(2))</div></div></div><div class=r><div><div class=t>\(own(2))</div></div></div><div class=r><div><div class=t>\(own(2))</div></div></div></div>",
            6
        ),
        (
            "a box with a form",
            "<article>\(title)\(own(4))<div><h3>Other news by mail</h3><p>Other words on what comes, every morning, for nothing.</p><form><input type=email><button>Go</button></form><p>Other words on <a href=/t>terms</a>.</p></div>\(own(4))</article>",
            8
        ),
        (
            "a box on the author",
            "<article>\(title)<div>\(own(6))</div><div class=author-card><h4>Other</h4><p>Other words about who wrote it, and where, and how long.</p></div></article>",
            6
        ),
        (
            "a dialog on cookies",
            "<div id=onetrust-consent-sdk>\(own(5).replacing("Own", with: "Other"))</div><div>\(title)<div>\(own(3))</div></div>",
            3
        ),
        (
            "a column of links in a table",
            "<table><tr><td>\((1...9).map { "<a href=/\($0)>Other title of a story</a><br>" }.joined())<td>\(title)\(own(6))</table>",
            6
        ),
        (
            "a paragraph that is a title",
            "<article>\(title)\(own(6))<p><a href=/x><b>Other title of a story in the middle</b></a></p>\(own(6))</article>",
            12
        ),
        (
            "lines of the publisher",
            "<article>\(title)<p>2. März 2024, 10:00 Uhr</p>\(own(6))<p>- Advertisement -</p>\(own(2))<p>(This story has not been edited by our staff.)</p><p>Published 2 March 2024</p></article>",
            8
        ),
        (
            "sections that fold up",
            "<main>\(title)\(own(4))<h3><button>Own question</button></h3><div>\(own(1))</div></main>", 6
        ),
        (
            "an article with a sidebar",
            "<div><p>Other words of a notice.</p></div><article class=has-sidebar>\(title)\(own(6))</article>", 6
        ),
        ("a wrapper with a menu", "<div id=page class=with-menu><div>\(title)\(own(6))</div></div>", 6),
        ("the only main is called sidebar", "<main class=sidebar-page>\(title)\(own(6))</main>", 6),
        ("a column of teasers", "<main>\(title)\(own(6))</main><div class=sidebar>\(teasers)</div>", 6),
        (
            "parts that an editor calls widgets",
            "<article>\(title)\(own(2))<div class=ck-widget><h3>A</h3>\(own(2))</div><div class=meta><h3>B</h3>\(own(2))</div></article>",
            6
        ),
        (
            "a short post under long comments",
            "<article>\(title)<div class=entry-content>\(own(1))</div></article><div id=comments>\(own(9, "li").replacing("Own", with: "Other"))</div>",
            1
        ),
        (
            "a short post and its author",
            "<article>\(title)<div class=entry-content>\(own(1))</div><div class=author-info>\(own(4).replacing("Own", with: "Other"))</div></article>",
            1
        ),
        (
            "a post of links and a notice on cookies",
            "<div class=entry-content>\(title)<ul>\((1...8).map { "<li><a href=https://b\($0).example/>Own link to pond \($0)</a>" }.joined())</ul></div><div class=cookie-law>\(own(2).replacing("Own", with: "Other"))</div>",
            8
        ),
        (
            "parts that React's server sends later",
            "<main>\(title)<p>Own first words.</p><template id=B:1></template></main><div hidden id=S:1>\(own(6))</div>",
            7
        ),
        (
            "a hidden box that nothing waits for",
            "<main>\(title)\(own(6))</main><div hidden id=S:1>\(own(9).replacing("Own", with: "Other"))</div>", 6
        ),
        (
            "teasers within the site's content",
            "<div class=site-content><div><main><article>\(title)\(own(9))</article></main></div><div>\(remark(1))\(remark(2))\(remark(3))</div></div>",
            9
        ),
        (
            "a section that ends in links",
            "<article>\(title)<div><h2>A</h2><div><p>Own words on what was done in May.</p><ul>\((1...6).map { "<li><a href=https://b\($0).example/>Own link to a part \($0)</a>" }.joined())</ul></div></div><div>\(own(2))</div></article>",
            9
        ),
        (
            "steps that fold up, under buttons",
            "<main>\(title)\(own(6))\((1...3).map { "<div><button aria-controls=f\($0)>Own step \($0) of all</button><div id=f\($0) style='display: none'>\(own(2))</div></div>" }.joined())</main>",
            15
        ),
        (
            "a region that is hidden until it is asked for",
            "<main>\(title)\(own(6))<div role=region hidden>\(own(4))</div></main>", 10
        ),
        (
            "a menu that a button opens",
            "<main>\(title)\(own(6))<button aria-controls=m>Other menu</button><ul id=m hidden>\((1...9).map { "<li><a href=/\($0)>Other page of the site, number \($0), with a long name</a>" }.joined())</ul></main>",
            6
        ),
        (
            "a hidden box that no button opens",
            "<main>\(title)\(own(6))<div hidden>\(own(4).replacing("Own", with: "Other"))</div></main>", 6
        ),
        (
            "a button that shows more",
            "<main>\(title)\(own(6))<button aria-controls=r>Show more</button><div id=r>\(own(4))</div></main>", 10
        ),
        (
            "lists of sentences in parts that are called widgets",
            "<article>\(title)\(own(4))\((1...4).map { "<div class=site-widget><h3>Part \($0)</h3><ul>\(own(3, "li").replacing("paragraph", with: "line \($0),"))</ul></div>" }.joined())</article>",
            16
        ),
        (
            "a list of links in a widget",
            "<article>\(title)\(own(4))<div class=site-widget><h3>Other part</h3><ul>\((1...6).map { "<li><a href=/\($0)>Other page of the site, number \($0), with a long name to read</a>" }.joined())</ul></div></article>",
            4
        ),
        (
            "names that speak of overflow",
            "<article>\(title)\(own(4))\((1...4).map { "<div class='grid overflow-hidden'><h4>Part \($0)</h4><p>Own words.</p><ul><li>Own point, short.<li>Own point, too.</ul></div>" }.joined())</article>",
            16
        ),
        (
            "a list with a picture at each line",
            "<article>\(title)\(own(4))<section><ul>\((1...4).map { "<li><span><img src=/tick.svg></span><span>Own point \($0) of the list, in a few words.</span>" }.joined())</ul></section></article>",
            8
        ),
        (
            "a quotation with a link in a box",
            "<article>\(title)\(own(3))<div><blockquote><p>Own words, <a href=/a>as they say</a>, on it.</p></blockquote></div>\(own(3))</article>",
            7
        ),
    ]

    /// A part goes where the template of its name is, whatever stands between them.
    @Test func putsStreamedPartsInPlace() throws {
        let page =
            "<title>A bridge</title><main><h1>A bridge</h1><p>Own one.</p><template id=B:1></template><p>Own four.</p></main><div hidden id=S:1><p>Own two.</p><template id=P:2></template></div><div hidden id=S:2><p>Own three.</p></div>\(Self.own(1))"
        let text = try #require(PageParser().parse(Array(page.utf8), url: "https://a.example/x").item.contentText)
        #expect(text.split(separator: "\n").prefix(4) == ["Own one.", "Own two.", "Own three.", "Own four."])
    }

    @Test(arguments: ["<time>%:05</time>", "<span class=time>%:05</span>"])
    func keepsTheTimesOfALivePage(time: String) throws {
        let entries = (10...13).map {
            "<div>\(time.replacing("%", with: "\($0)"))<h2>Level \($0)</h2>\(Self.own(1))</div>"
        }
        let page = "<title>A bridge</title><article><h1>A bridge</h1>\(entries.joined())</article>"
        let text = try #require(PageParser().parse(Array(page.utf8), url: "https://a.example/x").item.contentText)
        for hour in 10...13 { #expect(text.contains("\(hour):05")) }
    }

    @Test func saysAGallerysCaptionOnce() throws {
        let caption =
            "<div><p>Ann and Bert shake hands beside the pond. less</p><p>Ann and Bert shake hands ... more</p></div>"
        let gallery =
            "<div><ul><li><img src=/a.jpg>\(caption)</li></ul><div><div>Image 1 of 8</div><div>\(caption)</div></div></div>"
        let page = "<title>A fair</title><article><h1>A fair</h1>\(gallery)\(Self.own(9))</article>"
        let text = try #require(PageParser().parse(Array(page.utf8), url: "https://a.example/x").item.contentText)
        #expect(text.ranges(of: "shake hands").count == 1)
        #expect(!text.contains("1 of 8"))
    }

    /// A refrain, and a list of equal answers, are the author's.
    @Test func keepsWhatAnArticleRepeats() throws {
        let refrain = "<p>And the bells rang over the river all night.</p>"
        let page =
            "<title>A song</title><article><h1>A song</h1>\(Self.own(2))\(refrain)\(Self.own(2))\(refrain)</article>"
        let text = try #require(PageParser().parse(Array(page.utf8), url: "https://a.example/x").item.contentText)
        #expect(text.ranges(of: "the bells rang").count == 2)
    }

    @Test(arguments: pages)
    func findsArticle(name: String, body: String, count: Int) throws {
        let page = "<title>A bridge is mended</title><body><nav><a href=/>Other</a></nav>\(body)<footer>Other</footer>"
        let item = PageParser().parse(Array(page.utf8), url: "https://a.example/x").item
        let text = try #require(item.contentText)
        #expect(text.ranges(of: "Own ").count == count, "\(name): \(text)")
        for word in ["Other", "Advert", "edited", "Published", "März"] where text.contains(word) {
            Issue.record("\(name): \(word) in \(text)")
        }
    }

    @Test func keepsListsOfThings() throws {
        let items = (1...6).map {
            "<div class=item><h3><a href=/buy/\($0)>Own thing \($0)</a></h3><p>Own words on the thing, how it looks, what it does and what it costs.</p></div>"
        }.joined()
        let page = "<title>The best things</title><article><h1>The best things</h1>\(Self.own(2))\(items)</article>"
        let text = try #require(PageParser().parse(Array(page.utf8), url: "https://a.example/x").item.contentText)
        #expect(text.ranges(of: "Own thing").count == 6)
        #expect(text.ranges(of: "Own words").count == 6)
    }

    @Test func keepsLinksThatALineLeadsTo() throws {
        let page =
            "<title>A bridge</title><article><h1>A bridge</h1>\(Self.own(5))<p>Own sources are these:</p><ul><li><a href=/1>The plan of the bridge</a><li><a href=/2>The letter of the mayor</a></ul></article>"
        let text = try #require(PageParser().parse(Array(page.utf8), url: "https://a.example/x").item.contentText)
        #expect(text.contains("The plan of the bridge"))
    }

    @Test func takesTheTextOfLinkedDataWhereScriptsMakeThePage() throws {
        let body = (1...6).map {
            "Own paragraph \($0) with <b>marks</b> & words, told to machines only, and long enough."
        }
        .joined(separator: "\\n\\n")
        let data = "{\"@type\":\"NewsArticle\",\"headline\":\"A bridge\",\"articleBody\":\"\(body)\"}"
        let page =
            "<title>A bridge</title><script type=application/ld+json>\(data)</script><div id=root></div><p>Please turn scripts on, or nothing will be seen here.</p>"
        let item = PageParser().parse(Array(page.utf8), url: "https://a.example/x").item
        #expect(item.contentText?.ranges(of: "Own").count == 6)
        #expect(item.contentText?.contains("scripts") == false)
        #expect(item.contentText?.contains("<b>") == false)
        #expect(item.contentHTML?.contains("<b>marks</b>") == true)
    }

    @Test func dropsWhatLinkedDataDoesNotHave() throws {
        let text = Self.own(12).replacing("<p>", with: "").replacing("</p>", with: "\\n")
        let data = "{\"@type\":\"NewsArticle\",\"headline\":\"A bridge\",\"articleBody\":\"\(text)\"}"
        let words =
            "words of somebody else, who writes for money, and who has nothing to say about rivers or their banks"
        let other = "<div><p>Other \(words).</p><p>Other \(words), as was seen.</p></div>"
        let page =
            "<title>A bridge</title><script type=application/ld+json>\(data)</script><div><h1>A bridge</h1><div>\(Self.own(12))\(other)</div></div>"
        let item = PageParser().parse(Array(page.utf8), url: "https://a.example/x").item
        #expect(item.contentText?.ranges(of: "Own").count == 12)
        #expect(item.contentText?.contains("Other") == false)
    }

    static let facts: [(head: String, body: String, author: String?, date: String?)] = [
        ("", "<h1>A bridge</h1><div><a href=/@ann>Ann Lee</a><div>Mar 2, 2024</div></div>", "Ann Lee", "2024-03-02"),
        ("", "<h1>A bridge</h1><div><div>By Ann Lee</div><div>Correspondent</div></div>", "Ann Lee", nil),
        ("", "<h1>A bridge</h1><p>Ann Lee</p><span>Sat 2 Mar 2024 10.00 GMT</span>", nil, "2024-03-02"),
        ("", "<h1>A bridge</h1><p class=byline>Ann Lee (Editor)</p>", "Ann Lee", nil),
        ("", "<h1>A bridge</h1><p class=byline>Ann Lee For The Paper</p>", "Ann Lee", nil),
        (
            "", "<h1>A bridge</h1>" + (1...4).map { "<div><span class=c__date>\($0) May 2024</span></div>" }.joined(),
            nil,
            nil
        ),
    ]

    @Test(arguments: facts)
    func readsWhatStandsByTheHeading(head: String, body: String, author: String?, date: String?) {
        let isRow = body.contains("c__date")
        let parts = isRow ? ["<h1>A bridge</h1>", Self.own(9), body] : [body, Self.own(9)]
        let page = "<title>A bridge</title>\(head)<body>\(parts.joined())</body>"
        let item = PageParser().parse(Array(page.utf8), url: "https://a.example/x").item
        #expect(item.authors.first?.name == author)
        let day = item.published.map { $0.formatted(.iso8601.year().month().day()) }
        #expect(day == date)
    }

    @Test(arguments: [
        (
            "New rules on short-term rentals: what we know so far",
            "New rules on short-term rentals: what we know so far"
        ),
        ("王丽华还记得老剧院的那一天 - 港口网", "王丽华还记得老剧院的那一天"),
    ])
    func cutsTitle(title: String, expected: String) {
        let page = "<title>\(title)</title><body>\(Self.own(9))</body>"
        #expect(PageParser().parse(Array(page.utf8), url: "https://a.example/x").item.title == expected)
    }
}
