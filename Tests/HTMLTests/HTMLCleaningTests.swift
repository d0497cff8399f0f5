import Testing

@testable import HTML

struct Cleaning: CustomTestStringConvertible, Sendable {
    let testDescription, html, cleaned: String

    init(_ description: String, _ html: String, _ cleaned: String) {
        (testDescription, self.html, self.cleaned) = (description, html, cleaned)
    }
}

@Test(arguments: [
    // Tokens
    Cleaning("text without markup", "a > b, \"c\"", "a &gt; b, \"c\""),
    Cleaning("a sign that begins no tag", "a < b <3 <_<", "a &lt; b &lt;3 &lt;_&lt;"),
    Cleaning("an end that is not a tag", "a</ b>c</>d", "acd"),
    Cleaning("a tag cut off", "a<b class=", "a"),
    Cleaning("an unknown element", "<x-y>a<unknown>b</unknown></x-y>", "ab"),
    Cleaning("short comments", "a<!-->b<!--->c<!-- d --!>e<!-- <b> -->f", "abcef"),
    Cleaning("CDATA is a comment to HTML", "x<![CDATA[cd]]>y", "xy"),
    Cleaning("quotes in attributes hide a sign", "<p title=\"a>b\" @click='c > d'>e</p>", "<p title=\"a&gt;b\">e</p>"),
    Cleaning("the first of two attributes counts", "<p lang=en lang=de>x</p>", "<p lang=\"en\">x</p>"),
    Cleaning("upper case", "<P LANG=\"EN\">x</P>", "<p lang=\"EN\">x</p>"),
    Cleaning("NUL, CR, controls, C1", "a\0b\r\nc\rd\u{8}e\u{92}f", "a\u{FFFD}b\nc\nde’f"),
    Cleaning(
        "controls are the same in attributes and by reference", "a&#12;b<b title=\"c\u{86}d&#12;e\u{C}f\">g</b>",
        "a b<b title=\"c†d e\nf\">g</b>"),
    // References
    Cleaning("references", "&lt;b&gt; &amp;amp; &eacute;&nbsp;&hellip;", "&lt;b&gt; &amp;amp; é&nbsp;…"),
    Cleaning("references that libxml2 lacks", "&check;&NotEqual;&NotEqualTilde;&apos;", "✓≠≂̸'"),
    Cleaning("references without semicolon", "&nbsp x &copy2024 &notit; &check", "&nbsp; x ©2024 ¬it; &amp;check"),
    Cleaning("numbers", "&#8217;&#x2019;&#X2019;&#146;&#150;&#128;", "’’’’–€"),
    Cleaning(
        "numbers that are not characters", "&#0;&#xD800;&#1114112;&#99999999999;&#1;&#;&#x;",
        "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}&amp;#;&amp;#x;"),
    Cleaning(
        "no reference in a query", "<a href=\"/?a=1&copy=2&lt=3&amp;b\">x</a>",
        "<a href=\"https://example.org/?a=1&amp;copy=2&amp;lt=3&amp;b\">x</a>"),
    // Elements
    Cleaning(
        "raw text goes with its content", "a<script>1</script><style>2</style><title>3</title><textarea>4</textarea>b",
        "ab"),
    Cleaning(
        "so do foreign and interactive content",
        "a<svg><p>1</p></svg><button>3</button><select><option>4</select>b", "ab"),
    Cleaning("a formula is its text", "a <math><mi>x</mi><mo>=</mo><mn>2</mn></math> b", "a x=2 b"),
    Cleaning(
        "a formula's source is not said twice",
        "<math><semantics><mi>x</mi><annotation encoding='application/x-tex'>x</annotation></semantics></math>", "x"),
    Cleaning("nothing unclosed hides the rest", "<div>a<button>b</div>c", "<div>ab</div>c"),
    Cleaning(
        "an end tag of what is outside of the table shows nothing that is hidden",
        "<div><table><tr><td><video>a</div>b</video>c</table>",
        "<div><table><tbody><tr><td><video controls=\"\"></video>c</td></tr></tbody></table></div>"),
    Cleaning(
        "a link ends with the block in it, whatever is between", "<a href=/1><b><p></a>x<hr>y<a href=/2>z</a>",
        "<a href=\"https://example.org/1\"><b><p>x</p></b></a><hr><b>y<a href=\"https://example.org/2\">z</a></b>"),
    Cleaning(
        "the fourth of formatting alike ends where its end tag is", "<b><p><b><b><b>u</b></b></b></p></b><li>x</li>",
        "<b><p><b><b><b>u</b></b></b></p></b><li>x</li>"),
    Cleaning(
        "an end tag without its start ends nothing around a block", "<b>a<p>b</b>c</b>d</p>e",
        "<b>a<p>bcd</p></b>e"),
    Cleaning(
        "a frame is apart from words behind it, but between cells nothing is",
        "<p><iframe src=/9></iframe>a</p><table><tr><td><iframe src=/9></iframe></tr>b<tr><td>c</table>",
        "<p><a href=\"https://example.org/9\">https://example.org/9</a> a</p><table><tbody>"
            + "<tr><td><a href=\"https://example.org/9\">https://example.org/9</a></td></tr>"
            + "<tr><td>b</td></tr><tr><td>c</td></tr></tbody></table>"),
    Cleaning(
        "code that goes on behind a block in it is a line of its own", "<pre><code><p>a</code><code>b</p>c",
        "<pre><code><p>a<code>b</code></p></code>\n<code>c</code></pre>"),
    Cleaning(
        "a heading ends those before it, also where formatting between them ends", "<h3>a<i>b<h4>c</i>d<h3>e</h3>f",
        "<h3>a<i>b<h4>cd</h4></i></h3><h3>e</h3>f"),
    Cleaning(
        "a heading is in formatting of a heading", "<h3>a<i>b<h4>c</h4>d</i>e</h3>", "<h3>a<i>b<h4>c</h4>d</i>e</h3>"),
    Cleaning(
        "formatting that goes on is no new line of code", "<pre><a href=/i><code>b</a>a",
        "<pre><a href=\"https://example.org/i\"><code>b</code></a><code>a</code></pre>"),
    Cleaning(
        "a code that ended with its block is a line", "<pre><code><div>x</code>y</div><code>z",
        "<pre><code><div>xy</div></code>\n<code>z</code></pre>"),
    Cleaning("nor does a drawing", "a<svg><path d='m'>b<p>c</p>", "ab<p>c</p>"),
    Cleaning(
        "nor a film", "a<video src=/v>b<p>c</p>",
        "a<video src=\"https://example.org/v\" controls=\"\"></video>b<p>c</p>"),
    Cleaning("what is closed hides what is in it", "<svg>a</svg>b<noscript>c</noscript>", "b"),
    Cleaning("an object shows what is in it", "<object data=/x.swf><p>a</p></object>b", "<p>a</p>b"),
    Cleaning("an applet does too", "<applet code=x>a</applet>b", "ab"),
    Cleaning("words in place of an object", "<p>a <object data=/x.swf>b</object> c</p>", "<p>a b c</p>"),
    Cleaning(
        "blanks in place of an object", "a<object data=/x.pdf> </object>b",
        "a <a href=\"https://example.org/x.pdf\">https://example.org/x.pdf</a> b"),
    Cleaning(
        "an address that was escaped twice", "<a href='/?a=1&amp;amp;b=2'>c</a><img src='/?a=1&amp;#38;b=2'>",
        "<a href=\"https://example.org/?a=1&amp;b=2\">c</a><img src=\"https://example.org/?a=1&amp;b=2\">"),
    Cleaning(
        "an object in what vanishes", "<b><object data=/x.pdf></b></object>c",
        "<a href=\"https://example.org/x.pdf\">https://example.org/x.pdf</a> c"),
    Cleaning("an unclosed object hides nothing", "<object data=/x.swf><param name=a><p>a</p>b", "<p>a</p>b"),
    Cleaning(
        "an empty object is a link", "a<object data=/x.pdf></object>b",
        "a <a href=\"https://example.org/x.pdf\">https://example.org/x.pdf</a> b"),
    Cleaning(
        "an unclosed frame hides nothing", "a<iframe src=/x>b",
        "a <a href=\"https://example.org/x\">https://example.org/x</a> b"),
    Cleaning(
        "a frame that closes itself", "a<iframe src=/x />b",
        "a <a href=\"https://example.org/x\">https://example.org/x</a> b"),
    Cleaning("a frame that no one sees", "a<iframe src=/x width=0 height=0></iframe>b", "ab"),
    Cleaning("a hidden frame", "a<iframe src=/x style='display: none'></iframe>b", "ab"),
    Cleaning("an advertisement's frame", "a<iframe src='https://ad.doubleclick.net/x'></iframe>b", "ab"),
    Cleaning("a frame without a page", "a<iframe src='about:blank'></iframe><iframe srcdoc='<p>x'></iframe>b", "ab"),
    Cleaning("a frame of a script", "a<iframe src='javascript:alert(1)'></iframe>b", "ab"),
    Cleaning(
        "old elements", "<center>a</center><strike>b</strike><tt>c</tt><dir><li>d</dir><font color=red>e</font>",
        "<div>a</div><s>b</s><code>c</code><ul><li>d</li></ul>e"),
    Cleaning("closed like XML", "<i class=icon />a<p/>b<br/>c", "ab<br>c"),
    Cleaning("empty elements", "<p></p><b> </b><div><i></i></div><td></td>x", "<b> </b>x"),
    Cleaning(
        "void elements hold nothing", "a<wbr>b<video><source src=/v>c<track src=/t>d</video>e",
        "a<wbr>b<video controls=\"\"><source src=\"https://example.org/v\"><track src=\"https://example.org/t\"></video>e"
    ),
    Cleaning(
        "picture", "<picture><source srcset='/a 1x'><img src=/b></picture>c",
        "<picture><source srcset=\"https://example.org/a 1x\"><img src=\"https://example.org/b\"></picture>c"),
    Cleaning(
        "attributes", "<td><ol start=3 reversed type=a onclick=x style=y id=z><li value=7 class=c>a</ol>",
        "<ol start=\"3\" reversed=\"\" type=\"a\"><li value=\"7\">a</li></ol>"),
    // Nesting
    Cleaning("a block ends a paragraph", "<p>a<div>b</div>c</p>", "<p>a</p><div>b</div>c"),
    Cleaning("formatting goes on in the next block", "<p>a<b>b<p>c</b>d", "<p>a<b>b</b></p><p><b>c</b>d</p>"),
    Cleaning("formatting across its like", "<b>1<i>2</b>3</i>4", "<b>1<i>2</i></b><i>3</i>4"),
    Cleaning(
        "a paragraph within bold, a heading", "<b><p>a</p></b><h2><p>b</p></h2>", "<b><p>a</p></b><h2><p>b</p></h2>"),
    Cleaning(
        "items end each other", "<ul><li>a<li>b<ul><li>c</ul><li>d</ul>",
        "<ul><li>a</li><li>b<ul><li>c</li></ul></li><li>d</li></ul>"),
    Cleaning("so do terms", "<dl><dt>a<dd>b<dt>c<dd>d</dl>", "<dl><dt>a</dt><dd>b</dd><dt>c</dt><dd>d</dd></dl>"),
    Cleaning(
        "a link ends a link", "<a href=/1>a<a href=/2>b</a>c",
        "<a href=\"https://example.org/1\">a</a><a href=\"https://example.org/2\">b</a>c"),
    Cleaning(
        "a link in a block in a link goes", "<a href=/1><div>a<a href=/2>b</a>c</div></a>",
        "<a href=\"https://example.org/1\"><div>abc</div></a>"),
    Cleaning(
        "a link that ends within a block ends with it", "<a href=/1><h2>a</a></h2>b <a href=/2>c</a>",
        "<a href=\"https://example.org/1\"><h2>a</h2></a>b <a href=\"https://example.org/2\">c</a>"),
    Cleaning(
        "rows get a section", "<table><tr><td>a<td>b<tr><th>c</table>",
        "<table><tbody><tr><td>a</td><td>b</td></tr><tr><th>c</th></tr></tbody></table>"),
    Cleaning(
        "text between cells gets a cell", "<table>a<tr>b<td>c</table>",
        "<table><tbody><tr><td>a</td></tr><tr><td>b</td><td>c</td></tr></tbody></table>"),
    Cleaning(
        "a form in a table is nothing", "<table><form><tr><td>a</table></form>",
        "<table><tbody><tr><td>a</td></tr></tbody></table>"),
    Cleaning(
        "a table in a table", "<table><tr><td><table><td>a</table>b<td>c</table>",
        "<table><tbody><tr><td><table><tbody><tr><td>a</td></tr></tbody></table>b</td><td>c</td></tr></tbody></table>"),
    Cleaning("cells without a table", "<tr><td>a</td><td>b</td></tr>", "a\nb"),
    Cleaning("an end tag that nothing began", "a</p></div></b></table></li>b", "ab"),
    Cleaning("the line feed after pre", "<pre>\n\n a\n</pre>", "<pre>\n\n a\n</pre>"),
    // Addresses
    Cleaning(
        "addresses are resolved", "<a href=' /x '>a</a><a href=\"mailto:a@b.c\">b</a>",
        "<a href=\"https://example.org/x\">a</a><a href=\"mailto:a@b.c\">b</a>"),
    Cleaning("a link without an address goes", "<a name=x>a</a><a href=''>b</a><a href='javascript:x'>c</a>", "abc"),
    Cleaning(
        "candidates one by one", "<img src=/a srcset='/b 1x, javascript:x 2x,/c 3x, /d bad'>",
        "<img src=\"https://example.org/a\" srcset=\"https://example.org/b 1x, https://example.org/c 3x\">"),
    Cleaning(
        "an image in the text", "<img src=\"data:image/png;base64,\(String(repeating: "A", count: 600))\">",
        "<img src=\"data:image/png;base64,\(String(repeating: "A", count: 600))\">"),
    // Pictures
    Cleaning(
        "a lazy picture", "<img src=\"data:image/gif;base64,R0lGOD\" data-src=/a.jpg alt=b>",
        "<img src=\"https://example.org/a.jpg\" alt=\"b\">"),
    Cleaning(
        "a lazy picture with a stand-in's name", "<img src=/img/placeholder.png data-lazy-src=/a.jpg>",
        "<img src=\"https://example.org/a.jpg\">"),
    Cleaning(
        "a good picture stays", "<img src=/large.jpg data-src=/small.jpg>",
        "<img src=\"https://example.org/large.jpg\">"),
    Cleaning(
        "no address but a flag", "<img src=/blank.gif data-lazy=true data-original=/a.jpg>",
        "<img src=\"https://example.org/a.jpg\">"),
    Cleaning(
        "a picture for those without scripts",
        "<img src=\"data:image/gif;base64,R0\"><noscript><img src=/a.jpg></noscript>b",
        "<img src=\"https://example.org/a.jpg\">b"),
    Cleaning(
        "its twin is not shown", "<img data-src=/a.jpg> <noscript><p><img src=/a.jpg></p>text</noscript>b",
        "<img src=\"https://example.org/a.jpg\"> b"),
    Cleaning(
        "candidates alone", "<img srcset='/a 1x, /b 2x'>",
        "<img src=\"https://example.org/b\" srcset=\"https://example.org/a 1x, https://example.org/b 2x\">"),
    Cleaning(
        "the widest candidate where there is no address", "<img srcset='/a 400w, /b,c 1600w, /d 800w'>",
        "<img src=\"https://example.org/b,c\" srcset=\"https://example.org/a 400w, https://example.org/b,c 1600w, "
            + "https://example.org/d 800w\">"),
    Cleaning(
        "a candidate of the picture", "<picture><source srcset='/a 1x, /b 2x'><img alt=x></picture>",
        "<picture><source srcset=\"https://example.org/a 1x, https://example.org/b 2x\">"
            + "<img src=\"https://example.org/b\" alt=\"x\"></picture>"),
    Cleaning("a picture of AMP", "<amp-img src=/a alt=b></amp-img>c", "<img src=\"https://example.org/a\" alt=\"b\">c"),
    Cleaning(
        "a player of AMP", "<amp-youtube data-videoid=aB3-dE5_gH7></amp-youtube>",
        "<a href=\"https://www.youtube.com/watch?v=aB3-dE5_gH7\">https://www.youtube.com/watch?v=aB3-dE5_gH7</a>"),
    Cleaning("a player of AMP that plays something else", "<amp-youtube data-videoid='x\"y'></amp-youtube>", ""),
    Cleaning(
        "what a picture says that cannot be shown", "a <img src='file:///x' alt='a <b> map'> b", "a a &lt;b&gt; map b"),
    Cleaning(
        "not beside its twin", "<img src='data:,' alt=x><noscript><img src=/a alt=x></noscript>",
        "<img src=\"https://example.org/a\" alt=\"x\">"),
    Cleaning("an emoji is its character", "a <img class='wp-smiley' src=/e.png alt='☀'> b", "a ☀ b"),
    Cleaning("an emoji by its address", "<img src='https://s.w.org/images/core/emoji/15/72x72/2600.png' alt='☀'>", "☀"),
    Cleaning(
        "a large picture of an emoji", "<img class=emoji src=/e.png alt='☀' width=600>",
        "<img src=\"https://example.org/e.png\" alt=\"☀\" width=\"600\">"),
    Cleaning(
        "counters",
        "a<img src=/x width=1 height=1><img src=/y style='width:1px; height: 1px'><img src=\"http://feeds.feedburner.com/~r/x/~4/y\"><img src=\"https://pixel.wp.com/b.gif?x\">b",
        "ab"),
    Cleaning("a link around a counter goes with it", "a<a href=/x><img src=\"http://ad.doubleclick.net/x\"></a>", "a"),
    // Players
    Cleaning(
        "a known player", "<iframe src=\"https://www.youtube.com/embed/abc?rel=0\"></iframe>",
        "<a href=\"https://www.youtube.com/watch?v=abc\">https://www.youtube.com/watch?v=abc</a>"),
    Cleaning(
        "a known player, named",
        "<iframe title='Song' src=\"https://www.youtube-nocookie.com/embed/abc?rel=0\"></iframe>",
        "<a href=\"https://www.youtube.com/watch?v=abc\">Song</a>"),
    Cleaning(
        "an unknown player", "<iframe src=\"https://player.example/embed/abc\" title=Talk>x</iframe>",
        "<a href=\"https://player.example/embed/abc\">Talk</a>"),
    Cleaning(
        "lines by their style",
        "<pre><code><span style='display:block'>a</span><span style='display:block'>b</span></code></pre>",
        "<pre><code>a\nb</code></pre>"),
    Cleaning(
        "lines by their class", "<pre><span class=line>a</span><span class=line>b</span></pre>", "<pre>a\nb</pre>"),
    Cleaning(
        "lines that have line ends",
        "<pre><span class=line>a</span>\n<span class=line>b\n</span><span class=line>c</span></pre>",
        "<pre>a\nb\nc</pre>"),
    Cleaning(
        "numbers in front of lines", "<pre><span class=ln>1</span>a\n<span class=ln>2</span>b</pre>", "<pre>a\nb</pre>"),
    Cleaning(
        "numbers that cannot be selected", "<pre><span style='user-select: none; color: #777'>12</span>a</pre>",
        "<pre>a</pre>"),
    Cleaning("a prompt is not a number", "<pre><span style='user-select:none'>$ </span>ls</pre>", "<pre>$ ls</pre>"),
    Cleaning("a number outside of code", "<p><span class=ln>1</span> boat</p>", "<p>1 boat</p>"),
    Cleaning(
        "numbers in a cell beside code",
        "<table><tr><td><pre>1\n2</pre></td><td><pre>a\nb</pre></td></tr></table>",
        "<table><tbody><tr><td><pre>a\nb</pre></td></tr></tbody></table>"),
    Cleaning(
        "numbers that do not count up", "<table><tr><td>1\n3</td><td><pre>a\nb</pre></td></tr></table>",
        "<table><tbody><tr><td>1\n3</td><td><pre>a\nb</pre></td></tr></tbody></table>"),
    Cleaning(
        "a number beside a snippet", "<table><tr><td>1</td><td><code>a</code></td></tr></table>",
        "<table><tbody><tr><td>1</td><td><code>a</code></td></tr></tbody></table>"),
])
func cleans(_ cleaning: Cleaning) {
    let content = HTMLContent(cleaning.html, resolve: resolved)
    #expect(content.html == cleaning.cleaned)
    #expect(HTMLContent(content.html, resolve: resolved).html == content.html)
}

