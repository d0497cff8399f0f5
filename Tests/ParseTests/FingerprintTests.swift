import Foundation
import Model
import TestSupport
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

    @Test(arguments: [
        (
            "<img src=\"https://cdn.example/a.jpg?X-Amz-Signature=aa\">",
            "<img src=\"https://cdn.example/a.jpg?X-Amz-Signature=b\">"
        ),
        ("<img src='//i0.cdn.example/site/a.jpg'>", "<img src='//i2.cdn.example/site/a.jpg'>"),
        ("<IMG src=https://img1.example/a?id=5&amp;rand=1>", "<IMG src=https://img22.example/a?id=5&amp;rand=83>"),
        ("<a href=\"https://cdn.example/a.png?sig=1\">", "<a href=\"https://cdn.example/a.png?sig=2\">"),
        (
            "<img src=\"https://count.example/x1\" width=\"1\" height=\"1\"> a",
            "<img src='https://b.example/2' width=0 height=0> a"
        ),
        (
            "<img style=\"width:1px; height: 1px\" src='https://count.example/x1'>",
            "<img src='https://b.example/2' style='border:0;height:0;width: 1PX'>"
        ),
        (
            "<img src='https://count.example/x1' style='display:none'>",
            "<img style=\"border:0; Display:None\" src='https://count.example/x2'>"
        ),
        (
            "<a href=\"https://a.example/f?id=1&Expires=17&Signature=ab\">",
            "<a href=\"https://a.example/f?id=1&Expires=18&Signature=cd\">"
        ),
        (
            "<img srcset=\"https://i0.a.example/x.webp?w=300 300w, https://i0.a.example/x.webp?w=600 600w\">",
            "<img srcset=\"https://i3.a.example/x.webp?w=300 300w, https://i3.a.example/x.webp?w=600 600w\">"
        ),
    ])
    func wherePicturesAreServedFromIsNoChange(_ one: String, _ other: String) {
        #expect(item(content: one).fingerprint() == item(content: other).fingerprint())
    }

    @Test(arguments: [
        ("<img src=\"https://cdn.example/a.jpg\">", "<img src=\"https://cdn.example/b.jpg\">"),
        ("<img style='width:1px' src='/a.jpg'>", "<img style='width:1px' src='/b.jpg'>"),
        ("<img style='width:100%;height:1px' src='/a.jpg'>", "<img style='width:100%;height:1px' src='/b.jpg'>"),
        ("<img style='width:1%;height:1%' src='/a.jpg'>", "<img style='width:1%;height:1%' src='/b.jpg'>"),
        ("<img alt='width:1px;height:1px' src='/a.jpg'>", "<img alt='width:1px;height:1px' src='/b.jpg'>"),
        (
            "<img style='border-width:1px;max-height:1px;height:1px' src='/a.jpg'>",
            "<img style='border-width:1px;max-height:1px;height:1px' src='/b.jpg'>"
        ),
        ("<img src=\"https://cdn.example/a?id=1\">", "<img src=\"https://cdn.example/a?id=2\">"),
        ("<img src=\"https://cdn.example/a.jpg\" alt=\"One\">", "<img src=\"https://cdn.example/a.jpg\" alt=\"Two\">"),
        ("<a href=\"https://a.example/x\">", "<a href=\"https://b.example/x\">"),
        ("<img src=\"https://cdn.example/a.jpg\" width=\"100\" height=\"100\">", ""), ("width=1 height=1", ""),
        ("a.jpg? b", "a.jpg? c"), ("https://a.example/?rand=1", "https://a.example/?rand=2"),
    ])
    func anotherPictureIsAChange(_ one: String, _ other: String) {
        #expect(item(content: one).fingerprint() != item(content: other).fingerprint())
    }

    @Test func theTextHasAHashOfItsOwn() {
        #expect(item(title: "A").fingerprint().textHash == item(title: "B").fingerprint().textHash)
        #expect(item(content: "a").fingerprint().textHash != item(content: "b").fingerprint().textHash)
        #expect(item(content: " \n").fingerprint().textHash == nil)
        var raw = item(content: "")
        raw.item.attachments = [Attachment(url: "https://a.example/1.mp3")]
        #expect(raw.fingerprint().textHash != nil)
    }

    @Test func theDateOfAnUpdateServesWhereThereIsNoOther() {
        var raw = item()
        raw.item.modified = Date(timeIntervalSince1970: 5)
        #expect(raw.fingerprint().published == Date(timeIntervalSince1970: 5))
        raw.item.published = Date(timeIntervalSince1970: 3)
        #expect(raw.fingerprint().published == Date(timeIntervalSince1970: 3))
    }

    @Test func tagsWithoutAnEndAreNoQuadraticWork() {
        for open in ["<img ", "<img \"", "<img src='", "a.jpg?", "?a=", "<img //", "&sig="] {
            let seconds = threadSeconds { _ = item(content: String(repeating: open, count: 200_000)).fingerprint() }
            #expect(seconds < 3, "\(open)")
        }
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
        var raw = item()
        raw.item.guid = nil
        #expect(raw.fingerprint().contentHash == 9_038_365_773_049_469_671)
        #expect(item().fingerprint().textHash == raw.fingerprint().textHash)
    }

    @Test func aBlankGuidIsNone() {
        var raw = item(link: "https://example.org/")
        raw.item.guid = "  "
        #expect(raw.fingerprint().guid == nil)
        #expect(raw.fingerprint().isSiteRoot)
    }
}
