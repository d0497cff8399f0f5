import Model
import Testing
import Web

@testable import Operations

@Suite("Feeds of pages that people have at hand")
struct DiscoveryTests {
    @Test(arguments: [
        ("https://www.youtube.com/channel/UCabc-_1", ["https://www.youtube.com/feeds/videos.xml?channel_id=UCabc-_1"]),
        ("https://youtube.com/channel/UCabc/videos", ["https://www.youtube.com/feeds/videos.xml?channel_id=UCabc"]),
        ("https://m.youtube.com/playlist?list=PLx", ["https://www.youtube.com/feeds/videos.xml?playlist_id=PLx"]),
        ("https://www.youtube.com/watch?v=a&list=PLx", ["https://www.youtube.com/feeds/videos.xml?playlist_id=PLx"]),
        ("https://www.youtube.com/user/name", ["https://www.youtube.com/feeds/videos.xml?user=name"]),
        ("https://www.youtube.com/@handle", []), ("https://www.youtube.com/watch?v=a", []),
        ("https://www.youtube.com/feeds/videos.xml?channel_id=UCabc", []),
        (
            "https://github.com/curl/curl",
            ["releases", "tags", "commits"].map { "https://github.com/curl/curl/\($0).atom" }
        ),
        ("https://github.com/a/b.git", ["releases", "tags", "commits"].map { "https://github.com/a/b/\($0).atom" }),
        ("https://github.com/a/b/tree/x/y", ["https://github.com/a/b/commits/x/y.atom"]),
        ("https://github.com/a/b/commits/main/", ["https://github.com/a/b/commits/main.atom"]),
        ("https://github.com/a/b/releases", ["releases", "tags"].map { "https://github.com/a/b/\($0).atom" }),
        ("https://github.com/a", ["https://github.com/a.atom"]), ("https://github.com/features", []),
        ("https://github.com/a/b/releases.atom", []), ("https://github.com/a.atom", []), ("https://github.com/", []),
        ("https://www.reddit.com/r/swift", ["https://www.reddit.com/r/swift/.rss"]),
        ("https://old.reddit.com/r/swift/top/?t=week", ["https://www.reddit.com/r/swift/top/.rss?t=week"]),
        ("https://reddit.com/u/me/", ["https://www.reddit.com/user/me/.rss"]),
        ("https://www.reddit.com/", ["https://www.reddit.com/.rss"]), ("https://www.reddit.com/r/swift/.rss", []),
        ("https://mastodon.social/@a", ["https://mastodon.social/@a.rss"]),
        ("https://mastodon.social/tags/linux", ["https://mastodon.social/tags/linux.rss"]),
        ("https://mastodon.social/@a.rss", []), ("https://blog.example/@a", []), ("https://example.org/", []),
        ("http://github.com:8080/a/b", []),
        (
            "https://gitlab.com/group/sub/project/-/tree/main",
            ["releases.atom", "tags?format=atom", "commits?format=atom"].map {
                "https://gitlab.com/group/sub/project/-/\($0)"
            }
        ),
        (
            "https://codeberg.org/a/b",
            ["/releases.rss", "/tags.rss", ".rss"].map { "https://codeberg.org/a/b\($0)" }
        ),
        ("https://medium.com/@a/some-story-123", ["https://medium.com/feed/@a"]),
        ("https://medium.com/tag/swift", ["https://medium.com/feed/tag/swift"]),
        ("https://a.medium.com/", ["https://a.medium.com/feed"]),
        ("https://a.medium.com/story-1", ["https://a.medium.com/feed"]), ("https://a.medium.com/feed", []),
        ("https://bsky.app/profile/a.bsky.social", ["https://bsky.app/profile/a.bsky.social/rss"]),
        ("https://lemmy.world/c/news", ["https://lemmy.world/feeds/c/news.xml?sort=New"]),
        ("https://medium.com/pub/tagged/ai", ["https://medium.com/feed/pub/tagged/ai"]),
        ("https://mastodon.social/@a/123", ["https://mastodon.social/@a.rss"]),
        ("https://mastodon.social/@a/tagged/x", ["https://mastodon.social/@a/tagged/x.rss"]),
        ("https://mastodon.social/@a@other.example", ["https://other.example/@a.rss"]),
        ("https://mastodon.social/tags/x.rss", []), ("https://mastodon.social/about", []),
    ])
    func sites(page: String, feeds: [String]) throws {
        #expect(SiteRule.feeds(of: try WebURL(parsing: page)).map(\.url) == feeds)
    }

