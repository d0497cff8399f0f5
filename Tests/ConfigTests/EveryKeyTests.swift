import Config
import Foundation
import TestSupport
import Testing

/// `every-key.toml`: what each key becomes.
struct EveryKeyTests {
    let configuration: Configuration

    init() throws {
        let url = Fixtures.directory.appending(path: "config/every-key.toml")
        let pem = "-----BEGIN CERTIFICATE-----"
        configuration = try read(
            try String(contentsOf: url, encoding: .utf8),
            files: [
                "/etc/newspool/roots.pem": pem, "/etc/ssl/lan.pem": pem,
                "/etc/ssl/key.pem": "-----BEGIN PRIVATE KEY-----",
                "/etc/newspool/status.token": "0123456789abcdef-._~+/==\n",
                "/etc/newspool/pg.secret": "hunter2\n",
            ])
    }

    @Test func daemon() {
        var expected = Configuration.Daemon()
        expected.state = "/var/lib/newspool"
        expected.controlSocket = "/run/newspool/control.sock"
        expected.interval = .seconds(5400)
        expected.minInterval = .seconds(1)
        expected.maxInterval = .seconds(7 * 86400)
        expected.adaptive = false
        expected.firstFetch = .latest(10)
        expected.concurrency = 8
        expected.perHost = 1
        (expected.hostDelay, expected.privateHostDelay) = (.seconds(2), .seconds(2))
        expected.timeout = .seconds(90)
        expected.connectTimeout = .seconds(5)
        expected.maxBody = 500_000
        (expected.maxNew, expected.maxNewPerDay) = (50, 200)
        expected.parserProcesses = true
        #expect(configuration.daemon == expected)
    }

    @Test func store() {
        var store = Configuration.Store()
        store.url = "postgresql://newspool@db-a,db-b/newspool?sslmode=verify-full"
        (store.password, store.caFile) = (Secret("hunter2"), "/etc/newspool/roots.pem")
        #expect(configuration.store == store)
    }

    @Test func node() {
        #expect(configuration.node.name == "rack-2.a")
        #expect(configuration.node.roles == [.poll, .webhook])
    }

    @Test func http() {
        var expected = Configuration.HTTP()
        expected.userAgent = "example/1.0"
        expected.contact = "https://example.org/about-my-fetcher"
        expected.proxy = Secret("socks5h://user:pass@127.0.0.1:1080")
        expected.caFile = "/etc/newspool/roots.pem"
        expected.allowPrivate = .only(["10.1.2.0/24", "fd00::/8", "192.168.1.7", "rsshub.lan"])
        expected.noProxy = ["intern.example", "10.0.0.0/8"]
        expected.version = .one
        expected.certificateVersion = configuration.http.certificateVersion
        #expect(configuration.http == expected)
    }

    @Test func hosts() {
        let reddit = Configuration.Host(name: "reddit.com", delay: .seconds(60), places: 1)
        #expect(configuration.hosts == [reddit])
        #expect(configuration.manners(of: "old.reddit.com") == reddit)
        #expect(configuration.manners(of: "notreddit.com") == nil)
    }

    @Test func spool() {
        var expected = Configuration.Spool()
        expected.path = "/etc/newspool/../spool"
        expected.formats = []
        expected.frontMatter = true
        expected.leadImage = true
        expected.journal = .full
        expected.keepArticles = .seconds(86400)
        expected.keepJournal = .seconds(2 * 86400)
        expected.archiveJournal = .seconds(7 * 86400)
        expected.maxOutbox = 1 << 20
        #expect(configuration.spool == expected)
    }

    @Test func dedupeAndStatus() {
        var expected = Configuration.Dedupe()
        expected.scope = .feed
        expected.fold = Configuration.Fold.allCases
        expected.updates = .emit
        expected.near = .mark
        expected.keepSeen = .seconds(30 * 86400)
        expected.stripTracking = false
        #expect(configuration.dedupe == expected)
        #expect(configuration.search.isEnabled)
        #expect(configuration.status.listen == .tcp(host: "::1", port: 8780))
        #expect(configuration.status.token == Secret("0123456789abcdef-._~+/=="))
        #expect(configuration.daemon.controlPath == "/run/newspool/control.sock")
    }

    @Test func webSub() {
        let listen = Configuration.ListenAddress.tcp(host: "127.0.0.1", port: 8781)
        #expect(configuration.webSub == .init(callback: "https://news.example.org/hub/", listen: listen))
    }

