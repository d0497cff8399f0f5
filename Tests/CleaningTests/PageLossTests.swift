import Foundation
import Model
import Testing

@testable import Cleaning

/// What makes a reader of pages lose an article, or take something else for it: each cause with several names, templates and
/// languages. An article's texts begin with `Own`, those of others with `Other`.
struct PageLossTests {
    private static let title = "<h1>The bridge is open again</h1>"

    /// Paragraphs of about 135 characters, none like another.
    private static func own(_ range: ClosedRange<Int> = 1...12) -> String {
        range.map { number in
            "<p>Own text \(number): \(subjects[number % subjects.count]) \(deeds[number % deeds.count]), as people say who live near.</p>"
        }.joined()
    }

    private static let subjects = [
        "the old bridge over the river", "a committee of four engineers", "the mayor and her deputy",
        "the baker on the corner", "one of the carpenters", "a school class from the valley", "the choir",
    ]
    private static let deeds = [
        "was said to have needed more care than anybody had given it",
        "could not agree on what was to be paid, or when",
        "came on Tuesday, in the rain, and stayed until the evening",
        "had, by the end of the week, changed plans once more",
        "went home with a story that will be told for years",
    ]

    private static func others(_ count: Int, _ element: String = "div") -> [String] {
        (1...count).map { number in
            "<\(element)><p>Other words, number \(number), on what was done here: \(deeds[number % deeds.count]), and \(deeds[(number + 2) % deeds.count]).</p></\(element)>"
        }
    }

    private static func short(_ count: Int) -> String {
        "<p>"
            + ("Own news: the bridge over the river is open. "
            + String(repeating: "It was a long time, and the town is glad. ", count: 12)).prefix(count) + "</p>"
    }

    private static func text(of body: String, style: String = "", data: String = "") -> String {
        let page =
            "<title>The bridge is open again</title>\(style)\(data)<body><nav><a href=/>Other home</a></nav>\(body)<footer>Other rights</footer>"
        return PageParser().parse(Array(page.utf8), url: "https://a.example/2024/bridge").item.contentText ?? ""
    }

