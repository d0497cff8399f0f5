import Testing

@testable import XML

@Suite struct XMLRepairTests {
    private func repair(_ xml: String, entities: [String: [UInt8]] = [:]) -> (xml: String, notes: [String]) {
        let outcome = Array(xml.utf8).withUnsafeBufferPointer { XMLRepair.repair($0, entities: entities) }
        return (String(decoding: outcome.bytes, as: UTF8.self), outcome.notes.map(\.message))
    }

    static let cases = [
        XMLCase("a naked ampersand", "<a>AT&T &amp; x&y; &</a>", "<a>AT&amp;T &amp; x&amp;y; &amp;</a>"),
        XMLCase("a naked angle", "<a>1 < 2 <3 <</a>", "<a>1 &lt; 2 &lt;3 &lt;</a>"),
        XMLCase("entities of HTML", "<a b='&eacute;'>&nbsp;&hellip;</a>", "<a b=\"é\">\u{A0}…</a>"),
        XMLCase("numeric references", "<a>&#146;&#x92;&#0;&#8217 &#xZ;</a>", "<a>’’’ &amp;#xZ;</a>"),
        XMLCase("unclosed elements", "<a><b><c>x</b>y</a>", "<a><b><c>x</c></b>y</a>"),
        XMLCase("an end tag without a start tag", "<a>x</b>y</a>", "<a>xy</a>"),
        XMLCase(
            "an item that was not closed", "<r><item><t>1<item><t>2</r>",
            "<r><item><t>1</t></item><item><t>2</t></item></r>"),
        XMLCase("attributes without quotes", "<a b=c d e='f'/>", "<a b=\"c\" d=\"\" e=\"f\"/>"),
        XMLCase("a forgotten end quote", "<a><b c=\"d>x</b></a>", "<a><b c=\"d\">x</b></a>"),
        XMLCase("signs in attributes", "<a b='1 & 2 < 3 \"'/>", "<a b=\"1 &amp; 2 &lt; 3 &quot;\"/>"),
        XMLCase("a repeated attribute", "<a b='1' b='2'/>", "<a b=\"1\"/>"),
        XMLCase("control characters", "<a>x\u{1}y\u{FFFF}<![CDATA[\u{2}z]]></a>", "<a>xy<![CDATA[z]]></a>"),
        XMLCase("comments and instructions", "<a><!-- x --><?y?>z</a>", "<a>z</a>"),
        XMLCase("a cut-off document stays open", "<a><b>x", "<a><b>x"),
        XMLCase("a cut-off section", "<a><![CDATA[x", "<a><![CDATA[x]]>"),
        XMLCase("text before the root", "<1 & 2<a>x</a>", "<a>x</a>"),
        XMLCase("no root at all", "<1 & 2 ]]>", ""),
        XMLCase("what follows the root", "<a>x</a>trailer<b/>", "<a>x</a>"),
        XMLCase("the end of a section in text", "<a>]]></a>", "<a>]]&gt;</a>"),
        XMLCase(
            "a mistyped end tag", "<rss><title>A</titel><guid>1</guid></rss>",
            "<rss><title>A</title><guid>1</guid></rss>"),
        XMLCase(
            "an end tag of another name", "<rss><title>A</foo><b>1</b></rss>", "<rss><title>A</title><b>1</b></rss>"),
        XMLCase(
            "a mistyped end tag of an item", "<rss><itm><t>A</t></item><b/></rss>", "<rss><itm><t>A</t></itm><b/></rss>"
        ),
        XMLCase(
            "an end tag twice", "<rss><item><t>A</t></t><l>x</l></item></rss>",
            "<rss><item><t>A</t><l>x</l></item></rss>"),
        XMLCase(
            "an end tag of HTML in a text", "<description>a</p>b</o:p>c</description>", "<description>abc</description>"
        ),
        XMLCase(
            "end tags behind the last item", "<rss><item/></item></item><item/></rss>", "<rss><item/><item/></rss>"),
        XMLCase("a start tag for an end tag", "<rss><link>x<link><t>1</t></rss>", "<rss><link>x</link><t>1</t></rss>"),
        XMLCase(
            "an end tag that is missing", "<item><category>a<category>b</category></item>",
            "<item><category>a</category><category>b</category></item>"),
        XMLCase(
            "a word without its end tag", "<item><title>a<guid>b</guid></item>",
            "<item><title>a</title><guid>b</guid></item>"),
        XMLCase(
            "a text without its end tag", "<item><description>a<p>b</p><guid>c</guid></item>",
            "<item><description>a<p>b</p></description><guid>c</guid></item>"),
        XMLCase("markup in a title", "<item><title>a <b>c</title></item>", "<item><title>a <b>c</b></title></item>"),
        XMLCase(
            "an empty element without its end tag", "<item><enclosure url=\"a\"><guid>b</guid></item>",
            "<item><enclosure url=\"a\"></enclosure><guid>b</guid></item>"),
        XMLCase(
            "an item in a title of the channel", "<rss><channel><title>S<item><t>1</t></item></channel></rss>",
            "<rss><channel><title>S</title><item><t>1</t></item></channel></rss>"),
        XMLCase(
            "items of a menu in an item",
            "<rss><item><m:menu><m:item>a</m:item><m:item>b</m:item></m:menu>&</item></rss>",
            "<rss><item><m:menu><m:item>a</m:item><m:item>b</m:item></m:menu>&amp;</item></rss>"),
        XMLCase(
            "an end tag without its sign", "<rss><title>A</title<guid>1</guid></rss>",
            "<rss><title>A</title><guid>1</guid></rss>"),
        XMLCase("names in other cases", "<A>x</a>", "<A>x</A>"),
    ]

