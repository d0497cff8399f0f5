import Foundation
import TestSupport
import Testing

@Suite("newspool add and remove")
struct AddTests {
    private static let feedHead = ["Content-Type": "application/rss+xml"] as KeyValuePairs

    /// A site with a page that names two feeds, one that names none, and one of another kind.
    private static func site() throws -> LoopbackServer {
        try LoopbackServer { request in
            switch request.path {
            case "/":
                .ok(
                    """
                    <!doctype html><html><head><base href="/feeds/">
                    <link rel="alternate" type="application/rss+xml" title="Comments" href="comments.xml">
                    <link rel="ALTERNATE feed" type="application/rss+xml; charset=utf-8" title="All &amp; one" href="one.xml">
                    <link rel="alternate" type="application/atom+xml" href="two.xml" title="Two">
                    <link rel="alternate" type="application/json" href="/wp-json/">
                    <link rel="alternate" hreflang="de" href="/de/"></head></html>
                    """, ["Content-Type": "text/html"])
            case "/feeds/one.xml", "/feeds/two.xml", "/feeds/comments.xml": .ok(rss([1], title: "The\n Site"), feedHead)
            case "/plain/rss.xml", "/@ada.rss", "/linked/news-feed.xml": .ok(rss([1, 2]), feedHead)
            case "/plain", "/@ada": .ok("<html><body>words</body></html>", ["Content-Type": "text/html"])
            case "/linked": .ok("<html><body><a href='linked/news-feed.xml'>RSS</a></body></html>")
            case "/ours": .ok("<html><body><a href='/ours/rss'>Our RSS feeds</a></body></html>")
            case "/ours/rss":
                .ok("<html><body><a href='/ours/rss'>RSS</a><a href='/feeds/one.xml'>All (RSS)</a></body></html>")
            case "/moved": .redirect(301, to: "/feeds/one.xml")
            case "/busy": .status(503)
            default: .status(404)
            }
        }
    }

    private static let start = "[http]\r\nallow_private = true   # all of it\r\n"

    private func place(_ text: String = start) throws -> Workplace {
        let place = try Workplace()
        try place.directory.write(text, to: "feeds.toml")
        return place
    }

    private func text(_ place: Workplace) throws -> String {
        String(decoding: try Data(contentsOf: place.directory.appending("feeds.toml")), as: UTF8.self)
    }

    @Test("a feed's own address: its title becomes a comment; a second time it is skipped with a word")
    func feed() throws {
        let (site, place) = (try Self.site(), try place())
        let url = site.url("/feeds/one.xml")
        let added = try place.run("add", url, "--tag", "a", "--tag", "b", "--name", "one")
        #expect(added.status == 0 && added.output.isEmpty, "\(added.errors)")
        #expect(added.errors.contains("added one: \(url)"))
        let table = "\r\n# The Site\r\n[[feed]]\r\nurl = \"\(url)\"\r\nname = \"one\"\r\ntags = [\"a\", \"b\"]\r\n"
        #expect(try text(place) == Self.start + table)
        let again = try place.run("add", url)
        #expect(again.status == 0 && again.errors.contains("skipped \(url)") && again.errors.contains("line 5"))
        #expect(try text(place) == Self.start + table)
        #expect(try place.run("remove", "one").status == 0)
        #expect(try text(place) == Self.start)
    }

    @Test("a page's first feed that is not of comments is added, and the others are named")
    func page() throws {
        let (site, place) = (try Self.site(), try place())
        let result = try place.run("add", site.url("/"))
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.errors.contains("added") && result.errors.contains("/feeds/two.xml  Two"))
        #expect(result.errors.contains("/feeds/comments.xml") && !result.errors.contains("wp-json"))
        #expect(try text(place).contains("/feeds/one.xml") && !text(place).contains("two.xml"))

