import HTML
import Selectors
import Testing

@testable import Page

/// What a page is for, and what each kind keeps and leaves: the texts of a page begin with `Own` where they are its content,
/// with `Other` where they are not.
struct PageKindTests {
    private static func own(_ count: Int, _ tag: String = "p") -> String {
        (1...count).map {
            "<\(tag)>Own sentence \($0) is about the bridge that was old, and about what it took to mend it again.</\(tag)>"
        }.joined()
    }

    private static func facts(
        _ types: Set<String> = [], path: String = "/x", host: String = "example.org", type: String = ""
    ) -> PageFacts {
        var facts = PageFacts()
        (facts.types, facts.path, facts.host, facts.openGraphType) = (types, path, host, type)
        return facts
    }

    private static func card(_ number: Int, price: Bool = false) -> String {
        "<div class=card><h3><a href=/\(number)>Own title \(number) of a thing</a></h3>"
            + (price ? "<p>$\(number)9.00</p>" : "<p>Own words on thing \(number).</p>") + "</div>"
    }

    private static let frame =
        "<nav><a href=/a>Other link</a><a href=/b>Other link</a></nav><main>%</main><footer>Other words below, at some length, on the firm and its rights.</footer>"

    private static func page(_ body: String) -> String { frame.replacing("%", with: body) }

    static let decisions: [(name: String, facts: PageFacts, body: String, kind: PageKind)] = [
        ("prose without any facts", facts(), page("<h1>T</h1>" + own(30)), .article),
        ("a post that says so", facts(["blogposting"], path: "/blog/a-b"), page(own(20)), .article),
        (
            "teasers below a declared article", facts(["newsarticle"]),
            page(own(20) + (1...12).map { card($0) }.joined()), .article
        ),
        (
            "prices in a declared article", facts(["article"], path: "/blog/best-of"),
            page(own(30) + (1...9).map { card($0, price: true) }.joined()), .article
        ),
        ("a forum's own type", facts(["discussionforumposting"]), page(own(9)), .forum),
        ("a question with answers", facts(["question", "answer"], path: "/questions/12/why"), page(own(9)), .forum),
        ("questions that a firm answers itself", facts(["faqpage", "question", "answer"]), page(own(30)), .article),
        (
            "a thread by its address", facts(path: "/threads/old-bridge.12/", host: "forums.example.org"), page(own(9)),
            .forum
        ),
        (
            "a product", facts(["product"], path: "/products/bridge"),
            page(own(3) + "<p>$12</p><button>Add to cart</button>"), .product
        ),
        (
            "a shelf", facts(path: "/collections/bridges"), page((1...24).map { card($0, price: true) }.joined()),
            .collection
        ),
        (
            "a list of entries", facts(["collectionpage", "itemlist"], path: "/topic/bridges"),
            page((1...40).map { card($0) }.joined()), .listing
        ),
        (
            "a list of entries with texts", facts(path: "/news"),
            page(
                (1...20).map { "<div class=e><h3><a href=/\($0)>Own title \($0) of an entry</a></h3>\(own(1))</div>" }
                    .joined()),
            .listing
        ),
        (
            "a list of entries with texts that says it is an article of a day",
            {
                var facts = Self.facts(path: "/topic/bridges", type: "article")
                facts.isDated = true
                return facts
            }(),
            page(
                (1...20).map { "<div class=e><a href=/\($0)>Own title \($0) of an entry</a>\(own(1))</div>" }.joined()),
            .listing
        ),
        (
            "an article of sections with a link in each", facts(path: "/guide"),
            page(
                "<h1>T</h1>"
                    + (1...20).map { "<div class=e><h3>Own \($0)</h3>\(own(3))<a href=/\($0)>More</a></div>" }.joined()),
            .article
        ),
        (
            "posts that are like elements with links", facts(["discussionforumposting"]),
            page((1...20).map { "<div class=e><a href=/u/\($0)>Own author of post \($0)</a>\(own(1))</div>" }.joined()),
            .forum
        ),
        (
            "a product above many others", facts(["product", "offer"], path: "/x", type: "product"),
            page(own(2) + (1...40).map { "<article>\(card($0))</article>" }.joined() + "<p>$12</p>"), .product
        ),
        (
            "a list that is declared, with some prose",
            facts(["collectionpage", "itemlist"], path: "/recipes", type: "article"),
            page(own(24) + (1...20).map { card($0) }.joined()), .listing
        ),
        (
            "a manual", facts(path: "/docs/start", host: "docs.example.org"),
            page(own(9) + String(repeating: "<pre>a</pre>", count: 9)), .documentation
        ),
        (
            "what a firm offers", facts(["service"], path: "/services/bridges"),
            page(
                (1...14).map {
                    "<section><h2>Own \($0)</h2><p>Own short words on what we do.</p><p>Own more, \(String(repeating: "and more ", count: 8))</p></section>"
                }.joined()), .service
        ),
    ]