    @Test(arguments: cases)
    func repairs(_ test: XMLCase) { #expect(repair(test.xml).xml == test.seen) }

    @Test(arguments: cases)
    func mendingTwiceIsMendingOnce(_ test: XMLCase) { #expect(repair(test.seen).xml == test.seen) }

    @Test func cleanXMLIsLeftAlone() {
        let xml = "<a b=\"c\"><d/>&amp;&lt;é<![CDATA[<&]]></a>"
        let (repaired, notes) = repair(xml)
        #expect(repaired == xml)
        #expect(notes.isEmpty)
    }

    @Test func entitiesOfTheDoctypeAreText() {
        #expect(repair("<a>&x;&y;</a>", entities: ["x": Array("<&".utf8)]).xml == "<a>&lt;&amp;&amp;y;</a>")
    }

    @Test func anItemThatTheNextOneEndsIsNoted() {
        let (repaired, notes) = repair("<rss><item><title>A<item><title>B</title></item></rss>")
        #expect(repaired == "<rss><item><title>A</title></item><item><title>B</title></item></rss>")
        #expect(notes == ["elements that are not closed, or not in order"])
    }

    @Test func aNoteHasItsLine() {
        let outcome = Array("<a>\n\n&\n&</a>".utf8).withUnsafeBufferPointer { XMLRepair.repair($0) }
        #expect(outcome.notes == [XMLRepair.Note(message: "an & that should be &amp;", line: 3)])
    }
}

@Suite struct XMLPrologTests {
    private func prolog(_ xml: String) -> (rest: String, lines: Int, hadJunk: Bool, entities: [String: [UInt8]]) {
        Array(xml.utf8).withUnsafeBufferPointer { bytes in
            let prolog = XMLProlog(bytes)
            return (
                String(decoding: bytes[prolog.end...], as: UTF8.self), prolog.lines, prolog.hadJunk, prolog.entities
            )
        }
    }

    @Test(arguments: [
        "<a/>", " \n<a/>", "<?xml version='1.0'?><a/>", "<!-- < --><?x y?><a/>", "<!DOCTYPE a><a/>",
        "<!DOCTYPE a SYSTEM \"x>\" [<!-- > --><!ELEMENT a ANY>]><a/>", "<?xml?xml version=\"1.0\" ??><a/>",
    ])
    func findsTheRoot(_ xml: String) {
        #expect(prolog(xml).rest == "<a/>")
        #expect(!prolog(xml).hadJunk)
    }

    @Test func junkBeforeTheDeclarationIsLeftOut() {
        let (rest, lines, hadJunk, _) = prolog("<br />\nWarning: x in y\n<?xml version='1.0'?>\n<a/>")
        #expect(rest == "<a/>")
        #expect(lines == 3)
        #expect(hadJunk)
    }

    @Test func readsPlainEntitiesAndNoOthers() {
        let found = prolog(
            "<!DOCTYPE a [<!ENTITY x 'A&#38;B'><!ENTITY % p 'q'><!ENTITY s SYSTEM 'file:///etc/passwd'><!ENTITY x 'second'>]><a/>"
        )
        #expect(found.entities == ["x": Array("A&B".utf8)])
        #expect(found.rest == "<a/>")
    }

    @Test(arguments: [
        ("<rss><title>A</titel></rss>", true), ("<rss><title>A</rss>", true), ("<rss></b></rss>", true),
        ("<rss><title>A & B</title></rss>", false), ("<rss><title a=b>A</title></rss>", false),
    ])
    func tellsWhetherTagsMatch(_ xml: String, _ hadOddTags: Bool) {
        let outcome = Array(xml.utf8).withUnsafeBufferPointer { XMLRepair.repair($0) }
        #expect(outcome.hadOddTags == hadOddTags)
        #expect(!outcome.notes.isEmpty)
    }

    @Test(arguments: [
        ("titel", "title"), ("titl", "title"), ("descripton", "description"), ("subtitel", "subtitle"),
        ("itme", "item"),
        ("dc:creater", "dc:creator"), ("rs", "rss"), ("title", "media:title"), ("pubdat", "pubdate"),
    ])
    func mistypedNamesAreSimilar(_ one: String, _ other: String) { #expect(XMLOpenElement.areSimilar(one, other)) }

    @Test(arguments: [
        ("li", "link"), ("i", "id"), ("guid", "link"), ("name", "item"), ("", "a"), ("b", "body"), ("author", "title"),
    ])
    func otherNamesAreNot(_ one: String, _ other: String) { #expect(!XMLOpenElement.areSimilar(one, other)) }
}
