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