    private static func expect(
        _ body: String, style: String = "", data: String = "", count: Int? = nil, _ name: String,
        _ location: SourceLocation = #_sourceLocation
    ) {
        let text = text(of: body, style: style, data: data)
        let found = text.ranges(of: "Own ").count
        #expect(
            found == count ?? body.ranges(of: "Own ").count, "\(name): \(text.prefix(300))", sourceLocation: location)
        #expect(!text.contains("Other"), "\(name): \(text.suffix(300))", sourceLocation: location)
    }

    // MARK: Names

    @Test(arguments: [
        "has-sidebar", "with-sidebar", "sidebar-right", "sidebar", "widget", "banner-page", "has-comments", "community",
        "menu-page", "social", "sponsored", "scroll-area", "shareable", "contact-page", "hidden-x", "meta-box",
        "media-object", "promo", "tags", "comment-open", "gdpr", "cookie-page", "masthead", "newsletter-page", "advert",
    ])
    func keepsAnArticleWhateverItsWrapperIsCalled(name: String) {
        for element in ["article", "main", "div", "section"] {
            Self.expect("<\(element) class='\(name)'>\(Self.title)\(Self.own())</\(element)>", element)
        }
        Self.expect(
            "<div id=page class='site \(name)'><div id=content><main>\(Self.title)\(Self.own())</main></div></div>",
            "page")
    }

    @Test(arguments: [
        "ck-widget", "media-block", "meta", "contact", "scroll", "share", "hidden-x", "related-x", "promo-text", "tags",
        "elementor-widget elementor-widget-text-editor", "sponsor-x", "newsletter", "banner-text",
        "wp-block-media-text",
    ])
    func keepsPartsWhateverTheyAreCalled(name: String) {
        let parts = stride(from: 1, to: 12, by: 3).map {
            "<div class='\(name)'><h2>Own part \($0)</h2>\(Self.own($0...$0 + 2))</div>"
        }.joined()
        Self.expect("<article>\(Self.title)\(parts)</article>", "div")
        let sections = parts.replacing("<div", with: "<section").replacing("</div", with: "</section")
        Self.expect("<main><div>\(Self.title)\(sections)</div></main>", "section")
    }

    @Test(arguments: ["sidebar", "related", "promo", "comments", "newsletter", "widget sidebar"])
    func leavesBoxesOut(name: String) {
        let box = "<div class='\(name)'>\(Self.others(3).joined())</div>"
        Self.expect("<div class=layout><article>\(Self.title)\(Self.own())</article>\(box)</div>", "beside")
        Self.expect("<article>\(Self.title)\(Self.own())\(box)</article>", "within")
    }

    // MARK: Short posts

    static let templates = [
        "entry-content", "post-body entry-content", "article__content", "e-content", "blog-post__body", "artikeltext",
        "kg-canvas", "gh-content", "body markup", "available-content", "content", "post", "text", "story",
    ]

    @Test(arguments: templates, [60, 277, 450])
    func keepsShortPosts(template: String, length: Int) {
        let post = "<article class=post>\(Self.title)<div class='\(template)'>\(Self.short(length))</div>"
        let comments = Self.others(4, "li").joined()
        let cases = [
            ("comments", post + "</article><div id=comments><h2>4 Other comments</h2><ol>\(comments)</ol></div>"),
            ("author", post + "<div class=author-box><h3>About Other</h3>\(Self.others(2).joined())</div></article>"),
            ("cookies", post + "</article><div class=cookie-notice>\(Self.others(3).joined())</div>"),
        ]
        for (name, body) in cases { Self.expect(body, name) }
    }

    /// What is beside the one container of the text need not say what it is.
    @Test(arguments: ["class=entry-content", "class=post-body", "itemprop=articleBody"], [60, 277])
    func staysInTheContainerOfTheText(container: String, length: Int) {
        let text = "\(Self.title)<div \(container)>\(Self.short(length))</div>"
        Self.expect("<div>\(text)<div class=c>\(Self.others(4).joined())</div></div>", "rows")
        Self.expect(
            "<main><article>\(text)<section class=replies><h3>Replies</h3>\(Self.others(4).joined())</section></article></main>",
            "replies")
        Self.expect("<main>\(text)</main><div id=kommentare><h2>Kommentare</h2>\(Self.others(4).joined())</div>", "de")
    }

    /// An excerpt in a container that is called so is not the article.
    @Test func leavesTheContainerWhereTheArticleIsElsewhere() {
        let excerpt = "<div class=post-content>\(Self.title)<p>Own excerpt: what it means for the town.</p></div>"
        for body in ["<main><section>\(excerpt)</section><article><div>\(Self.own())</div></article></main>"] {
            #expect(Self.text(of: body).ranges(of: "Own text").count == 12)
        }
    }

    @Test(arguments: templates)
    func keepsListsOfLinks(template: String) {
        let links = (1...8).map { "<li><a href=https://s\($0).example/>Own link number \($0) to a friend</a>" }
        Self.expect(
            "<article>\(Self.title)<div class='\(template)'><ul>\(links.joined())</ul></div></article><div id=cookie-law-info-bar>\(Self.others(3).joined())</div>",
            template)
    }

    // MARK: What is within the text

    static let tweet =
        "<blockquote class=twitter-tweet><p>Own tweet: come and see. <a href=https://t.co/x>pic.twitter.com/x</a></p>&mdash; Own Ann <a href=https://twitter.com/ann/status/1>March 1</a></blockquote>"
    static let card =
        "<blockquote class=reddit-card><a href=https://reddit.com/r/x/1>Own title of a thread</a> from <a href=https://reddit.com/r/x>Own place</a></blockquote>"

    @Test(
        arguments: [
            "%", "<div>%</div>", "<div class='embed social-embed'>%</div>",
            "<div class='media-embed'><div>%</div></div>",
            "<figure class='wp-block-embed is-provider-twitter'><div>%</div></figure>", "<section>%</section>",
            "<div class='widget twitter'>%</div>", "<div class='instagram-media'>%</div>",
            "<div class=share-tweet>%</div>",
            "<aside class=pullquote>%</aside>", "<center>%</center>", "<ul><li>%</li></ul>",
        ], [tweet, card])
    func keepsQuotationsInAnyWrapper(wrapper: String, quotation: String) {
        Self.expect(
            "<article>\(Self.title)\(Self.own(1...6))\(wrapper.replacing("%", with: quotation))\(Self.own(7...12))</article>",
            wrapper)
    }

    static let player = "<iframe src=https://www.youtube.com/embed/abcdefghijk></iframe>"

    @Test(
        arguments: ["related-video", "related", "media-related", "related-content", "promo-embed", "recommended"],
        [player, player + "<p>Own caption of the film on the bridge</p>", tweet])
    func keepsWhatIsEmbedded(name: String, embed: String) {
        let body =
            "<article>\(Self.title)\(Self.own(1...6))<div class='\(name)'>\(embed)</div>\(Self.own(7...12))</article>"
        Self.expect(body, name)
        if embed != Self.tweet { #expect(Self.text(of: body).contains("watch?v=abcdefghijk"), "\(name)") }
    }

    /// A film of another article has its title, and leads there; other sites' frames are advertisements.
    @Test(arguments: [
        player + "<h3>Other film of the week</h3>", player + "<a href=/film>Other film of the week</a>",
        "<iframe src=https://ads.example/x></iframe><p>Other offers of the week</p>",
        "<ul><li><a href=/1>Other story on rivers</a></ul>",
    ])
    func leavesRelatedBoxesOut(box: String) {
        Self.expect(
            "<article>\(Self.title)\(Self.own(1...6))<div class='related-video'>\(box)</div>\(Self.own(7...12))</article>",
            box)
    }

    @Test(arguments: [
        ("<span class=MathJax_Preview>Other x</span><span class=MathJax>Own x</span>", 1),
        ("<span class=MathJax_Preview>Own x</span><script type='math/tex'>Other x</script>", 1),
        ("<span class=MathJax_Preview>Own x</span><span class=MathJax></span>", 1),
        (
            "<div class=MathJax_Preview>Other x</div><div class=MathJax_Display><span class=MathJax>Own x</span><span class='MJX_Assistive_MathML MJX_Assistive_MathML_Block'>Other x</span></div>",
            1
        ),
    ])
    func saysFormulasOnce(formula: String, count: Int) {
        Self.expect(
            "<article>\(Self.title)\(Self.own(1...6))<div>The sum is \(formula) as all know.</div>\(Self.own(7...12))</article>",
            count: 12 + count, formula)
    }

    @Test(arguments: [0, 2, 6])
    func keepsDefinitionsOfLinks(paragraphs: Int) {
        let links = (1...8).map {
            "<dt><a href=https://s\($0).example/>Own link number \($0)</a></dt><dd>Own words</dd>"
        }
        let text = paragraphs == 0 ? "" : Self.own(1...paragraphs)
        Self.expect("<article>\(Self.title)\(text)<dl>\(links.joined())</dl></article>", "\(paragraphs)")
    }

    /// A button with the article's own words, and a quotation that leads to another article.
    @Test(arguments: [
        "<div class=share><blockquote>Other words to tell all</blockquote><a href=https://twitter.com/intent/tweet?x>Other</a></div>",
        "<aside><blockquote><a href=/other>Other title of a story on the site</a></blockquote></aside>",
    ])
    func leavesShareButtonsOut(box: String) {
        Self.expect("<article>\(Self.title)\(Self.own(1...6))\(box)\(Self.own(7...12))</article>", box)
    }

    @Test(arguments: ["https://x.example/", "/"])
    func keepsSectionsWithLongListsOfLinks(base: String) {
        let sections = (1...6).map { number in
            let links = (1...9).map {
                "<li><p>Own item <a href='\(base)\(number)-\($0)'>Own link to project \($0)</a></p></li>"
            }
            return
                "<div class=sect1><h2>Own section</h2><div class=sectionbody><div class=paragraph>\(Self.own(number...number))</div><div class=ulist><ul>\(links.joined())</ul></div></div></div>"
        }
        Self.expect("<div id=content>\(Self.title)\(sections.joined())</div>", base)
    }

    /// Chapters, or things that are compared, are entries; behind the text they are other articles.
    @Test(arguments: ["div", "section", "li"])
    func keepsEntriesBetweenParagraphs(element: String) {
        let entries = { (word: String) in
            (1...5).map {
                "<\(element) class=row><h5><a href=/\($0)>\(word) title of chapter \($0)</a></h5><p>\(word) words on what is in the chapter, on those who wrote it, and on why it had to be told at such a length to all who come later to this place.</p></\(element)>"
            }.joined()
        }
        Self.expect(
            "<article>\(Self.title)\(Self.own(1...6))<div>\(entries("Own"))</div>\(Self.own(7...12))</article>",
            "between")
        Self.expect(
            "<article>\(Self.title)\(Self.own(1...12))<div>\(entries("Other"))</div></article>", "behind")
    }

    // MARK: What is behind the text

    @Test(arguments: [
        "<article><h2><a href=/1>Other post on rivers</a></h2>%</article>",
        "<article><h1>Other post of later</h1>%</article>",
        "<div class=post><h2><a href=/1>Other post on rivers</a></h2>%<a href=/1>Read more</a></div>",
        "<section><h2><a href=/1>Other headline</a></h2>%</section>",
    ])
    func leavesLaterPostsOut(post: String) {
        let tag = post.dropFirst().prefix { $0 != ">" }
        let end = tag.prefix { $0 != " " }
        let later = String(repeating: post.replacing("%", with: Self.others(3).joined()), count: 3)
        Self.expect("<div><\(tag)>\(Self.title)\(Self.own())</\(end)>\(later)</div>", post)
    }

    /// Sections of one article are like elements under headings too.
    @Test(arguments: ["<section><h2>Own part</h2>%</section>", "<div class=block><h1>Own part</h1>%</div>"])
    func keepsSections(section: String) {
        let tag = section.dropFirst().prefix { $0 != ">" }
        let end = tag.prefix { $0 != " " }
        let first = "<\(tag)>\(Self.title)\(Self.own(1...4))</\(end)>"
        let rest = [5...8, 9...12].map { section.replacing("%", with: Self.own($0)) }.joined()
        Self.expect("<div>\(first)\(rest)</div>", section)
    }

    @Test(arguments: [
        "comments", "responses", "discussion", "kommentare", "replies", "reacties", "comentarios", "webmentions",
        "remarks",
    ])
    func leavesCommentsOut(name: String) {
        let items = Self.others(8).map { "<li><cite>Other</cite>\($0)</li>" }.joined()
        let thread = "<section class='\(name)'><h3>8 Comments</h3><ol>\(items)</ol></section>"
        Self.expect("<main><div>\(Self.title)\(Self.own(1...6))</div>\(thread)</main>", "within")
        Self.expect("<main><div>\(Self.title)\(Self.own(1...6))</div></main>\(thread)", "after")
    }

    @Test(arguments: [
        "3 thoughts on “The bridge”", "Comments (3)", "3 Kommentare", "Commentaires", "3 responses to it",
    ])
    func knowsCommentsByTheirHeading(heading: String) {
        let items = Self.others(3, "li").joined()
        Self.expect("<article>\(Self.title)\(Self.own())<h2>\(heading)</h2><ol>\(items)</ol></article>", heading)
    }

    // MARK: What cannot be seen

    private static let hoverCard =
        "Other card: a person who knows bridges, and who has written on them since the year of the flood."

    @Test(arguments: [
        ".card{display:none}", ".card { display : none !important }", ".x,.layout .card{visibility:hidden}",
        "@media screen{.card{display:none}}", "/* } */ .card{display:none}",
    ])
    func leavesHiddenCardsOut(rule: String) {
        let line = "<p>Own line with <a href=/p>a name</a><span class=card>\(Self.hoverCard)</span> in it, as said.</p>"
        let body = "<article class=layout>\(Self.title)\(Self.own(1...6))\(line)\(Self.own(7...12))</article>"
        Self.expect(body, style: "<style>\(rule)</style>", "line")
        Self.expect(
            body.replacing("span", with: "div"), style: "<style>\(rule) .layout:hover .card{display:block}</style>",
            "block")
    }

    /// Steps and answers are hidden until they are asked for, and articles until scripts have run.
    @Test(arguments: [
        ".card{display:none}", ".no-js .card{display:none}", "@media print{.card{display:none;position:absolute}}",
        "@media (max-width: 600px){.card{display:none;position:absolute}}",
    ])
    func keepsWhatIsHiddenForAWhile(rule: String) {
        let answer = "<div class=card><p>Own answer to what was asked, which can be unfolded.</p></div>"
        Self.expect(
            "<article>\(Self.title)\(Self.own())\(answer)</article>", style: "<style>\(rule)</style>", "answer")
        Self.expect("<article class=card>\(Self.title)\(Self.own())</article>", style: "<style>\(rule)</style>", "all")
    }

    // MARK: Linked data

    @Test(arguments: [
        "&lt;p&gt;%&lt;/p&gt;", "&amp;lt;p&amp;gt;%&amp;lt;/p&amp;gt;",
        "[vc_row][vc_column_text]%[/vc_column_text][/vc_row]",
        "%<br/><br/>", "[caption id=a]%[/caption]",
    ])
    func readsTextsWithTags(form: String) {
        let lines = Self.own().replacing("<p>", with: "").split(separator: "</p>")
        let text = lines.map { form.replacing("%", with: $0) }.joined()
        let data =
            "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"articleBody\":\"\(text)\"}</script>"
        let found = Self.text(of: "<div id=app></div>", data: data)
        #expect(found.ranges(of: "Own text").count == 12)
        for mark in ["<", "&lt", "&amp", "[vc", "[/vc", "caption"] {
            #expect(!found.contains(mark), "\(found.prefix(200))")
        }
    }

    /// Systems that write the comments into the article's text have them as comments too.
    @Test(arguments: ["text", "articleBody"])
    func leavesCommentsOutOfLinkedData(property: String) {
        let text = Self.own().replacing("<p>", with: "").replacing("</p>", with: "\\n")
        let comments = (1...6).map { "Other comment \($0), on what a reader thinks of the bridge and of the river." }
        let objects = comments.map { "{\"@type\":\"Comment\",\"\(property)\":\"\($0)\"}" }.joined(separator: ",")
        for body in [text, text + comments.joined(separator: "\\n")] {
            let data =
                "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"articleBody\":\"\(body)\",\"comment\":[\(objects)]}</script>"
            Self.expect("<div id=app></div>", data: data, count: 12, property)
        }
    }

    /// What is in brackets is the author's, but for the marks of systems.
    @Test func keepsBrackets() {
        let text = Self.own().replacing("<p>", with: "").replacing("</p>", with: " [sic] [1]\\n")
        let data =
            "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"articleBody\":\"\(text)\"}</script>"
        #expect(Self.text(of: "<div id=app></div>", data: data).ranges(of: "[sic] [1]").count == 12)
    }

    // MARK: Facts

    static let facts: [(head: String, body: String, title: String, author: String?, date: String?)] = [
        ("<title>A bridge is open again | The Gazette</title>", "", "A bridge is open again", nil, nil),
        (
            "<meta property=og:title content='A bridge is open - The Gazette'><meta property=og:site_name content='The Gazette'>",
            "", "A bridge is open", nil, nil
        ),
        (
            "<meta property=og:title content='The Gazette | A bridge is open'><meta property=og:site_name content='The Gazette'>",
            "", "A bridge is open", nil, nil
        ),
        (
            "<meta property=og:title content='A bridge | The Gazette'>", "<h1>A bridge</h1>", "A bridge", nil, nil
        ),
        (
            "<title>A bridge is open to all again | The Gazette</title><meta property=og:title content='A bridge is open to all again | The Gazette'>",
            "", "A bridge is open to all again", nil, nil
        ),
        (
            "<title>The Gazette</title><meta property=og:title content='A bridge is open again | What we know'>",
            "", "A bridge is open again | What we know", nil, nil
        ),
        (
            "<title>Cats | Dogs: what we know</title>", "<h1>Cats | Dogs: what we know</h1>",
            "Cats | Dogs: what we know",
            nil, nil
        ),
        (
            "<meta property=og:title content='Night - a poem'><meta property=og:site_name content='The Gazette'>", "",
            "Night - a poem", nil, nil
        ),
        (
            "<title>A bridge</title><meta property=og:site_name content='The Gazette'><meta name=author content='Ann Lee - The Gazette'>",
            "", "A bridge", "Ann Lee", nil
        ),
        ("<title>A bridge</title><meta name=author content='Ann Lee | The Gazette'>", "", "A bridge", "Ann Lee", nil),
        (
            "<title>A bridge</title><meta property=og:site_name content='The Gazette'><meta name=author content='Ann Lee, The Gazette'>",
            "", "A bridge", "Ann Lee", nil
        ),
        (
            "<title>A bridge</title><meta name=author content='The Gazette'><meta property=og:site_name content='The Gazette'>",
            "", "A bridge", "The Gazette", nil
        ),
        (
            "<title>A bridge</title><meta property=og:article:published_time content=2024-03-05T20:01:00Z><meta property=og:article:author content='Ann Lee'>",
            "", "A bridge", "Ann Lee", "2024-03-05T20:01:00Z"
        ),
        ("<title>A bridge</title>", "<div>04:01 PM EDT, March 5, 2024</div>", "A bridge", nil, "2024-03-05T20:01:00Z"),
        (
            "<title>A bridge</title>", "<time>Mar 5, 2024, 04:01 PM EDT</time>", "A bridge", nil, "2024-03-05T20:01:00Z"
        ),
        (
            "<title>A bridge</title>", "<p class=date>Updated: 04:01 PM EDT Mar 05, 2024</p>", "A bridge", nil,
            "2024-03-05T20:01:00Z"
        ),
    ]

    @Test(arguments: facts)
    func readsFacts(head: String, body: String, title: String, author: String?, date: String?) {
        let heading = body.contains("<h1>") ? body : "<h1>Words</h1>\(body)"
        let page = "\(head)<body>\(heading)\(Self.own())"
        let item = PageParser().parse(Array(page.utf8), url: "https://a.example/x").item
        #expect(item.title == title)
        #expect(item.authors.compactMap(\.name) == [author].compactMap { $0 })
        #expect(item.published?.formatted(.iso8601) == date)
    }
}