    @Test(arguments: decisions)
    func decides(_ name: String, _ facts: PageFacts, _ body: String, _ kind: PageKind) {
        let page = HTMLDocument(body)
        let decision = PageKindDecision(facts, PageStructure(page, PageMeasure(page)))
        #expect(decision.kind == kind, "\(decision.points)")
    }

    private static func post(_ number: Int) -> String {
        """
        <article class="message message--post"><section class="message-user"><h4 class="message-name">Own author \(number)</h4>\
        <div class="message-userExtras"><dl><dt>Other count</dt><dd>12</dd></dl></div></section>\
        <div class="message-content"><time>Own day \(number)</time><p>Own answer \(number) on the bridge, with what was seen there.</p></div>\
        <footer class="message-footer"><a href=#>Reply</a></footer></article>
        """
    }

    static let contents: [(name: String, facts: PageFacts, body: String, count: Int)] = [
        (
            "posts with authors and times", facts(["discussionforumposting"]),
            page(
                "<h1>Other title</h1>" + (1...4).map(post).joined()
                    + "<div class=similar><h3>Similar threads</h3><a href=/1>Other thread</a></div>"),
            12
        ),
        (
            "a thread for readers without scripts", facts(path: "/t/bridge/12", host: "discuss.example.org"),
            "<div id=app>Loading</div><noscript><div role=main>" + own(6) + "</div></noscript>", 6
        ),
        (
            "remarks under answers", facts(["question", "answer"], path: "/questions/12/why"),
            page(
                (1...3).map {
                    "<div class=answer>\(own(3).replacing("sentence", with: "answer \($0)"))<div class=comments><p>Other remark on it, \($0).</p></div></div>"
                }.joined()), 9
        ),
        (
            "answers that are called remarks", facts(["question", "answer"], path: "/questions/12/why"),
            page(
                own(1)
                    + (1...3).map {
                        "<div class=comment>\(own(3).replacing("sentence", with: "answer \($0)"))</div>"
                    }.joined()), 10
        ),
        (
            "who is quoted, over what is said above", facts(["discussionforumposting"]),
            page(
                own(3) + "<p>Other author said:</p><blockquote>" + own(1) + "</blockquote><p>Own reply to it:</p>"
                    + own(1).replacing("sentence", with: "line")),
            5
        ),
        (
            "labels and letters between posts", facts(["discussionforumposting"]),
            page(
                (1...3).map { "<div><span>O</span><p>Own answer \($0) to it.</p><p>Edited May 2 by Other</p></div>" }
                    .joined() + "<p>Create an account or Other</p>"),
            3
        ),
        (
            "a quotation of an earlier post", facts(["discussionforumposting"]),
            page(own(3) + "<blockquote>" + own(1) + "</blockquote><p>Own reply to it, in some words.</p>"), 4
        ),
        (
            "entries with titles and texts", facts(["collectionpage", "itemlist"], path: "/topic/b"),
            page((1...40).map { card($0) }.joined()), 80
        ),
        (
            "a shelf without its filters", facts(path: "/collections/bridges", type: "product.group"),
            page(
                "<div class=facets><label>Other filter</label></div>"
                    + (1...24).map { card($0, price: true).replacing("$", with: "Own $") }.joined()), 48
        ),
        (
            "a card that says its title twice", facts(path: "/collections/bridges", type: "product.group"),
            page(
                (1...20).map { "<div><div>Own title \($0)</div><h3>Own title \($0)</h3><p>$\($0)</p></div>" }.joined()),
            20
        ),
        (
            "a card with labels for readers of screens", facts(path: "/collections/bridges", type: "product.group"),
            page(
                "<a href=#p>Skip to products</a>"
                    + (1...20).map {
                        "<div><a href=/\($0)>Own title \($0) </a><h3>Own title \($0)</h3><p><span class=visually-hidden>Other price</span> Own $\($0)</p><p><span class=visually-hidden>Other sale</span>Own $\($0)</p><small>/</small></div>"
                    }.joined()),
            40
        ),
        (
            "a product without its reviews", facts(["product"], path: "/products/b", type: "product"),
            page(
                "<h1>Own name</h1>" + own(3)
                    + "<table><tr><td>Own width</td><td>2 m</td></tr></table><div class=product-reviews><p>Other words of a buyer who liked it.</p></div><section><h2>You may also like</h2><a href=/2>Other bridge</a></section>"
            ),
            5
        ),
        (
            "sections that fold up", facts(["service"], path: "/services/b"),
            page(
                own(3)
                    + "<h3><button>Own question?</button></h3><div hidden><p>Own answer that is hidden until then.</p></div>"
                    + own(14, "li")), 19
        ),
        (
            "a manual with code, notes and tables", facts(path: "/docs/b", host: "docs.example.org"),
            page(
                own(4)
                    + "<pre>Own code</pre><div class=note><p>Own note.</p></div><table><tr><td>Own cell</td></tr></table><aside>Other page</aside><div class=toc><a href=#a>Other section</a></div>"
            ),
            7
        ),
        (
            "a notice on cookies that is longer than the page", facts(["discussionforumposting"]),
            "<div>" + own(3) + "</div><div id=onetrust-consent-sdk>" + own(40).replacing("Own", with: "Other")
                + "</div>", 3
        ),
    ]

