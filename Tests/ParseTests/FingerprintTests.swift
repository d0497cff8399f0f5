import Testing

@testable import Parse

@Suite struct FingerprintTests {
    private func item(
        title: String = "T", content: String = "<p>Some words</p>", link: String = "https://example.org/1"
    ) -> RawItem {
        var raw = RawItem()
        raw.item.guid = "1"
        raw.item.url = link
        raw.title = RawText(title)
        raw.content = RawText(content, kind: .html)
        return raw
    }

    @Test func whiteSpaceAndTrackersAreNoChange() {
        let one = item().fingerprint()
        let other = item(
            title: " T\n", content: "<p>Some\n  words</p>", link: "http://www.example.org/1/?utm_source=rss"
        ).fingerprint()
        #expect(one == other)
        let link = "<a href=\"https://a.example/?x=1&utm_medium=feed\">"
        #expect(item(content: link).fingerprint() == item(content: "<a href=\"https://a.example/?x=1\">").fingerprint())
    }

    @Test(arguments: [
        ("<a href=\"https://a.example/?utm_source=rss&x=1\">", "<a href=\"https://a.example/?x=1\">"),
        ("<a href=\"https://a.example/?x=1&amp;fbclid=A1\">", "<a href=\"https://a.example/?x=1\">"),
        ("<a href=\"https://a.example/?mc_cid=1#top\">", "<a href=\"https://a.example/#top\">"),
        ("<p>Text</p><p>1 comment</p>", "<p>Text</p><p>1,340 comments</p>"),
        ("Text <b>3</b>&nbsp;replies", "Text <b>14</b>&nbsp;replies"),
        ("<p>Points: 12</p> <p># Comments: 4</p>", "<p>Points: 1.2k</p> <p># Comments: 51</p>"),
        ("Text. Comments (9)", "Text. Comments (10)"), ("Posted 1 hour ago", "Posted 14 hours ago"),
        ("<b>Score:</b> 7", "<b>Score:</b> 8"),
    ])
    func trackersAndCountersAreNoChange(_ one: String, _ other: String) {
        #expect(item(content: one).fingerprint() == item(content: other).fingerprint())
    }

    @Test(arguments: [
        ("The bridge is 12 metres long", "The bridge is 13 metres long"), ("won by 3 points", "won by 4 points"),
        ("https://a.example/?id=1", "https://a.example/?id=2"), ("in 3 hours", "in 4 hours"),
        ("Comments of 2019", "Comments of 2020"), ("the comments12 table", "the comments13 table"),
        ("12", "13"), ("Score", "Score:"), ("a?b", "ab"),
    ])
    func otherNumbersAreAChange(_ one: String, _ other: String) {
        #expect(item(content: one).fingerprint() != item(content: other).fingerprint())
    }

    @Test func otherWordsAreAChange() {
        #expect(item().fingerprint() != item(content: "<p>Some word</p>").fingerprint())
        #expect(item().fingerprint() != item(title: "U").fingerprint())
        #expect(
            item(title: "ab", content: "c").fingerprint().contentHash
                != item(title: "a", content: "bc").fingerprint().contentHash)
    }

    /// Stored hashes are compared across versions and machines.
    @Test func theHashNeverChanges() {
        #expect(item().fingerprint().contentHash == 9_038_365_773_049_469_671)
    }

    @Test func aBlankGuidIsNone() {
        var raw = item(link: "https://example.org/")
        raw.item.guid = "  "
        #expect(raw.fingerprint().guid == nil)
        #expect(raw.fingerprint().isSiteRoot)
    }
}
