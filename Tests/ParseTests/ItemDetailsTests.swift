import Model
import Testing

@testable import Parse

/// What single elements of an item say.
@Suite struct ItemDetailsTests {
    private func item(_ xml: String) throws -> Item {
        let spaces = """
            xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" \
            xmlns:podcast="https://podcastindex.org/namespace/1.0"
            """
        let document = "<rss version='2.0' \(spaces)><channel><item><title>A</title>\(xml)</item></channel></rss>"
        return try #require(FeedParser.parse(Array(document.utf8)).items.first).item
    }

    @Test(
        arguments: [
            ("<media:license href='https://law.example/by'>CC</media:license>", "https://law.example/by"),
            ("<media:license href='javascript:alert(1)'>CC</media:license>", "CC"),
            ("<media:license href='file:///etc/hosts'/>", nil),
            ("<podcast:license url='data:text/html,x'>mine</podcast:license>", "mine"),
        ] as [(String, String?)])
    func aLicenseIsAnAddressOrAName(_ xml: String, _ license: String?) throws {
        #expect(try item(xml).license == license)
    }

    @Test(arguments: [
        (["a.mp3", "b.jpg"], 0), (["b.jpg", "a.mp3"], 1), (["b.pdf", "a.m4a?x=1"], 1), (["b.pdf"], 0),
        (["b.pdf", "c.jpg", "a.mp4"], 2),
    ])
    func aDurationIsThatOfSoundOrFilm(_ files: [String], _ index: Int) throws {
        let enclosures = files.map { "<enclosure url='https://cast.example/\($0)'/>" }.joined()
        let attachments = try item(enclosures + "<itunes:duration>60</itunes:duration>").attachments
        #expect(attachments.indices.filter { attachments[$0].duration != nil } == [index])
    }

    @Test(
        arguments: [
            ("<itunes:episode>5,5</itunes:episode>", 5.5), ("<podcast:episode>315.5</podcast:episode>", 315.5),
            ("<podcast:episode>3,25</podcast:episode>", 3.25), ("<itunes:episode>1,2,3</itunes:episode>", nil),
            ("<itunes:episode>0</itunes:episode>", 0),
        ] as [(String, Double?)])
    func episodesMayBeFractions(_ xml: String, _ episode: Double?) throws {
        #expect(try item(xml).podcast.episode == episode)
    }

    @Test(arguments: ["0", "00:00", "0:00:00", "PT0S", "0.0"])
    func noLengthIsZero(_ length: String) throws {
        let sound = "<enclosure url='https://e.example/a.mp3'/>"
        #expect(try item("\(sound)<itunes:duration>\(length)</itunes:duration>").attachments.map(\.duration) == [nil])
        let film = "<media:content url='https://e.example/a.mp4' duration='\(length)'/>"
        #expect(try item(film).attachments.map(\.duration) == [nil])
    }

    @Test(
        arguments: [
            ("<podcast:location rel='creator' geo='geo:1.5,2.5'>Studio</podcast:location>", nil),
            ("<podcast:location geo='geo:1.5,2.5'>Moor</podcast:location>", [1.5, 2.5]),
            ("<podcast:location rel='subject' geo='geo:1.5,2.5,183'>Moor</podcast:location>", [1.5, 2.5]),
            ("<podcast:location geo='geo:1.5,-2.5;u=35'>Moor</podcast:location>", [1.5, -2.5]),
            (
                "<podcast:location geo='geo:1,2'>Moor</podcast:location>"
                    + "<podcast:location rel='creator' geo='geo:3,4'>Studio</podcast:location>", [1, 2]
            ),
        ] as [(String, [Double]?)])
    func aPlaceIsThatOfTheSubject(_ xml: String, _ place: [Double]?) throws {
        #expect(try item(xml).location.map { [$0.latitude, $0.longitude] } == place)
    }

    @Test func aPictureHasNoDuration() throws {
        let item = try item("<enclosure url='https://e.example/a.jpg'/><itunes:duration>60</itunes:duration>")
        #expect(item.attachments.map(\.duration) == [nil])
    }

    @Test(arguments: ["%", "%px", "%.0", " % "])
    func theWidestPictureIsShown(_ form: String) throws {
        let pictures = ["140", "960", "460"].map { width in
            "<media:content url='https://e.example/\(width).jpg' width='\(form.replacing("%", with: width))'/>"
        }
        #expect(try item(pictures.joined()).image == "https://e.example/960.jpg")
    }

