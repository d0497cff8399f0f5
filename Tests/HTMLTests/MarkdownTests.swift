import Foundation
import TestSupport
import Testing

@testable import HTML

@Test(arguments: [
    // Blocks
    Cleaning("paragraphs and headings", "<h1>A</h1><p>b<h2>C #</h2>d", "# A\n\nb\n\n## C \\#\n\nd"),
    Cleaning("a paragraph in a heading", "<h2><p>a</p><p>b</p></h2>", "## a b"),
    Cleaning("line breaks", "a<br>b<br><br>c", "a\\\nb\n\nc"),
    Cleaning("breaks at borders", "<p><br>a<br></p>", "a"),
    Cleaning("a ruler", "a<hr>b", "a\n\n***\n\nb"),
    Cleaning(
        "quotes", "<blockquote><p>a</p><blockquote>b</blockquote></blockquote><blockquote>c</blockquote>",
        "> a\n>\n> > b\n\n> c"),
    Cleaning(
        "code", "<pre><code class=\"hljs language-swift\">let x = 1\n\nx\n</code></pre>",
        "```swift\nlet x = 1\n\nx\n```"),
    Cleaning("a code for each line", "<pre><code>a</code><code>b</code></pre>", "```\na\nb\n```"),
    Cleaning("a code for each line, with its end", "<pre><code>a\n</code><code>b</code></pre>", "```\na\nb\n```"),
    Cleaning("codes in a line", "<pre>run <code>a</code> or <code>b</code></pre>", "```\nrun a or b\n```"),
    Cleaning(
        "numbers in cells of code",
        "<pre><table><tr><td class='hljs-ln-numbers'>1</td><td>a</td></tr>"
            + "<tr><td class='hljs-ln-numbers'>2</td><td>b</td></tr></table></pre>", "```\na\nb\n```"),
    Cleaning("code with fences in it", "<pre>```\na\n````</pre>", "`````\n```\na\n````\n`````"),
    Cleaning(
        "a language from a wrapper", "<div class=\"highlight highlight-source-shell\"><pre>ls</pre></div>",
        "```shell\nls\n```"),
    Cleaning("a definition list", "<dl><dt>a<dd>b<dt>c<dd>d<dd>e</dl>", "- **a**\n\n  b\n\n- **c**\n\n  d\n\n  e"),
    Cleaning("details", "<details><summary>a</summary>b</details>", "**a**\n\nb"),
    // Lists
    Cleaning("a tight list", "<ul><li>a<li>b<ul><li>c</ul><li>d</ul>", "- a\n- b\n  - c\n- d"),
    Cleaning("a loose list", "<ul><li><p>a</p><li><p>b</p><p>c</p></ul>", "- a\n\n- b\n\n  c"),
    Cleaning("numbers", "<ol start=9><li>a<li>b<pre>c</pre></ol>", "9. a\n\n10. b\n\n    ```\n    c\n    ```"),
    Cleaning(
        "lists side by side", "<ul><li>a</ul><ul><li>b</ul><ol><li>c</ol><ol><li>d</ol>", "- a\n\n+ b\n\n1. c\n\n1) d"),
    Cleaning("a list right in a list", "<ul><li>a</li><ul><li>b</li></ul></ul>", "- a\n  - b"),
    Cleaning("text right in a list", "<ul>a <b>b</b><li>c</ul>", "- a **b**\n\n- c"),
    Cleaning("an item that begins with a list", "<ul><li><ul><li>a</ul></ul>", "- - a"),
    Cleaning("empty items and quotes", "<ul><li></li><li><blockquote> </blockquote></li><li>a</li></ul>", "- a"),
    Cleaning("a quote in an item", "<ol><li><blockquote>a<br>b</blockquote></ol>", "1. > a\\\n   > b"),
    // Tables
    Cleaning(
        "a table", "<table><tr><th>A<th align=right>B<tr><td>1|2<td><code>a|b</code></table>",
        "| A | B |\n| --- | --: |\n| 1\\|2 | `a\\|b` |"),
    Cleaning(
        "a table without header", "<table><caption>T</caption><tr><td>a<td>b<br>c</table>",
        "T\n\n|  |  |\n| --- | --- |\n| a | b c |"),
    Cleaning(
        "wide cells and short rows", "<table><tr><th colspan=2>A<th>B<tr><td>c</table>",
        "| A |  | B |\n| --- | --- | --- |\n| c |  |  |"),
    Cleaning("a table for layout", "<table><tr><td><h2>a</h2><td>b</table>", "## a\n\nb"),
    // Inline
    Cleaning("emphasis", "<b>a</b> <i>b</i> <s>c</s> <code>d</code>", "**a** *b* ~~c~~ `d`"),
    Cleaning("white space goes outside", "a<b> b </b>c<i> </i>d", "a **b** c d"),
    Cleaning("emphasis in words", "a<b>b</b>c", "a**b**c"),
    Cleaning("punctuation within, letters without", "a<b>(b)</b>c", "&#97;**(b)**&#99;"),
    Cleaning("the same in Chinese", "中<b>「引」</b>中", "&#20013;**「引」**&#20013;"),
    Cleaning(
        "emphasis in emphasis", "<b><i>a</i></b> <i><b>b</b></i> <b>c <i>d</i></b> <i>e<i>f</i></i>",
        "**_a_** *__b__* **c *d*** *ef*"),
    Cleaning("emphasis side by side", "<i>a</i><b>b</b>", "*a*__b__"),
    Cleaning("marks around blocks", "<b><p>a</p><p>b</p></b>", "**a**\n\n**b**"),
    Cleaning(
        "a link around blocks", "<a href=/x><h2>a</h2><p>b</p></a>",
        "## [a](https://example.org/x)\n\n[b](https://example.org/x)"),
    Cleaning(
        "links", "<a href=\"/a_(b)\" title='t \"u\"'>x [1]</a>",
        "[x \\[1\\]](https://example.org/a_\\(b\\) \"t \\\"u\\\"\")"),
    Cleaning("a link that is its address", "<a href=https://x.org/a>https://x.org/a</a>", "<https://x.org/a>"),
    Cleaning("an exclamation mark before a link", "ah!<a href=/x>y</a>", "ah\\![y](https://example.org/x)"),
    Cleaning(
        "pictures", "<img src=/x alt='a [b]'><a href=/y><img src=/z></a>",
        "![a \\[b\\]](https://example.org/x)[![](https://example.org/z)](https://example.org/y)"),
    Cleaning("back-ticks in code", "<code>a`b</code> <code>`</code> <code>``</code>", "``a`b`` `` ` `` ``` `` ```"),
    Cleaning(
        "code side by side, a link in code", "<code>a</code><code>b</code> <code>c<a href=/x>d</a></code>",
        "`ab` `c`[`d`](https://example.org/x)"),
    Cleaning("a player", "<video><source src=/v.mp4></video>", "<https://example.org/v.mp4>"),
    Cleaning("a player with text in it, which no end tag takes out", "<li> <table><video></video></li>", ""),
    // Code
    Cleaning("lines as blocks", "<pre><div>a</div><div>b</div></pre>", "```\na\nb\n```"),
    Cleaning("lines as blocks with line ends", "<pre><div>a</div>\n<div>b</div>\n</pre>", "```\na\nb\n```"),
    Cleaning("lines as a list", "<pre><ol><li>a<li>  b</ol></pre>", "```\na\n  b\n```"),
    Cleaning("breaks end a line once", "<pre><div>a<br></div><div>b</div></pre>", "```\na\nb\n```"),
    Cleaning("empty lines stay", "<pre>a\n\n<b>b</b>\n</pre>", "```\na\n\nb\n```"),
    Cleaning(
        "numbers of lines", "<table><tr><td><pre>1<br>2</pre><td><pre>a\nb</pre></table>", "```\na\nb\n```"),
    Cleaning("code after a word", "a<code>b</code>", "a`b`"),
    Cleaning(
        "code right after an address is text",
        "http://e.x/<code>&lt;img src=x onerror=alert(1)&gt;</code> <code>c</code>",
        "http://e.x/&lt;img src=x onerror=alert(1)> `c`"),
    Cleaning("so it is between signs", "www.e.x/<b><code>&lt;img&gt;</code></b>", "www.e.x/**&lt;img>**"),
    Cleaning("a reading", "<ruby>a<rt>b</rt></ruby> c", "a(b) c"),
    Cleaning("a reading with parentheses", "<ruby>a<rp>{</rp><rt>b</rt><rp>}</rp></ruby>", "a{b}"),
    // Escapes
    Cleaning(
        "only where needed", "a_b * c - d + e # f 1. g = h > i [j] k! (l) 5 < 6 & 7 ~8 a|b \\ x",
        "a_b * c - d + e # f 1. g = h > i [j] k! (l) 5 < 6 & 7 ~8 a|b \\\\ x"),
    Cleaning(
        "signs", "*a* _b_ `c` [d](e) &lt;f> &amp;amp; \\* ~~g~~",
        "\\*a\\* \\_b\\_ \\`c\\` [d\\](e) &lt;f> \\&amp; \\\\\\* ~\\~g\\~\\~"),
    Cleaning(
        "at a line's start", "<p># a<p>- b<p>+ c<p>1. d<p>12) e<p>> f<p>---<p>===<p>* g<p>[h]: i",
        "\\# a\n\n\\- b\n\n\\+ c\n\n1\\. d\n\n12\\) e\n\n\\> f\n\n\\---\n\n\\===\n\n\\* g\n\n\\[h\\]: i"),
    Cleaning("after a break", "a<br>- b<br>===", "a\\\n\\- b\\\n\\==="),
    Cleaning("no escapes at a start without need", "<p>#a<p>-b<p>1.5<p>2024<p>+c", "#a\n\n-b\n\n1.5\n\n2024\n\n+c"),
])
func writesMarkdown(_ markdown: Cleaning) {
    #expect(HTMLContent(markdown.html, resolve: resolved).markdown == markdown.cleaned)
}

