import Testing

@testable import Config

/// A hundred thousand feeds have few keys each, and share the value of all others.
struct PlainFeedTests {
    private let plain = Configuration.Feed(name: "", url: "")

    private func feeds(_ text: String) throws -> [Configuration.Feed] { try read(text).feeds }

    @Test(arguments: [
        "", "name = \"a\"\ntitle = \"A\"", "tags = [\"x\", \"y\"]", "interval = \"1h\"\nenabled = false",
        // As without them.
        "history = false\nfull_text = false", "websub = true\nauth = \"basic\"\nremove = []",
    ]) func takesNoMemoryForWhatItDoesNotHave(_ keys: String) throws {
        let feed = try #require(try feeds("[[feed]]\nurl = \"https://a.example/\"\n\(keys)\n").first)
        #expect(feed.isPlain && feed.sharesRareSettings(with: plain))
    }

    @Test(arguments: [
        "adaptive = true", "full_text = true", "headers = { \"X-A\" = \"b\" }", "keep = { title = \"x\" }",
        "timeout = \"5s\"", "websub = false", "proxy = \"none\"", "items = \"li\"",
    ]) func hasItsOwnWhereItSaysMore(_ key: String) throws {
        let feeds = try feeds(
            "[[feed]]\nurl = \"https://a.example/\"\n\(key)\n[[feed]]\nurl = \"https://b.example/\"\n")
        #expect(feeds.map(\.isPlain) == [false, true])
        #expect(feeds[0] != feeds[1] && feeds[0].headers.count + feeds[1].headers.count <= 1)
    }

    @Test func whatIsSetBackIsPlainAgain() {
        var (feed, other) = (plain, plain)
        feed.userAgent = "x"
        #expect(!feed.isPlain && other.isPlain && feed != other && other.userAgent == nil)
        feed.userAgent = nil
        other.userAgent = nil
        #expect(feed.isPlain && feed == other && other.sharesRareSettings(with: plain))
    }

    /// What a list gives its feeds is there once.
    @Test func feedsOfAListShareWhatTheListSays() throws {
        let list = try #require(
            try read("[[list]]\nurl = \"https://a.example/opml\"\nfull_text = true\n").lists.first)
        let feeds = try ["b", "c"].map {
            list.feed(at: try WebAddress(feed: "https://\($0).example/"), title: nil, tags: [])
        }
        #expect(feeds[0].fullText == .yes && !feeds[0].isPlain && feeds[0].sharesRareSettings(with: feeds[1]))
    }
}