    @Test(arguments: [
        "a?x=1&amp;y=2", "a?x=1&amp;amp;y=2", "a?x=1&amp;amp;amp;y=2", "a?x=1&amp;#038;y=2", "a?x=1&amp;amp;#38;y=2",
    ])
    func anAddressIsEscapedOnce(_ path: String) throws {
        #expect(try item("<link>https://e.example/\(path)</link>").url == "https://e.example/a?x=1&y=2")
    }

    @Test(arguments: ["a?amp=1&amp;ampersand=2", "a?x=&amp;amp", "a?x=%26amp;"])
    func whatOnlyLooksEscapedStays(_ path: String) throws {
        let plain = "https://e.example/" + path.replacing("&amp;", with: "&")
        #expect(try item("<link>https://e.example/\(path)</link>").url == plain)
    }

    @Test(arguments: ["chanel", "Chan", "channels"])
    func aChannelMayBeMistyped(_ name: String) throws {
        let document = """
            <rss version='2.0'><\(name)><title>F</title><item><title>A</title></item><item><title>B</title></item>\
            </\(name)></rss>
            """
        #expect(try FeedParser.parse(Array(document.utf8)).items.map(\.title?.value) == ["A", "B"])
    }

    /// RSS 0.91 with the DTD of Netscape is valid with entities of HTML.
    @Test(arguments: [
        ("<!DOCTYPE rss PUBLIC '-//Netscape//DTD' 'http://my.netscape.example/rss-0.91.dtd'>", [String]()),
        ("<!DOCTYPE rss SYSTEM 'rss-0.91.dtd' [<!ENTITY me 'Ann'>]>", []),
        ("<!DOCTYPE rss [<!ENTITY eacute '&#233;'>]>", []),
        ("<!DOCTYPE rss>", ["line 1: entities of HTML that XML does not know"]),
        ("<!DOCTYPE rss [<!ENTITY me 'Ann'>]>", ["line 1: entities of HTML that XML does not know"]),
        ("", ["line 1: entities of HTML that XML does not know"]),
    ])
    func entitiesMayBeDeclaredElsewhere(_ doctype: String, _ warnings: [String]) throws {
        let document = "\(doctype)<rss version='0.91'><channel><item><title>Caf&eacute;</title></item></channel></rss>"
        let feed = try FeedParser.parse(Array(document.utf8))
        #expect(feed.items.map(\.title?.value) == ["Café"])
        #expect(feed.feed.warnings == warnings)
    }

    private func feed(_ name: String, _ items: String) throws -> ParsedFeed {
        let spaces = "xmlns:georss='http://www.georss.org/georss' xmlns:made='https://made.example/up'"
        let isAtom = name == "feed"
        let document =
            isAtom
            ? "<feed xmlns='http://www.w3.org/2005/Atom' \(spaces)>\(items)</feed>"
            : "<rss version='0.92' \(spaces)><channel>\(items)</channel></rss>"
        return try FeedParser.parse(Array(document.utf8))
    }

    /// Whatever is in an item, it is one: also what is not known.
    @Test(arguments: [
        ("rss", "<item><made:up>a</made:up></item>"),
        ("rss", "<item><expirationDate>1 Jan 2004</expirationDate></item>"),
        ("rss", "<item><author>Ann</author></item>"), ("rss", "<item><category>a</category></item>"),
        ("rss", "<item><georss:polygon>1 2 3 4 5 6 1 2</georss:polygon></item>"),
        ("feed", "<entry><source><rights>a</rights></source></entry>"), ("feed", "<entry><rights>a</rights></entry>"),
        ("feed", "<entry><source><generator>a</generator></source></entry>"),
        ("feed", "<entry><contributor><name>a</name></contributor></entry>"),
    ])
    func anItemWithAnythingIsOne(_ name: String, _ xml: String) throws {
        let feed = try feed(name, xml)
        #expect(feed.items.count == 1)
        #expect(feed.feed.warnings == [])
    }

    @Test(arguments: [
        ("rss", "<item/>"), ("rss", "<item> </item>"), ("rss", "<item><link> </link><title/></item>"),
        ("rss", "<item><made:up>a</made:up></item><item/>"), ("feed", "<entry><georss:point> </georss:point></entry>"),
    ])
    func anEmptyItemIsLeftOutAndSaid(_ name: String, _ xml: String) throws {
        let feed = try feed(name, xml)
        #expect(feed.items.count == (xml.contains("made:up") ? 1 : 0))
        #expect(feed.feed.warnings == ["line 1: an item without anything in it is left out"])
    }
}
