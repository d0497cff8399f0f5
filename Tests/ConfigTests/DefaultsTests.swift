import Config
import Testing

@Test func anEmptyFileGivesTheDefaults() throws {
    var expected = Configuration()
    expected.daemon.state = "/etc/newspool/state"
    expected.spool.path = "/etc/newspool/spool"
    #expect(try read("") == expected)
    #expect(try read("# nothing yet\r\n") == expected)
    #expect(try read("\u{FEFF}") == expected)
}

@Test func theDefaultsAreThoseOfTheManual() {
    let (daemon, spool, dedupe) = (Configuration.Daemon(), Configuration.Spool(), Configuration.Dedupe())
    #expect(daemon.interval == .seconds(30 * 60) && daemon.minInterval == .seconds(5 * 60))
    #expect(daemon.maxInterval == .seconds(24 * 3600) && daemon.hostDelay == .seconds(1))
    #expect(daemon.privateHostDelay == .zero)
    #expect(daemon.timeout == .seconds(30) && daemon.connectTimeout == .seconds(10))
    #expect(daemon.concurrency == 64 && daemon.perHost == 2 && daemon.maxBody == 16_777_216)
    #expect(daemon.adaptive && daemon.firstFetch == .all)
    #expect(Configuration.HTTP().allowPrivate == .no)
    #expect(spool.formats == [.json, .markdown] && spool.journal == .thin && !spool.frontMatter && !spool.leadImage)
    #expect(spool.keepArticles == .seconds(30 * 86400) && spool.keepJournal == .seconds(90 * 86400))
    #expect(spool.maxOutbox == 1_073_741_824)
    #expect(dedupe.scope == .all && dedupe.fold.isEmpty && dedupe.updates == .ignore && dedupe.near == .off)
    #expect(dedupe.keepSeen == .seconds(365 * 86400) && dedupe.stripTracking)
}

/// Defaults give way to what is written, so that one key alone is never a contradiction.
@Test(arguments: [
    ("min_interval = \"2h\"", 7200, 7200, 86400),
    ("min_interval = \"2d\"", 172_800, 172_800, 172_800),
    ("max_interval = \"10m\"", 600, 300, 600),
    ("interval = \"48h\"", 172_800, 300, 86400),
])
func intervalsMakeRoom(_ line: String, interval: Int, least: Int, most: Int) throws {
    let daemon = try read("[daemon]\n\(line)").daemon
    #expect(daemon.interval == .seconds(interval))
    #expect(daemon.minInterval == .seconds(least))
    #expect(daemon.maxInterval == .seconds(most))
}

@Test func feedsWithoutANameAreCalledAfterHostAndPath() throws {
    let text = """
        feed = [
            { url = "https://user@WWW.Example.org:8080/Blog//feed.xml?x=1#y" },
            { url = "https://a.example/" },
            { url = "https://a.example/?page=2" },
            { url = "https://a.example/?page=3" },
            { url = "https://b.example", name = "a-example-2" },
            { url = "https://[2001:db8::1]/x" },
            { url = "https://bücher.example/Ärger" },
        ]
        """
    #expect(
        try read(text).feeds.map(\.name) == [
            "www-example-org-blog-feed-xml", "a-example", "a-example-3", "a-example-4", "a-example-2",
            "2001-db8-1-x", "bücher-example-Ärger",
        ])
}

@Test func pathsStartAtTheFilesDirectory() throws {
    for (written, expected) in [
        ("a/b", "/etc/newspool/a/b"), ("./a", "/etc/newspool/a"), ("/a", "/a"), ("../a", "/etc/newspool/../a"),
    ] {
        #expect(try read("daemon.state = \"\(written)\"").daemon.state == expected)
    }
}

/// One pass over any number of feeds: with a quadratic step this would take minutes.
@Test func manyFeedsOfOneSlugAreNamedAtOnce() throws {
    let text = (0..<5000).map { "[[feed]]\nurl = \"https://a.example/feed?id=\($0)\"\n" }.joined()
    let names = try read(text).feeds.map(\.name)
    #expect(Set(names).count == 5000)
    #expect(names.last == "a-example-feed-5000")
}