/// What CommonMark's reference renderer makes of our Markdown says the same as the content that it was written from.
@Suite(.enabled(if: CommonMark.reference.isInstalled, "cmark is not installed"))
struct MarkdownRenderingTests {
    @Test(arguments: ["article", "lists", "code", "nesting"])
    func fixturesRenderBack(name: String) throws {
        let html = try String(contentsOf: Fixtures.directory.appending(path: "html/\(name).html"), encoding: .utf8)
        try expectSameContent(HTMLContent(html, resolve: resolved))
    }

    /// Random nestings and random signs: seeded, so that a failure comes again.
    @Test func randomContentRendersBack() throws {
        var random = Seeded(state: 7)
        let tags = ["b", "i", "em", "strong", "code", "s", "a href=/x", "span", "br", "img src=/y", "cite"]
        // Many contents in one document, since each start of the renderer costs a process.
        for _ in 0..<20 {
            let html = (0..<30).map { _ in "<p>" + random.html(tags: tags, pieces: 14) + "</p><hr>" }.joined()
            try expectSameContent(HTMLContent(html, resolve: resolved))
        }
    }

    @Test(.enabled(if: Fixtures.corpus != nil, "no corpus beside the project"))
    func articlesRenderBack() throws {
        let corpus = try #require(Fixtures.corpus).appending(path: "readability")
        for page in try FileManager.default.contentsOfDirectory(atPath: corpus.path).sorted().prefix(12) {
            let file = corpus.appending(path: page + "/expected.html")
            guard let html = try? String(contentsOf: file, encoding: .utf8) else { continue }  // not a page's folder
            try expectSameContent(HTMLContent(html, resolve: resolved), page)
        }
    }

    private func expectSameContent(_ content: HTMLContent, _ name: String = "") throws {
        let rendered = HTMLContent(try CommonMark.reference.rendered(content.markdown), resolve: resolved)
        let (expected, found) = (letters(content.text), letters(rendered.text))
        let common = zip(expected, found).prefix { $0 == $1 }.count
        #expect(
            expected == found,
            "\(name): …\(expected.dropFirst(max(0, common - 60)).prefix(120))… became …\(found.dropFirst(max(0, common - 60)).prefix(120))…"
        )
        #expect(
            count(["h1", "h2", "h3", "pre", "blockquote"], in: rendered)
                == count(["h1", "h2", "h3", "pre", "blockquote"], in: content), "\(name)")
    }

    /// The text without what lists and tables add to it, which cmark knows no tables to take away.
    private func letters(_ text: String) -> [Character] {
        text.filter { !$0.isWhitespace && !"-|:~.0123456789".contains($0) }.map { $0 }
    }

    private func count(_ names: [String], in content: HTMLContent) -> [Int] {
        names.map { name in content.html.components(separatedBy: "</\(name)>").count - 1 }
    }
}
