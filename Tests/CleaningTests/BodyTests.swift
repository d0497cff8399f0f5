import Model
import Parse
import Testing

@testable import Cleaning

/// Bodies that no one called HTML or plain.
@Suite struct BodyTests {
    @Test(arguments: [
        "<p>a", "a<br>b", "a<BR/>b", "a <b>b</b>", "</div>", "<a href=x>", "<img src='x'>", "<font color=red>a",
        "<!-- a -->b",
        "<li>a<li>b", "a <span class=\"b\">c", "<A HREF = 'x'>a", "<hr>", "<td >a", "<amp-img src='/a.jpg'>",
        "a</amp-video>",
    ])
    func isMarkup(text: String) { #expect(BodyLook.isHTML(text)) }

    @Test(arguments: [
        "", "a", "x<y", "x<y and z>w", "if a<b and c>d", "a <b> c", "Map<String, List<Int>>", "List<Object>", "Vec<A>",
        "Ann <ann@mail.example>", "<https://site.example/>", "I <3 it", "<settings>", "a < b", "<", "</", "<p", "<br",
        "a<p b<c",
        "the a<b case\nline", "<Button>", "<a = b>", "<title>", "<your-name>", "</p-q>", "< p >", "<-- a", "</3",
    ])
    func isPlain(text: String) { #expect(!BodyLook.isHTML(text)) }

    struct Body: CustomTestStringConvertible {
        let testDescription: String, value: String, kind: RawText.Kind, text: String?, html: String?, markdown: String?

        init(
            _ description: String, _ value: String, _ kind: RawText.Kind = .unknown, text: String?, html: String?,
            markdown: String?
        ) {
            (testDescription, self.value, self.kind) = (description, value, kind)
            (self.text, self.html, self.markdown) = (text, html, markdown)
        }
    }

    @Test(arguments: [
        Body("line ends stay", "a\nb\n\nc", text: "a\nb\n\nc", html: "<p>a<br>b</p><p>c</p>", markdown: "a\\\nb\n\nc"),
        Body("all line ends", "a\r\nb\rc", text: "a\nb\nc", html: "a<br>b<br>c", markdown: "a\\\nb\\\nc"),
        Body("angles stay", "x<y &amp; z", text: "x<y & z", html: "x&lt;y &amp; z", markdown: "x&lt;y & z"),
        Body(
            "an address with parameters", "a\nhttp://e.example/?a=1&copy=2", text: "a\nhttp://e.example/?a=1&copy=2",
            html: "a<br>http://e.example/?a=1&amp;copy=2", markdown: "a\\\nhttp://e.example/?a=1&copy=2"),
        Body("markup is markup", "<p>a\nb</p>", text: "a b", html: "<p>a\nb</p>", markdown: "a b"),
        Body("HTML without a tag", "a\nb &lt;", .html, text: "a b <", html: "a\nb &lt;", markdown: "a b &lt;"),
        Body(
            "plain is plain", "<p>a</p> &amp;", .plain, text: "<p>a</p> &amp;", html: nil,
            markdown: "&lt;p>a&lt;/p> \\&amp;"),
        Body(
            "plain with HTML beside it", "<p>a</p>\nb", .literal, text: "<p>a</p>\nb",
            html: "&lt;p&gt;a&lt;/p&gt;<br>b",
            markdown: "&lt;p>a&lt;/p>\\\nb"),
    ])
    func isReadAsItIs(_ body: Body) {
        var raw = RawItem()
        raw.content = RawText(body.value, kind: body.kind)
        let clean = Cleaner().clean(raw, feed: Feed(format: .rss20), markdown: true)
        #expect(clean.item.contentText == body.text)
        #expect(clean.item.contentHTML == body.html)
        #expect(clean.markdownBody == body.markdown)
    }

    @Test(arguments: [
        ("<p></p>", "b"), (" <p>&nbsp;</p> ", "b"), ("<img src=x width=1 height=1>", "b"), ("<div>\u{200B}</div>", "b"),
        ("<p>a</p>", "a"), ("<img src='http://e.example/x'>", nil), ("a", "a"),
    ])
    func whatShowsNothingHidesNothing(content: String, text: String?) {
        var raw = RawItem()
        raw.content = RawText(content, kind: .html)
        raw.summary = RawText("<p>b</p>", kind: .unknown)
        #expect(Cleaner().clean(raw, feed: Feed(format: .rss20)).item.contentText == text)
    }
}
