import Testing

@testable import HTML
@testable import Selectors

struct CSSSelectorTests {
    static let html = """
        <html><body class="page dark"><div id="top" class="nav bar"><p class="x">one</p></div>
        <main><article data-kind="Story" lang="en-GB"><h1>two</h1><section><p class="x y">three</p></section>
        <p>four</p><my-box class="ad">five</my-box><ul><li>six<li class="last">seven</ul></article></main></body></html>
        """

    static let matches: [(selector: String, texts: [String])] = [
        ("p", ["one", "three", "four"]),
        ("*.x", ["one", "three"]),
        (".x.y", ["three"]),
        ("#top", ["one"]),
        ("div#top.nav > p", ["one"]),
        ("article > p", ["four"]),
        ("article p", ["three", "four"]),
        ("body.dark main section p", ["three"]),
        ("h1, li.last , #top p", ["one", "two", "seven"]),
        ("[data-kind]>h1", ["two"]),
        ("[data-kind=Story]>h1", ["two"]),
        ("[data-kind='story']>h1", []),
        ("[data-kind='story' i]>h1", ["two"]),
        ("[lang|=en]>h1", ["two"]),
        ("[class~=y]", ["three"]),
        ("[class^=na]", ["one"]),
        ("[class$='ar']", ["one"]),
        ("[class*='v b']", ["one"]),
        ("my-box.ad", ["five"]),
        ("span", []),
        ("\\61rticle > p", ["four"]),
        ("ARTICLE > P", ["four"]),
        ("article>p>p", []),
        ("body > div p, body > main section p", ["one", "three"]),
        ("main > * p", ["three", "four"]),
    ]

    @Test(arguments: matches)
    func finds(selector: String, texts: [String]) throws {
        let selector = try CSSSelector(selector)
        let page = HTMLDocument(Self.html, selectors: [selector])
        #expect(page.elements(matching: selector).map { page.text(of: $0) } == texts)
    }

    static let faults: [(selector: String, offset: Int)] = [
        ("", 0), ("p,", 2), (", p", 0), ("p..x", 2), ("div > > p", 6), ("a:hover", 1), ("a + b", 2), ("[x", 2),
        ("[x='y]", 3), ("p)", 1), ("äö§ {", 4), ("#", 1), ("[=x]", 1), ("[x!=y]", 2), ("div >", 5),
    ]

    @Test(arguments: faults)
    func saysWhereItIsWrong(selector: String, offset: Int) {
        #expect {
            try CSSSelector(selector)
        } throws: {
            ($0 as? CSSSelectorError)?.offset == offset
        }
    }
}
