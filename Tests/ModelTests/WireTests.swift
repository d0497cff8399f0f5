import Bytes
import Foundation
import Testing

@testable import Model

/// What crosses to a parser process and back: every field, or an article would lack it.
struct WireTests {
    private static let person = Person(
        name: "N", url: "https://a.example/n", email: "n@a.example", avatar: "https://a.example/a")
    private static let date = Date(timeIntervalSince1970: 1_700_000_000.5)

    private static var source: ItemSource {
        var source = ItemSource()
        (source.id, source.title, source.url, source.feedURL) = ("i", "t", "u", "f")
        (source.updated, source.authors) = (date, [person])
        return source
    }

    private static var podcast: Podcast {
        var podcast = Podcast()
        (podcast.explicit, podcast.block, podcast.season, podcast.episode) = (true, false, 2, 3.5)
        podcast.chapters = [.init(start: 1.5, title: "c", url: "u", image: "i")]
        return podcast
    }

    private static var media: Media {
        var media = Media()
        media.thumbnails = [.init(url: "t", width: 1, height: 2)]
        media.credits = [.init(name: "n", role: "r")]
        return media
    }

    private static var rare: RareFields {
        RareFields(
            externalURL: "e", titleHTML: "t", summaryHTML: "s", imageCaption: "i", bannerImage: "b", created: date,
            contributors: [person], publisher: person, byline: "b", siteName: "s", direction: "rtl", commentsURL: "c",
            commentsCount: 7, rights: "r", license: "l", source: source, media: media,
            location: Location(latitude: -1.5, longitude: 2), podcast: podcast)
    }

    private static var item: Item {
        var item = Item()
        (item.guid, item.guidIsPermalink, item.url, item.canonicalURL) = ("g", true, "u", "c")
        (item.title, item.contentHTML, item.contentText, item.summary) = ("t", "<p>", "x", "s")
        (item.image, item.published, item.modified, item.authors) = ("i", date, date + 1, [person, Person(name: "M")])
        (item.tags, item.language) = (["a", "b"], "de")
        item.categories = [Category(term: "t", scheme: "s", label: "l")]
        item.attachments = [Attachment(url: "u", mimeType: "m", title: "t", size: 1, duration: 2.5)]
        item.links = [Link(rel: "r", href: "h", type: "t", title: "i", hreflang: "l", length: 3)]
        item.rare = Rare(rare)
        return item
    }

    private static var feed: Feed {
        var feed = Feed(format: .atom10)
        (feed.encoding, feed.warnings, feed.id, feed.title, feed.titleHTML) = ("utf-8", ["w"], "i", "t", "h")
        (feed.descriptionText, feed.descriptionHTML, feed.homePageURL, feed.feedURL) = ("d", "e", "h", "f")
        (feed.icon, feed.favicon, feed.authors, feed.contributors) = ("i", "f", [person], [person])
        (feed.publisher, feed.language, feed.rights, feed.published, feed.updated) = (person, "en", "r", date, date)
        feed.categories = [Category(term: "t")]
        feed.generator = Generator(name: "n", url: "u", version: "v")
        feed.image = FeedImage(url: "u", title: "t", link: "l")
        feed.links = [Link(rel: "r", href: "h")]
        feed.hubs = [Hub(type: "t", url: "u")]
        feed.nextURL = "n"
        (feed.archive.previous, feed.archive.next, feed.archive.current) = ("p", "n", "c")
        (feed.expired, feed.podcast, feed.ttl, feed.skipHours) = (true, podcast, 60, [1, 23])
        (feed.skipDays, feed.updateInterval) = (["Monday"], 3600)
        return feed
    }

    /// The members of a value that are as those of a blank one: the sample would not show that they get lost.
    private func unset(_ value: Any, _ blank: Any) -> [String] {
        zip(Mirror(reflecting: value).children, Mirror(reflecting: blank).children).compactMap { one, other in
            "\(one.value)" == "\(other.value)" ? one.label : nil
        }
    }

    @Test func everyFieldArrives() throws {
        #expect(unset(Self.item, Item.blank) == [] && unset(Self.rare, RareFields.blank) == [])
        #expect(unset(Self.feed, Feed(format: .rss20)) == [])
        #expect(unset(Self.source, ItemSource.blank) == [] && unset(Self.podcast, Podcast.blank) == [])
        #expect(try Item(onWire: Self.item.onWire) == Self.item)
        #expect(try Feed(onWire: Self.feed.onWire) == Self.feed)
        #expect(try Item(onWire: Item().onWire) == Item())
        let print = Fingerprint(
            guid: "g", canonicalURL: "c", isSiteRoot: true, title: "t", published: Self.date, contentHash: .max,
            textHash: 1)
        #expect(try Fingerprint(onWire: print.onWire) == print)
    }

    @Test func anItemThatIsCutOffIsAFault() {
        let bytes = Self.item.onWire
        for count in 0..<bytes.count {
            #expect(throws: Wire.Fault.self) { try Item(onWire: Array(bytes[..<count])) }
        }
    }

    @Test(arguments: [1e15, -1e15]) func datesAreThoseThatCanBeWritten(_ seconds: Double) {
        var item = Item()
        item.published = Date(timeIntervalSince1970: seconds)
        #expect(throws: Wire.Fault.self) { try Item(onWire: item.onWire) }
    }
}