    @Test(arguments: [
        ("@ada@social.example", "https://social.example/@ada.rss"), ("ada@social.example", nil), ("@ada", nil),
        ("@a/b@social.example", nil), ("@@x.example", nil),
    ])
    func handles(text: String, feed: String?) { #expect(SiteRule.feed(ofHandle: text)?.url == feed) }

    @Test func aVideosPageTellsItsChannel() throws {
        let id = "UC" + String(repeating: "x", count: 22)
        let page = FeedPage(
            Array(#"<script>{"channelId":"\#(id)"}</script>"#.utf8),
            url: try WebURL(parsing: "https://www.youtube.com/watch?v=a"))
        #expect(page.channel?.href == "https://www.youtube.com/channel/\(id)")
        #expect(
            SiteRule.unfolded(try WebURL(parsing: "https://youtu.be/abc?t=1")) == "https://www.youtube.com/watch?v=abc")
    }

    @Test(arguments: [
        (
            "https://podcasts.apple.com/us/podcast/name/id123?i=9",
            "https://itunes.apple.com/lookup?id=123&entity=podcast"
        ),
        ("https://podcasts.apple.com/us/browse", nil),
    ])
    func podcastDirectories(page: String, directory: String?) throws {
        #expect(SiteRule.directory(of: try WebURL(parsing: page)) == directory)
    }

    @Test(arguments: [
        ("example.org/blog ", "https://example.org/blog"), ("localhost:8080/feed", "http://localhost:8080/feed"),
        ("192.168.1.5:1200/x", "http://192.168.1.5:1200/x"), ("example.org:8443/x", "https://example.org:8443/x"),
        ("\thttp://example.org/#top\n", "http://example.org/"), ("[::1]:8080/x", "http://[::1]:8080/x"),
        ("[::1]/x", "http://[::1]/x"),
    ])
    func addressesAsPeopleGiveThem(text: String, url: String) throws {
        #expect(try FeedFinder.address(text).href == url)
    }

    private func page(_ html: String) throws -> FeedPage {
        FeedPage(Array(html.utf8), url: try WebURL(parsing: "https://a.example/blog/post?x=1"))
    }

    @Test(arguments: [
        ("<link rel=alternate type=application/rss+xml href=feed>", ["https://a.example/blog/feed"]),
        ("<link rel=alternate type=application/rss+xml href=?feed=rss2>", ["https://a.example/blog/post?feed=rss2"]),
        (
            "<base href='//b.example/x/'><base href='/no/'><link href=f rel=alternate type=application/atom+xml>",
            ["https://b.example/x/f"]
        ),
        (
            "<link rel=alternate type=text/xml href=a><link rel='home ALTERNATE' type='Application/RSS+XML;x' href=b#c>",
            ["https://a.example/blog/a", "https://a.example/blog/b"]
        ),
        ("<link rel=feed href='feed://c.example/f'>", ["http://c.example/f"]),
        ("<link rel=feed href='feed:https://c.example/f'>", ["https://c.example/f"]),
        ("<link rel=alternate type=application/rss+xml href='/&amp;a=&#x26;'>", ["https://a.example/&a=&"]),
        ("<body><link rel=alternate type=application/feed+json href=j>", ["https://a.example/blog/j"]),
        ("<link rel=stylesheet type=text/css href=a><link rel=alternate hreflang=de href=b><link rel=alternate>", []),
        ("<link rel=alternate type=application/json href=/wp-json/><link rel=feed href='javascript:1'>", []),
        ("<script>'<link rel=feed href=a>'</script><!-- <link rel=feed href=b> --><style><link rel=feed href=c>", []),
    ])
    func pages(html: String, feeds: [String]) throws { #expect(try page(html).named.map(\.url) == feeds) }

    @Test func feedsOfCommentsComeLast() throws {
        let links = try page(
            """
            <link rel=alternate type=application/rss+xml title='Blog &raquo; Comments Feed' href=/comments/feed>
            <link rel=alternate type=application/rss+xml title='Blog &raquo; Feed' href=/feed>
            """
        ).named
        #expect(links.map(\.title) == ["Blog » Feed", "Blog » Comments Feed"])
    }

    @Test func addressesInTheTextThatLookLikeFeeds() throws {
        let links = try page(
            "<a href=/about>x</a><a href=/feed/>x</a><a href=rss.xml>x</a><a href=/sitemap.xml>x</a><a href=/a.rss>x</a>"
        ).suspected
        #expect(links.map(\.url) == ["/feed/", "/blog/rss.xml", "/a.rss"].map { "https://a.example" + $0 })
    }

    @Test(
        "links whose words say that they are feeds come after those whose address does",
        arguments: [
            ("<a href=/x>RSS</a>", ["/x"]), ("<a href=/x>Subscribe by <b>Atom</b></a>", ["/x"]),
            ("<a href=/x><img src=/rss.png></a>", ["/x"]), ("<a href=/x><img alt='RSS feed' src=a></a>", ["/x"]),
            ("<a href=/x title='RSS-Feed'></a>", ["/x"]), ("<a href=/x aria-label=Feed></a>", ["/x"]),
            ("<a href=/x class='icon rss'></a>", ["/x"]), ("<a href=/x><i class='fa fa-rss'></i></a>", ["/x"]),
            ("<a href=/x>News (XML)</a>", ["/x"]), ("<a href=/x>XML Sitemap</a>", []),
            ("<a href=/x>Feedback</a><a href=/y>atomic</a><a href=/z>press</a>", []),
            ("<a href=/x>words</a> RSS <a href=/y>words</a>", []),
            ("<a href=/x>RSS</a><a href=/rss.xml>x</a>", ["/rss.xml", "/x"]),
            ("<a href=/x>a<a href=/y>RSS</a>", ["/y"]), ("<a href='javascript:rss'>RSS</a>", []),
        ])
    func words(html: String, feeds: [String]) throws {
        #expect(try page(html).suspected.map(\.url) == feeds.map { "https://a.example" + $0 })
    }

    @Test(
        "addresses that are only a way to another one",
        arguments: [
            ("https://youtu.be/abc?t=1", "https://www.youtube.com/watch?v=abc"),
            ("https://www.youtube.com/shorts/abc", "https://www.youtube.com/watch?v=abc"),
            ("https://www.youtube-nocookie.com/embed/abc", "https://www.youtube.com/watch?v=abc"),
            ("https://m.youtube.com/watch?v=abc", "https://www.youtube.com/watch?v=abc"),
            ("https://www.youtube.com/watch?v=abc", nil),
            (
                "https://consent.youtube.com/m?continue=https%3A%2F%2Fwww.youtube.com%2Fchannel%2FUCabc&gl=DE",
                "https://www.youtube.com/channel/UCabc"
            ),
            (
                "https://consent.google.com/ml?continue=https%3A%2F%2Fyoutu.be%2Fabc",
                "https://www.youtube.com/watch?v=abc"
            ),
            (
                "https://guce.yahoo.com/consent?brandType=eu&.done=https%3A%2F%2Fa.example%2Fnews",
                "https://a.example/news"
            ),
            ("https://myprivacy.a.example/?callbackUrl=https%3A%2F%2Fa.example%2F", "https://a.example/"),
            ("https://consent.example/?continue=javascript%3A1", nil),
            ("https://a.example/?continue=https%3A%2F%2Fb.example", nil),
        ])
    func unfolded(page: String, target: String?) throws {
        #expect(SiteRule.unfolded(try WebURL(parsing: page)) == target)
    }

    @Test(
        "the usual places of forges and shops",
        arguments: [
            ("https://git.example/a/b", ["/a/b/releases.rss", "/a/b/-/releases.atom"]),
            ("https://git.example/a/b/releases", ["/a/b/releases.rss", "/a/b/-/releases.atom"]),
            ("https://git.example/g/a/b/-/tree/main", ["/g/a/b/-/releases.atom", "/g/a/b/-/tags?format=atom"]),
            ("https://shop.example/blogs/news", ["/blogs/news.atom"]),
            ("https://f.example/t/topic/12", ["/t/topic/12.rss"]),
            ("https://f.example/t/topic/12/34", ["/t/topic/12.rss"]),
            ("https://f.example/u/ada", ["/u/ada/activity.rss", "/feeds/u/ada.xml?sort=New"]),
            ("https://f.example/top", ["/top.rss"]), ("https://git.example/a", ["/a.rss"]),
            ("https://git.example/g/s/p", ["/g/s/p/-/releases.atom"]),
            ("https://git.example/a/b/releases/tag/v1", ["/a/b/releases.rss"]),
            ("https://s.example/@a/123", ["/@a.rss"]), ("https://s.example/@a/tagged/x", ["/@a/tagged/x.rss"]),
            ("https://s.example/web/tags/x", ["/tags/x.rss"]), ("https://s.example/users/a", ["/users/a.rss"]),
            ("https://p.example/x.html", ["/feeds/all.rss.xml", "/feeds/all.atom.xml"]),
        ])
    func forges(page: String, places: [String]) throws {
        let url = try WebURL(parsing: page)
        let found = CommonPaths.candidates(for: url)
        for place in places { #expect(found.contains("https://\(url.host ?? "")\(place)"), "\(found)") }
    }

    @Test func hostilePagesAreReadInTime() throws {
        let many = String(
            repeating: "<link rel=alternate type=application/rss+xml href=a><a href=/feed>", count: 100_000)
        #expect(try page(many).named.count == 1)
        let open =
            String(repeating: "<link rel=\"", count: 100_000) + String(repeating: "<base <a href=", count: 100_000)
        #expect(try page(open).named.isEmpty)
        #expect(FeedPage([0xFF, 0xFE, 0x00, 0x3C], url: try WebURL(parsing: "https://a.example/")).named.isEmpty)
    }

    @Test func usualPlaces() throws {
        let found = CommonPaths.candidates(for: try WebURL(parsing: "https://a.example/blog/"))
        #expect(found.first == "https://a.example/blog/feed" && found.contains("https://a.example/feed.xml"))
        #expect(Set(found).count == found.count && found.count < 40)
        #expect(
            CommonPaths.candidates(for: try WebURL(parsing: "https://a.example/b/c/-/tags")).first
                == "https://a.example/b/c/-/tags?format=atom")
        #expect(
            CommonPaths.candidates(for: try WebURL(parsing: "https://a.example/@x")).first == "https://a.example/@x.rss"
        )
    }
}
