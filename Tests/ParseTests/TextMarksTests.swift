import Testing

@testable import Cleaning
@testable import Parse

@Suite struct TextMarksTests {
    @Test(arguments: [
        ("<![CDATA[a]]>", "a"), ("<![CDATA[ a ]]>", "a"), ("<![CDATA[<![CDATA[a]]>]]>", "a"),
        ("<![CDATA[a]]> and <![CDATA[b]]>", "a and b"), ("&lt;![CDATA[a]]&gt;", "a"), ("<![CDATA[]]>", ""),
    ])
    func marksOfSectionsGo(_ text: String, _ inner: String) {
        #expect(CDATAMarks.removed(text, isBody: false) == inner)
        #expect(CDATAMarks.removed(text, isBody: true) == inner)
    }

    @Test(arguments: [
        "<![CDATA[ mean?", "What does <![CDATA[ mean?", "<![CDATA[ and ]]> explained", "a]]>", "", "<", "&lt;b&gt;",
    ])
    func aTextThatSpeaksOfThemStays(_ text: String) { #expect(CDATAMarks.removed(text, isBody: false) == nil) }

    @Test func aBodyMayLackItsEndOrGoOn() {
        #expect(CDATAMarks.removed("<![CDATA[cut off", isBody: true) == "cut off")
        #expect(CDATAMarks.removed("<![CDATA[a]]> b", isBody: true) == "a b")
        #expect(CDATAMarks.removed("a <![CDATA[b]]>", isBody: true) == nil)
    }

    @Test(arguments: [
        ("Ann O&#039;Hare &amp; Sons", "Ann O'Hare & Sons"), ("D&eacute;j&agrave; vu", "Déjà vu"),
        ("<a href=\"https://ann.example/\">Ann Example</a>", "Ann Example"), ("<b>Bold</b>", "Bold"), ("R&D", "R&D"),
        ("AT&T", "AT&T"), ("Ann <ann@site.example>", "Ann <ann@site.example>"), ("List<String>", "List<String>"),
        ("Example, Ann", "Example, Ann"), ("a < b", "a < b"),
    ])
    func namesAreReadOnce(_ text: String, _ plain: String) { #expect(TextLine.plain(text) == plain) }

    @Test(arguments: [
        "<p></p>", "<p>&nbsp;</p>\n<div><br/></div>", "<!-- empty -->", "<p>\u{a0}</p>", "<a href='x'></a>", "&nbsp;",
        "<p>\u{3000}\u{2003}</p>", "<P CLASS='a'></P>", "<h1></h1>",
    ])
    func someMarkupShowsNothing(_ html: String) { #expect(BlankMarkup.isBlank(html)) }

    @Test(arguments: [
        "<p>a</p>", "<img src=a>", "<hr>", "<iframe src=a></iframe>", "<p", "<p>&amp;</p>", "a", "<x-y></x-y>",
        "<pé></pé>",
        "<p>\u{200C}a</p>", "<!-- never closed", "<p>&nbspx</p>",
    ])
    func otherMarkupDoes(_ html: String) { #expect(!BlankMarkup.isBlank(html)) }

    @Test(arguments: [
        ("a\r\nb\rc\nd", "a\nb\nc\nd"), ("\r\r\n\n\r", "\n\n\n\n"), ("é\r", "é\n"), ("a\n", "a\n"),
    ])
    func lineEndsAreLineFeeds(_ text: String, _ plain: String) { #expect(BodyLook.withLineFeeds(text) == plain) }

    @Test(arguments: ["a", "<p>a", " <p class=a><b>“a", "<img src=a>a", "<p>é", "語", "(a)"])
    func aWordIsSeenAtAGlance(_ html: String) { #expect(BodyLook.beginsWithWord(html)) }

    @Test(arguments: [
        "", "<p></p>", "<!-- a > b -->", "<style>p{}</style>", "<p>&nbsp;</p>", "<p>\u{A0}</p>", "<p>\u{200B}", "<p",
        "<script>a</script>", "<svg>a</svg>", "\u{FEFF}",
    ])
    func whatMayBeNothingIsLookedAt(_ html: String) { #expect(!BodyLook.beginsWithWord(html)) }

    @Test(
        arguments: [
            ("en_US", "en-US"), ("en_US.UTF-8", "en-US"), ("pt_BR@euro", "pt-BR"), ("en-us", "en-us"), (" de ", "de"),
            ("zh_Hant_TW", "zh-Hant-TW"), ("", nil),
        ] as [(String, String?)])
    func languagesHaveHyphens(_ tag: String, _ normal: String?) { #expect(LanguageTag.normalized(tag) == normal) }
}
