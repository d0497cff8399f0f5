import Testing

@testable import HTML

@Test(arguments: [
    Cleaning("paragraphs", "<p>one\n two<p>three", "one two\n\nthree"),
    Cleaning("blocks are lines", "<div>a</div><div>b</div>c", "a\nb\nc"),
    Cleaning("line breaks", "a<br>b<br><br><br>c", "a\nb\n\nc"),
    Cleaning("no white space at block borders", "<p> a </p> <p> <b> b </b> </p>", "a\n\nb"),
    Cleaning("words across elements", "a<b>b</b> <i>c</i>d <i> e</i>", "ab cd e"),
    Cleaning("no-break spaces", "a&nbsp;b<p>&nbsp;</p>c", "a b\n\nc"),
    Cleaning("a list", "x<ul><li>a<li>b<ul><li>c</ul></ul>y", "x\n\n- a\n- b\n  - c\n\ny"),
    Cleaning("a numbered list", "<ol start=9><li>a<li><p>b</p><p>c</p></ol>", "9. a\n10. b\n\n    c"),
    Cleaning("empty items", "<ul><li></li><li>a</li><li> </li></ul>", "- a"),
    Cleaning("a table", "<table><tr><th>A<th>B<tr><td>1<td><p>2<br>3</p></table>x", "A\tB\n1\t2 3\n\nx"),
    Cleaning("an empty cell", "<table><tr><td>a<td><td>b</table>", "a\tb"),
    Cleaning("a table for layout", "<table><tr><td><p>a</p><p>b</p><td>c</table>", "a\n\nb\n\nc"),
    Cleaning("preformatted text", "<pre>\na\n  b\n\n\nc\n</pre>d", "a\n  b\n\n\nc\n\nd"),
    Cleaning("quotes, terms, rulers", "<q>a</q><hr><dl><dt>b<dd>c</dl>", "“a”\n\nb\nc"),
    Cleaning("pictures and players are silent", "a<img src=/x alt=y><video src=/v>z</video>b", "ab"),
    Cleaning("a caption", "<figure><img src=/x><figcaption>a</figcaption></figure>b", "a\n\nb"),
    Cleaning("references", "&lt;b&gt; &amp;amp;", "<b> &amp;"),
    Cleaning("a reading", "<ruby>灯台<rt>とうだい</ruby>が", "灯台(とうだい)が"),
    Cleaning("a reading with parentheses", "<ruby>a<rp>（</rp><rt>b</rt><rp>）</rp></ruby>c", "a（b）c"),
    Cleaning("a reading of another kind", "<ruby>漢字<rtc>kanji</rtc></ruby>", "漢字(kanji)"),
    Cleaning("a reading that is not there", "<ruby>a<rt></rt></ruby>", "a"),
])
func writesText(_ text: Cleaning) {
    #expect(HTMLContent(text.html, resolve: resolved).text == text.cleaned)
}

/// Lines are indented by 24 spaces at most: else lists in lists make a hundred times their bytes.
@Test func listsInListsAreIndentedSoFar() {
    let text = HTMLContent(
        String(repeating: "<ol><li>", count: 60) + String(repeating: "<p>x", count: 2), resolve: resolved
    ).text
    #expect(text.hasSuffix("\n\n" + String(repeating: " ", count: 24) + "x"))
    #expect(HTMLContent("<ul><li>a<ul><li>b<ul><li>c<br>d", resolve: resolved).text == "- a\n  - b\n    - c\n      d")
}

@Test(arguments: [
    Cleaning("as it is", "Title", "Title"),
    Cleaning("a reading in a title", "<ruby>a<rp>(</rp><rt>b</rt><rp>)</rp>c<rt>d</ruby>e", "a(b)c(d)e"),
    Cleaning("empty", "", ""),
    Cleaning("white space", "  A\n  title \t", "A title"),
    Cleaning("references", "Q&amp;A: &#8220;x&#148; &lt;b>", "Q&A: “x” <b>"),
    Cleaning("markup", "<b>A</b> <i>title</i><br>here<script>x</script>", "A title here"),
    Cleaning("blocks part words", "<p>a</p><p>b</p>", "a b"),
    Cleaning("C1 controls", "it\u{92}s", "it’s"),
    Cleaning("a sign alone", "a < b & c", "a < b & c"),
])
func writesALine(_ line: Cleaning) {
    #expect(PlainText.line(fromHTML: line.html) == line.cleaned)
}

