import HTML
import Selectors
import Testing

@testable import Page

/// What is taken of a page that is no article: each cause of loss with what must go (`Other`) and what must stay (`Own`).
struct RegionTests {
    private static func facts(_ types: Set<String> = [], path: String, type: String = "") -> PageFacts {
        var facts = PageFacts()
        (facts.types, facts.path, facts.openGraphType, facts.host) = (types, path, type, "example.org")
        return facts
    }

    private static let product = facts(["product", "offer"], path: "/products/lamp", type: "product")
    private static let shelf = facts(path: "/collections/lamps", type: "product.group")
    private static let list = facts(["collectionpage", "itemlist"], path: "/topic/lamps")
    private static let service = facts(["service"], path: "/services/lamps")

    /// Sentences of about 100 characters, none like another.
    private static func text(_ word: String, _ range: ClosedRange<Int>) -> String {
        range.map {
            "<p>\(word) text \($0): the lamp that is number \($0) gives light to those who read in the evening hours.</p>"
        }
        .joined()
    }

    private static func cards(_ range: ClosedRange<Int>, _ inner: String = "") -> String {
        range.map {
            "<div class=card><h3><a href=/\($0)>Own lamp \($0)</a></h3>\(inner)\(text("Own", $0...$0))</div>"
        }.joined()
    }

    private static let contents: [(name: String, facts: PageFacts, body: String)] = [
        (
            "bars over the title", product,
            "<div class=bar><p>Other offers</p><a href=/sale>Other sale of the week, with rebates</a></div><h1>Own lamp</h1>"
                + text("Own", 1...8) + "<p>$12</p>"
        ),
        (
            "texts over the first heading of that rank", product,
            text("Own", 1...8) + "<p>$12</p><h1>Own last words</h1>" + text("Own", 9...9)
        ),
        (
            "a thread's bar with its title", facts(["discussionforumposting"], path: "/t/lamp"),
            "<header><h1>Other title</h1><p>Other search, Other menu</p></header>"
                + (1...4).map { "<article>\(text("Own", $0...$0))</article>" }.joined()
        ),
        (
            "headings of the first rank in later posts", facts(["discussionforumposting"], path: "/t/lamp"),
            (1...20).map {
                "<article>\(text("Own", $0...$0))" + ($0 == 2 ? "<h1>A heading in a post</h1>" : "")
                    + "</article>"
            }.joined()
        ),
        (
            "headings of the first rank in later entries", list,
            (1...40).map { "<article>\(text("Own", $0...$0))" + ($0 == 3 ? "<h1>Own part</h1>" : "") + "</article>" }
                .joined()
        ),
        (
            "a sentence or two over the first heading", service,
            text("Own", 1...4) + "<h1>Own offer</h1>"
                + (1...60).map {
                    "<section><h2>Own offer \($0)</h2><p>Own short words on offer \($0).</p><p>Own text \($0), on the lamps that are mended here, by whom and how</p></section>"
                }
                .joined()
        ),
        (
            "links between the parts of a product", product,
            "<h1>Own lamp</h1><div><a href=/brand>Other lamps of the maker</a></div>" + text("Own", 1...8)
                + "<h2><a href=#f>Own features</a></h2><ul><li>Own switch <a href=/s>with a dimmer</a></ul><p>$12</p>"
        ),
        (
            "labels of links on cards", shelf,
            (1...24).map {
                "<div><a href=/\($0)>Other look</a><h3><a href=/\($0)>Own \($0)</a></h3><a href=/\($0)>Own lamp number \($0) of brass</a><p>Own $\($0)</p></div>"
            }.joined()
        ),
        (
            "titles of cards that are short links", shelf,
            (1...24).map { "<div><a href=/\($0)>Own lamp \($0)</a><p>Own $\($0)</p></div>" }.joined()
        ),
        (
            "titles of cards that are one link each", shelf,
            (1...24).map { "<a href=/\($0)><div>Own \($0)</div><p>Own $\($0)</p></a>" }.joined()
        ),
        (
            "labels of cards that are one link each", shelf,
            (1...24).map {
                "<a href=/\($0)><div>Other look</div><div>Own lamp number \($0) of brass</div><h3>Own \($0)</h3><p>Own $\($0), or Own $\($0) with a cord</p></a>"
            }.joined()
        ),
        (
            "labels of links on a page of services", service,
            (1...20).map {
                "<section><h2>Own offer \($0)</h2><p>Own short words on offer \($0).</p><p><a href=/a>Other more</a></p><p><a href=/b>Own lamps that we repair for \($0)</a></p></section>"
            }.joined() + text("Own", 1...6)
        ),
        (
            "labels between entries with texts", list,
            cards(1...40, "<p>Other day</p><p>Other author</p><p>Own line before the text</p>")
        ),
        (
            "a time under the title of an entry with a text", list,
            (1...40).map { "<div class=card>\(text("Own", $0...$0))<p>Own title \($0)</p></div>" }.joined()
        ),
        (
            "entries of a few words each", list,
            (1...40).map { "<div class=card><a href=/\($0)>Own lamp \($0)</a><p>Own day \($0)</p></div>" }.joined()
        ),
        (
            "figures in the cells of a list with texts", list,
            cards(1...30) + "<table>"
                + (1...9).map { "<tr><td>Own cell \($0)<td>Own sum \($0)<td>Own day \($0)</tr>" }.joined() + "</table>"
        ),
        (
            "a list whose texts have no spaces", list,
            (1...40).map {
                "<div class=card><h3><a href=/\($0)>Own\($0)</a></h3><p>Own\($0)夜に本を読む人のための真鍮のランプで明るさを調節できます。</p></div>"
            }.joined()
        ),
        (
            "what readers said of a list", list,
            cards(1...30) + "<div id=comments><h2>Other voices</h2>\(text("Other", 1...6))</div>"
        ),
        (
            "remarks that are the list", list,
            "<div class=comments>" + cards(1...30) + "</div>"
        ),
        (
            "a price for readers of screens", product,
            "<h1>Own lamp</h1>" + text("Own", 1...8)
                + "<p><span>Own $12</span><span aria-hidden=true>Other $12</span></p>"
        ),
        (
            "a page that a dialog hides from readers of screens", product,
            "<div aria-hidden=true><h1>Own lamp</h1>" + text("Own", 1...8) + "<p>Own $12</p></div>"
        ),
        (
            "a description that opens over the page", product,
            "<h1>Own lamp</h1>" + text("Own", 1...6)
                + "<div class=product-details-modal><p>Own words on the lamp's switch, its cord and the brass that it is made of.</p></div>"
                + "<div class=newsletter-modal>\(text("Other", 1...2))</div><div class=size-guide-popup><p>Other sizes</p></div><p>$12</p>"
        ),
        (
            "sections that fold up in a list of tabs", shelf,
            cards(1...24)
                + "<div role=tablist><div role=tab>Own question?</div><div role=tabpanel>\(text("Own", 30...31))</div></div>"
                + "<div role=tablist><a role=tab href=#a>Other tab</a><a role=tab href=#b>Other tab</a></div>"
        ),
        (
            "boxes of other things", product,
            "<h1>Own lamp</h1>" + text("Own", 1...8)
                + [
                    "Explore related items", "Featured products", "Stock alerts", "Notify me when it is back",
                    "Recent events", "Trending now", "Subscribe and save",
                ].map { "<section><h2>\($0)</h2><p>Other thing in a box, which is not the lamp</p></section>" }.joined()
                + "<section><h2>Own warranty</h2><p>Own promise</p></section><p>$12</p>"
        ),
    ]