    @Test(arguments: contents)
    func keepsContent(_ name: String, _ facts: PageFacts, _ body: String, _ count: Int) throws {
        var hints = ArticleHints()
        hints.facts = facts
        let found = try #require(HTMLDocument(body).article(hints))
        #expect(found.html.ranges(of: "Own").count == count, "\(found.html)")
        #expect(!found.html.contains("Other"), "\(found.html)")
    }

    /// The frame of a site, which scripts would fill, is nothing to read; a short page of which the title speaks is.
    @Test(
        arguments: [
            ("Striped wooden table lamp with brass shade", false), ("Help center with disputes and reports", true),
            ("Lamp", true),
        ] as [(String, Bool)])
    func readsNoFrame(_ title: String, _ isContent: Bool) {
        var hints = ArticleHints()
        hints.title = title
        hints.facts = Self.facts(type: "product")
        let page =
            "<div><p>Help</p><p>Help center, disputes, reports, and the policy on returned things of all kinds</p></div><div><p>Languages</p><p>Russian, Portuguese, Spanish, French, German, Italian</p></div>"
        #expect((HTMLDocument(page).article(hints) != nil) == isContent)
    }

    @Test(
        "names of parts are compared as words",
        arguments: [
            ("footer-links", true), ("pageFooter", true), ("has-footer", false), ("footerless", false),
            ("with_menu", false), ("main-menu x", true), ("search-results", false), ("search-form", true),
        ] as [(String, Bool)])
    func readsNames(_ name: String, _ isFrame: Bool) {
        #expect(PartMarks(of: name.utf8).contains(.frame) == isFrame)
    }
}
