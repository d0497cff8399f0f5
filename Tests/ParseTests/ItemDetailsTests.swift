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
}