    @Test(arguments: contents)
    func keepsContent(_ name: String, _ facts: PageFacts, _ body: String) throws {
        var hints = ArticleHints()
        hints.facts = facts
        let page = "<body><div>\(body)</div><footer>Other rights</footer>"
        let found = try #require(HTMLDocument(page).article(hints))
        #expect(found.html.ranges(of: "Own").count == body.ranges(of: "Own").count, "\(found.html)")
        #expect(!found.html.contains("Other"), "\(found.html)")
    }

    /// A long line is said once on a page of entries, and short ones as often as there are.
    @Test(arguments: [("Own lamp of brass that you may have seen", 1), ("Own lamp", 3)] as [(String, Int)])
    func saysLinesAgain(_ line: String, _ count: Int) throws {
        var hints = ArticleHints()
        hints.facts = Self.list
        let body = (1...3).map { block in
            let others = (1...5).map {
                "<h3><a href=/\(block)-\($0)>Lamp \(block)-\($0) of the week, with a shade</a></h3>"
            }
            return "<div><h3><a href=/1>\(line)</a></h3></div>" + others.joined()
        }.joined()
        let others = (1...20).map { "<p><a href=/x\($0)>Lamp \($0) that was sold last year in a shop</a></p>" }.joined()
        let found = try #require(HTMLDocument(body + others).article(hints))
        #expect(found.html.ranges(of: line).count == count, "\(found.html)")
    }
}
