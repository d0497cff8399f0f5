import Bytes
import Testing

struct MarkupEscapeTests {
    @Test(arguments: [
        ("Tom & \"Jerry\" <3 it's", "Tom &amp; &quot;Jerry&quot; &lt;3 it&#39;s"), ("naïve 日本", "naïve 日本"), ("", ""),
    ])
    func html(_ text: String, _ escaped: String) {
        #expect(MarkupEscape.html(text) == escaped)
    }

    @Test(arguments: [
        ("a < b & \"c\" > d's", "a &lt; b &amp; &quot;c&quot; &gt; d's"), ("one\r\n\ttwo", "one&#13;\n\ttwo"),
        ("\u{0}\u{8}x\u{1F}\u{FFFE}\u{FFFF}y\u{7F}\u{FFFD}", "xy&#x7f;\u{FFFD}"), ("Ж 🙂", "Ж 🙂"),
        ("a\u{85}\u{9B}31m\u{202E}b\u{2066}c\u{2028}", "a&#x85;&#x9b;31m&#x202e;b&#x2066;c&#x2028;"),
        ("\u{A0}\u{200E}\u{2019}\u{2065}", "\u{A0}\u{200E}\u{2019}\u{2065}"),
    ])
    func xmlText(_ text: String, _ escaped: String) {
        #expect(MarkupEscape.xmlText(text) == escaped)
    }

    @Test(arguments: [
        ("a \"b\" & <c>", "a &quot;b&quot; &amp; &lt;c&gt;"), ("one\ttwo\n\u{1}\u{FFFF}.", "one two   ."),
    ])
    func xmlAttribute(_ text: String, _ escaped: String) {
        #expect(MarkupEscape.xmlAttribute(text) == escaped)
    }
}