        #expect(try place.run("add", "--all", site.url("/")).status == 0)
        #expect(try text(place).components(separatedBy: "[[feed]]").count == 4)
    }

    @Test(
        "pages that name no feed: a link in the text, the usual places, a profile's",
        arguments: [
            ("/plain", "/plain/rss.xml"), ("/linked", "/linked/news-feed.xml"), ("/@ada", "/@ada.rss"),
            ("/moved", "/feeds/one.xml"), ("/feeds/one.xml#top", "/feeds/one.xml"), ("/ours", "/feeds/one.xml"),
        ])
    func discovery(page: String, feed: String) throws {
        let (site, place) = (try Self.site(), try place())
        let result = try place.run("add", site.url(page))
        #expect(result.status == 0, "\(result.errors)")
        #expect(try text(place).contains("url = \"\(site.url(feed))\"\r\n"))
    }

    @Test("an address without a scheme, where nothing speaks TLS, is asked by plain HTTP")
    func withoutScheme() throws {
        let (site, place) = (try Self.site(), try place())
        let address = site.url("/feeds/one.xml").replacing("http://127.0.0.1", with: "site.localhost")
        let result = try place.run("add", address)
        #expect(result.status == 0, "\(result.errors)")
        #expect(try text(place).contains("url = \"http://\(address)\""))
        #expect(try place.run("add", "https://\(address)").status == 1)
    }

    @Test("no feed: 65; no one there: 1; what else was asked for is added, and nothing is written for nothing")
    func failures() throws {
        let (site, place) = (try Self.site(), try place())
        for (url, status, words) in [
            (site.url("/none"), 65, "404"), (site.url("/busy"), 1, "503"), ("http://127.0.0.1:1/", 1, "connect"),
            ("javascript:alert(1)", 65, "http://"), ("no url", 65, "space"), ("ftp://a.example/", 65, "http://"),
        ] {
            let result = try place.run("add", url)
            #expect(result.status == Int32(status), "\(result.errors)")
            #expect(result.errors.contains(url) && result.errors.contains(words), "\(result.errors)")
            #expect(try text(place) == Self.start)
        }
        let result = try place.run("add", site.url("/none"), site.url("/feeds/one.xml"), "http://127.0.0.1:1/")
        #expect(result.status == 65)
        #expect(try text(place).contains("one.xml"))
        for arguments in [["add"], ["add", "--all", "--first", "x"], ["add", "--name", "n", "x", "y"], ["remove"]] {
            #expect(try Program.run(arguments, in: place.directory.url).status == 64)
        }
    }

    @Test("the configuration's manners hold: private addresses are refused, its User-Agent is sent")
    func manners() throws {
        let (site, strict) = (try Self.site(), try place(""))
        let refused = try strict.run("add", site.url("/feeds/one.xml"))
        #expect(refused.status == 1 && refused.errors.contains("allow_private"), "\(refused.errors)")
        #expect(site.requests.isEmpty)
        let place = try place("[http]\nallow_private = [\"127.0.0.1\"]\nuser_agent = \"me\"")
        #expect(try place.run("add", site.url("/feeds/one.xml")).status == 0)
        #expect(site.requests.map { $0["User-Agent"] } == ["me"])
    }

    @Test("a second feed of the same host and path is named, so that its name does not follow from its place")
    func names() throws {
        let (one, two, place) = (try Self.site(), try Self.site(), try place())
        #expect(try place.run("add", one.url("/feeds/one.xml"), two.url("/feeds/one.xml")).status == 0)
        #expect(try text(place).contains("\r\nname = \"127-0-0-1-feeds-one-xml-2\"\r\n"))
        #expect(try place.run("remove", "127-0-0-1-feeds-one-xml").status == 0)
        #expect(try place.run("remove", "127-0-0-1-feeds-one-xml-2").status == 0)
        #expect(try text(place) == Self.start)
    }

    @Test("a faulty file is refused before an edit, and an edit that would bring a fault is not written")
    func faults() throws {
        let (site, faulty) = (try Self.site(), try place("[daemon]\nintervall = 1\n"))
        for command in [["add", site.url("/feeds/one.xml")], ["remove", "x"], ["import", "-"]] {
            let result = try Program.run(
                command, in: faulty.directory.url,
                input: command[0] == "import" ? Data("<opml><outline xmlUrl='http://a.example/'/></opml>".utf8) : nil)
            #expect(result.status == 78 && result.errors.contains("feeds.toml:2:1: unknown key"), "\(result.errors)")
        }
        #expect(try text(faulty) == "[daemon]\nintervall = 1\n" && site.requests.isEmpty)
        let place = try place()
        let result = try place.run("add", site.url("/feeds/one.xml"), "--name", " spaced")
        #expect(result.status == 65 && result.errors.contains("'name' starts"), "\(result.errors)")
        #expect(try text(place) == Self.start)
        let inline = try self.place("[http]\nallow_private = true\n")
        try inline.directory.write(
            "http.allow_private = true\nfeed = [{ url = \"http://a.example/\", name = \"a\" }]\n", to: "feeds.toml")
        for command in [["add", site.url("/feeds/one.xml")], ["remove", "a"]] {
            let result = try Program.run(command, in: inline.directory.url)
            #expect(result.status == 78 && result.errors.contains("feeds.toml:2:1: "), "\(result.errors)")
        }
    }

    @Test("the file keeps its mode, a symbolic link stays one, and no other file is left behind")
    func replacement() throws {
        let (site, place) = (try Self.site(), try place())
        let files = FileManager.default
        let real = place.directory.appending("real.toml")
        try files.moveItem(at: place.directory.appending("feeds.toml"), to: real)
        try files.setAttributes([.posixPermissions: 0o604], ofItemAtPath: real.path)
        if getuid() == 0 { chown(real.path, 12345, 54321) }
        try files.createSymbolicLink(
            atPath: place.directory.appending("feeds.toml").path, withDestinationPath: "real.toml")
        // By its name: root takes nobody else's ./feeds.toml unasked.
        #expect(
            try place.run("add", "--config", "feeds.toml", site.url("/feeds/one.xml"), "--name", "one").status == 0)
        var info = stat()
        #expect(stat(real.path, &info) == 0 && info.st_mode & 0o7777 == 0o604)
        if getuid() == 0 { #expect(info.st_uid == 12345 && info.st_gid == 54321) }
        #expect(
            try files.destinationOfSymbolicLink(atPath: place.directory.appending("feeds.toml").path) == "real.toml")
        #expect(try files.contentsOfDirectory(atPath: place.directory.path).sorted() == ["feeds.toml", "real.toml"])
        #expect(try place.run("remove", "--config", "feeds.toml", "one").status == 0)
        #expect(try String(contentsOf: real, encoding: .utf8) == Self.start)
    }

    @Test("edits at the same time do not lose one another")
    func concurrentEdits() throws {
        let place = try place("")
        let programs = try (1...12).map { number in
            try RunningProgram(
                ["import", "-"], in: place.directory.url,
                input: Data("<opml><outline xmlUrl='http://a.example/\(number)'/></opml>".utf8))
        }
        #expect(programs.allSatisfy { $0.wait().status == 0 })
        let text = try text(place)
        #expect((1...12).allSatisfy { text.contains("http://a.example/\($0)\"") })
        let removers = try (1...12).map {
            try RunningProgram(["remove", "http://a.example/\($0)"], in: place.directory.url)
        }
        #expect(removers.allSatisfy { $0.wait().status == 0 })
        #expect(try self.text(place) == "")
    }

    @Test("remove takes the table and the comments right above; an unknown name changes nothing")
    func remove() throws {
        let start = "\u{FEFF}# Top.\n\n# A\n[[feed]]\nurl = \"https://a.example/\"\nname = \"a\"  # odd\n\n"
        let end = "# B\n[[feed]]\nurl = \"https://b.example/\"\nname = \"weather\""
        let place = try place(start + end)
        let unknown = try place.run("remove", "a", "wether")
        #expect(unknown.status == 65 && unknown.errors.contains("did you mean \"weather\"?"), "\(unknown.errors)")
        #expect(try text(place) == start + end)
        #expect(try place.run("remove", "https://A.example").status == 0)
        #expect(try text(place) == "\u{FEFF}# Top.\n\n" + end)
        #expect(try place.run("remove", "weather").status == 0)
        #expect(try text(place) == "\u{FEFF}# Top.")
    }

    @Test("on a terminal a person is asked which of several feeds is meant")
    func asking() throws {
        let (site, place) = (try Self.site(), try place())
        let script = """
            import os, pty, sys
            pid, terminal = pty.fork()
            if pid == 0: os.execv(sys.argv[1], sys.argv[1:])
            seen, answers = b"", [b"9\\n", b"2, 3\\n"]
            while True:
                try: data = os.read(terminal, 4096)
                except OSError: break
                if not data: break
                seen += data
                if seen.count(b"[1]: ") > 2 - len(answers) and answers: os.write(terminal, answers.pop(0))
            sys.stdout.buffer.write(seen)
            sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
            """
        let result = try RunningProgram(
            ["-c", script, Program.path, "add", site.url("/")], in: place.directory.url, path: "/usr/bin/python3"
        ).wait()
        #expect(result.status == 0, "\(result.text) \(result.errors)")
        #expect(result.text.contains("has 3 feeds") && result.text.contains("Type numbers from 1 to 3"))
        let written = try text(place)
        #expect(written.contains("two.xml") && written.contains("comments.xml") && !written.contains("one.xml"))
    }
}