/// Whatever is nested in whatever, cleaning what was cleaned changes nothing.
@Test func randomNestingIsStable() {
    var random = Seeded(state: 11)
    let tags = [
        "a href=/x", "b", "i", "code", "p", "div", "ul", "ol", "li", "table", "tr", "td", "th", "tbody", "caption",
        "col", "h1", "h2",
        "pre", "blockquote", "dl", "dt", "dd", "br", "img src=/y", "hr", "ruby", "rt", "figure", "figcaption", "svg",
        "button",
        "video", "source src=/z", "picture", "noscript", "details", "summary", "form", "template", "style", "textarea",
    ]
    for _ in 0..<1500 {
        let html = random.html(tags: tags, pieces: 25)
        let content = HTMLContent(html, resolve: resolved)
        #expect(HTMLContent(content.html, resolve: resolved).html == content.html, "\(html.debugDescription)")
        #expect(SafeHTML.fault(in: content.html) == nil)
    }
}

@Test func anAddressThatCannotBeResolvedGoes() {
    let content = HTMLContent("<a href=/x>a</a><img src=/y>b") { _ in nil }
    #expect(content.html == "ab")
}

@Test func addressesAreHandedOverTrimmedAndDecoded() {
    var seen: [String] = []
    _ = HTMLContent("<a href=' a&amp;b\n'>x</a>") {
        seen.append($0)
        return $0
    }
    #expect(seen == ["a&b"])
}

@Test func tellsWhetherThereIsAnythingToShow() {
    #expect(HTMLContent("<p> </p><script>x</script>", resolve: resolved).isEmpty)
    #expect(!HTMLContent("<p><img src=/x></p>", resolve: resolved).isEmpty)
    #expect(!HTMLContent("x", resolve: resolved).isEmpty)
}

@Test func findsPicturesWithTheirCaptions() {
    let html = """
        <img src=/icon.png width=16 height=16><figure><img src=/a.jpg alt="An A" width=800 height=600>\
        <figcaption>The <b>first</b>\n letter</figcaption></figure>
        """
    let content = HTMLContent(html, resolve: resolved)
    let large = HTMLImage(
        url: "https://example.org/a.jpg", alt: "An A", width: 800, height: 600, caption: "The first letter")
    #expect(content.images.map(\.url) == ["https://example.org/icon.png", "https://example.org/a.jpg"])
    #expect(content.leadImage == large)
}
