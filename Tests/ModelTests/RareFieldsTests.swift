import Foundation
import Testing

@testable import Model

/// The fields that most items lack are kept elsewhere, and no one must notice.
@Suite struct RareFieldsTests {
    @Test func aCopyIsACopy() {
        var one = Item()
        one.rights = "mine"
        var other = one
        other.rights = "yours"
        other.podcast.episode = 7
        #expect(one.rights == "mine" && one.podcast.isEmpty)
        #expect(other.rights == "yours" && other.podcast.episode == 7)
    }

    @Test func whatIsTakenBackIsAsIfItHadNeverBeen() {
        var item = Item()
        item.byline = "By A"
        item.media.thumbnails = [.init(url: "http://e.example/1.png")]
        #expect(item != Item())
        item.byline = nil
        item.media = Media()
        #expect(item == Item())
    }

    /// Each field is written where it is read from.
    @Test func fieldsDoNotGetInEachOthersWay() {
        var item = Item()
        (item.externalURL, item.titleHTML, item.summaryHTML, item.imageCaption) = ("a", "b", "c", "d")
        (item.bannerImage, item.byline, item.siteName, item.direction) = ("e", "f", "g", "rtl")
        (item.commentsURL, item.rights, item.license, item.commentsCount) = ("h", "i", "j", 0)
        item.created = Date(timeIntervalSince1970: 1)
        item.contributors = [Person(name: "k")]
        item.publisher = Person(name: "l")
        item.location = Location(latitude: 1, longitude: 2)
        #expect(
            [item.externalURL, item.titleHTML, item.summaryHTML, item.imageCaption] == ["a", "b", "c", "d"]
                && [item.bannerImage, item.byline, item.siteName, item.direction] == ["e", "f", "g", "rtl"])
        #expect([item.commentsURL, item.rights, item.license] == ["h", "i", "j"] && item.commentsCount == 0)
        #expect(item.created == Date(timeIntervalSince1970: 1) && item.contributors == [Person(name: "k")])
        #expect(item.publisher == Person(name: "l") && item.location == Location(latitude: 1, longitude: 2))
    }

    @Test func anItemIsSmall() { #expect(MemoryLayout<Item>.size <= 256) }
}