struct SummaryTests {
    @Test func shortTextIsItsOwnSummary() {
        #expect(PlainText.summary(of: "One.\n\n  Two\tthree ", limit: 20) == "One. Two three")
        #expect(PlainText.summary(of: "") == "")
    }

    @Test func endsAtASentence() {
        let text = "A sentence that is here. It is a second one. A third that does not fit."
        #expect(PlainText.summary(of: text, limit: 50) == "A sentence that is here. It is a second one.")
    }

    @Test func doesNotEndAtAShortSentence() {
        #expect(PlainText.summary(of: "No. But then it goes on and on.", limit: 20) == "No. But then it…")
    }

    @Test func endsAtAWord() {
        let summary = PlainText.summary(of: String(repeating: "word ", count: 100))
        #expect(summary.hasSuffix("word…"))
        #expect(summary.count <= 300)
    }

    @Test func cutsAWordWithoutEnd() {
        let summary = PlainText.summary(of: String(repeating: "語", count: 400))
        #expect(summary == String(repeating: "語", count: 299) + "…")
    }

    @Test(arguments: 1...120)
    func neverExceedsItsLimit(limit: Int) {
        let text =
            "Dr. Who? “Yes.” A sentence of some length, with words. Another one! And the rest of it goes on and on and on."
        let summary = PlainText.summary(of: text, limit: limit)
        #expect(summary.count <= limit)
        #expect(!summary.hasSuffix(" "))
    }

    /// The fast way and the one that knows Unicode's tables give the same, white space and marks of all kinds about.
    @Test func bothWaysAgree() throws {
        var random = SystemRandomNumberGenerator()
        let signs = [
            "a", "bc", ".", "!”", "。", "é", "Ж", "語", "각", "ش", "🙂", " ", "  ", "\n\n", "\r\n", "\u{A0}", "\u{3000}",
            "(", "’",
        ]
        for _ in 0..<2000 {
            var text = ""
            for _ in 0..<Int.random(in: 0...60, using: &random) { text += signs.randomElement(using: &random) ?? "" }
            let limit = Int.random(in: 1...40, using: &random)
            let simple = try #require(text.withUTF8 { Summary.ofSimple($0, limit: limit) })
            #expect(simple == Summary.of(text, limit: limit), "\(text.debugDescription), \(limit)")
        }
    }

    @Test(arguments: ["e\u{301}", "👍🏽", "👩\u{200D}🚀", "🇩🇪", "ก็", "❤\u{FE0F}"])
    func countsWhatIsSeen(character: String) {
        #expect(
            PlainText.summary(of: String(repeating: character, count: 9), limit: 9)
                == String(repeating: character, count: 9))
        #expect(
            PlainText.summary(of: String(repeating: character, count: 10), limit: 9)
                == String(repeating: character, count: 8) + "…")
    }

    /// What the fast way counts as a character of its own is one to Swift too, beside any other.
    @Test func charactersStandAlone() {
        let alone = (0...0x10FFFF).compactMap(Unicode.Scalar.init).filter {
            Summary.isCharacter($0.value) && $0 != "\r"
        }
        #expect(alone.count > 40_000)
        var text = String.UnicodeScalarView()
        for scalar in alone { text += [scalar, scalar, "각"] as [Unicode.Scalar] }
        #expect(String(text).count == text.count)
    }
}

@Suite struct OmittedFigureTests {
    @Test(arguments: [
        (
            "<p>a</p><figure><img src=\"http://x/i.jpg\"><figcaption>c</figcaption></figure><p>b</p>",
            "<p>a</p><p>b</p>"
        ),
        (
            "<div><figure><a href=\"http://x/\"><img src=\"http://x/i.jpg\"></a></figure><p>b</p></div><p>c</p>",
            "<div><p>b</p></div><p>c</p>"
        ),
        ("<p><img src=\"http://x/i.jpg\"> b</p>", "<p><img src=\"http://x/i.jpg\" alt=\"\"> b</p>"),
        (
            "<figure><img src=\"http://x/other.jpg\"></figure>",
            "<figure><img src=\"http://x/other.jpg\" alt=\"\"></figure>"
        ),
    ])
    func theFigureGoesAndTheRestStays(html: String, rest: String) {
        let content = HTMLContent(html) { $0 }.omittingFigure(of: "http://x/i.jpg")
        #expect(content.html == rest || content.html == rest.replacing(" alt=\"\"", with: ""))
    }
}