    @Test func webhook() throws {
        var expected = Configuration.Webhook(name: "chat", url: "http://127.0.0.1:9000/hook")
        expected.secrets = [Secret(bytes: Array(0...23)), Secret(bytes: Array(1...24))]
        expected.feeds = ["weather"]
        expected.tags = ["news"]
        expected.content = .thin
        expected.keep = "(?i)storm"
        expected.drop = "sport"
        expected.keep = "(?i)storm"
        expected.drop = "sport"
        expected.template = "{{title}}"
        expected.batch = 20
        expected.headers = [Configuration.Header(name: "Authorization", value: Secret("Bearer x"))]
        expected.contentType = "application/vnd.chat+json"
        expected.timeout = .seconds(5)
        expected.isWithoutProxy = true
        expected.maxSize = 64 << 10
        expected.enabled = false
        expected.line = 65
        #expect(configuration.webhooks == [expected])
        #expect(configuration.feeds(of: expected) == configuration.feeds)
        expected.tags = []
        #expect(configuration.feeds(of: expected) == [configuration.feeds[0]])
    }

    @Test func feed() throws {
        var expected = Configuration.Feed(name: "weather", url: "https://example.org/Weather.xml")
        expected.title = "The weather"
        expected.tags = ["local", "sky"]
        expected.interval = .seconds(14 * 86400)
        expected.adaptive = true
        expected.enabled = false
        expected.firstFetch = .seed
        expected.updates = .ignore
        expected.history = true
        expected.fullText = .longer
        expected.selector = "article .body"
        expected.remove = [".advert", "aside"]
        expected.headers = [
            Configuration.Header(name: "X-Key", value: Secret("abc")),
            Configuration.Header(name: "Accept-Language", value: Secret("de")),
        ]
        expected.userAgent = "weather/1.0"
        expected.username = "me"
        expected.password = Secret("hunter2")
        expected.proxy = Secret("http://proxy.lan:3128")
        expected.authentication = .digest
        expected.clientCertificate = "/etc/ssl/lan.pem"
        expected.clientKey = "/etc/ssl/key.pem"
        expected.timeout = .seconds(120)
        expected.maxBody = 64 << 20
        expected.version = .one
        expected.caFile = "/etc/ssl/lan.pem"
        expected.alwaysDownload = true
        expected.webSub = false
        expected.keep = "(?i)storm"
        expected.drop = "pollen"
        expected.line = 83
        expected.certificateVersion = configuration.feeds[0].certificateVersion
        #expect(configuration.feeds.first == expected)
        #expect(configuration.maxInterval(of: expected) == .seconds(14 * 86400))
    }

    @Test func lists() throws {
        #expect(configuration.include == ["feeds.d/*.toml"])
        let list = try #require(configuration.lists.first)
        #expect(list.name == "planet" && list.feed.url == "https://planet.example/feeds.opml")
        #expect(list.interval == .seconds(21_600) && list.feed.interval == .seconds(10_800))
        #expect(list.feed.tags == ["planet"] && configuration.lists.count == 1)
    }

    @Test func aPageThatIsTheFeed() throws {
        let feed = try #require(configuration.feeds.first { $0.name == "board" })
        #expect(
            feed.page == [
                .init(.items, "li.post"), .init(.title, "h2"), .init(.link, "a@href"), .init(.date, "time@datetime"),
                .init(.content, ".body"), .init(.author, "@data-author"), .init(.image, "img"),
            ])
        #expect(feed.mayBeEmpty)
    }

    @Test func feedsWithoutAnAddress() throws {
        var letters = Configuration.Feed(name: "letters", url: "push:letters")
        (letters.origin, letters.base, letters.tags) = (.push, "https://letters.example/", ["news"])
        var program = Configuration.Feed(name: "program", url: "command:program")
        program.origin = .command(["/etc/newspool/fetch-it", "an argument", ""])
        program.tags = ["news"]
        var file = Configuration.Feed(name: "file", url: "file:///srv/a feed.xml")
        (file.origin, file.tags) = (.file(path: "/srv/a feed.xml"), ["news"])
        let found = configuration.feeds.filter { $0.origin != .web }.map { feed in
            var feed = feed
            feed.line = 0
            return feed
        }
        #expect(found == [letters, program, file])
    }

    @Test func whatAFeedLeavesOutComesFromTheOtherTables() throws {
        let feed = try #require(configuration.feeds.first { $0.name == "example-org-news" })
        #expect(feed.origin == .web)
        #expect(configuration.interval(of: feed) == .seconds(5400))
        #expect(configuration.maxInterval(of: feed) == .seconds(7 * 86400))
        #expect(!configuration.isAdaptive(feed))
        #expect(configuration.firstFetch(of: feed) == .latest(10))
        #expect(configuration.updates(of: feed) == .emit)
        #expect(configuration.userAgent(of: feed) == "example/1.0")
        #expect(configuration.proxy(of: feed) == configuration.http.proxy)
        #expect(configuration.caFile(of: feed) == "/etc/newspool/roots.pem")
    }
}
