import Foundation
import TestSupport
import Testing

@Suite("newspool run --once")
struct RunOnceTests {
    @Test("each article lands as JSON, as Markdown and as one journal line; a second run brings none again")
    func lands() throws {
        let server = try LoopbackServer { _ in .ok(rss([1, 2, 3]), ["Content-Type": "application/rss+xml"]) }
        let place = try Workplace()
        try place.configure(feeds: [("site", server.url("/feed.xml"))])

        let first = try place.run("run", "--once")
        #expect(first.status == 0, "\(first.errors)")
        #expect(place.articles(".json").count == 3)
        #expect(place.articles(".md").count == 3)
        let lines = try place.journal()
        #expect(lines.count == 3)
        #expect(Set(lines.compactMap { $0["title"] as? String }) == ["Article 1", "Article 2", "Article 3"])
        let numbers = lines.compactMap { $0["seq"] as? Int }
        #expect(numbers == numbers.sorted() && Set(numbers).count == 3)
        for line in lines {
            let path = try #require(line["path"] as? String)
            let item = try #require(
                try JSONSerialization.jsonObject(with: Data(place.text(of: path).utf8)) as? [String: Any])
            let own = try #require(item["_newspool"] as? [String: Any])
            #expect(own["id"] as? String == line["id"] as? String)
            #expect(own["seq"] as? Int == line["seq"] as? Int)
            #expect(own["feed"] as? String == "site")
        }

        let second = try place.run("run", "--once")
        #expect(second.status == 0, "\(second.errors)")
        #expect(try place.journal().count == 3)
        #expect(place.articles(".json").count == 3)
        // The database file alone is the store: the log was emptied at the end.
        let log = try? Data(contentsOf: place.directory.appending("state/newspool.sqlite-wal"))  // gone, or empty
        #expect(log?.isEmpty ?? true)
    }

    @Test("progress is lines where there is no terminal, a bar on one, and nothing with --quiet")
    func progress() throws {
        let server = try LoopbackServer { request in .ok(rss([1], site: "http://site.example\(request.path)")) }
        let place = try Workplace()
        try place.configure(feeds: (1...40).map { ("f\($0)", server.url("/\($0)")) }, daemon: "concurrency = 8")
        let lines = try place.run("run", "--once")
        #expect(lines.status == 0 && lines.output.isEmpty)
        #expect(lines.errors.contains("20/40 feeds, ") && lines.errors.contains("40 of 40 feeds polled, 0 failed"))
        let quiet = try place.run("run", "--once", "--quiet")
        #expect(quiet.status == 0 && quiet.output.isEmpty && quiet.errors.isEmpty, "\(quiet.errors)")
        let script = """
            import os, pty, sys
            pid, terminal = pty.fork()
            if pid == 0: os.execve(sys.argv[1], sys.argv[1:], dict(os.environ, TERM="xterm"))
            try:
                while (data := os.read(terminal, 65536)): sys.stdout.buffer.write(data)
            except OSError: pass
            os.waitpid(pid, 0)
            """
        let bar = try RunningProgram(
            ["-c", script, Program.path, "run", "--once"], in: place.directory.url, path: "/usr/bin/python3"
        ).wait()
        #expect(bar.text.contains("[###############...............] 20/40 feeds, "), "\(bar.text)")
        #expect(bar.text.contains("40 of 40 feeds polled"))
    }

    @Test("validators go back byte for byte, and a 304 brings nothing and is not a failure")
    func conditional() throws {
        let tag = "W/\"odd  'tag\""
        let server = try LoopbackServer { request in
            request["If-None-Match"] == tag
                ? .status(304) : .ok(rss([1]), ["ETag": tag, "Last-Modified": "yesterday"])
        }
        let place = try Workplace()
        try place.configure(feeds: [("site", server.url("/feed.xml"))])
        #expect(try place.run("run", "--once").status == 0)
        #expect(try place.run("run", "--once").status == 0)
        #expect(server.requests.last?["If-Modified-Since"] == "yesterday")
        #expect(try place.journal().count == 1)
    }

    @Test("the same article in two feeds lands once")
    func acrossFeeds() throws {
        let server = try LoopbackServer { request in
            .ok(
                request.path == "/a"
                    ? rss([1, 2]) : rss([2, 3]).replacing("/articles/2<", with: "/articles/2?utm_source=b<"))
        }
        let place = try Workplace()
        try place.configure(feeds: [("a", server.url("/a")), ("b", server.url("/b"))])
        #expect(try place.run("run", "--once").status == 0)
        let urls = try place.journal().compactMap { $0["canonical_url"] as? String }
        #expect(urls.count == 3 && Set(urls).count == 3, "\(urls)")
    }

    @Test(
        "near = \"mark\" marks the same story under another URL, and delivers it", arguments: [("mark", 1), ("off", 0)])
    func near(setting: String, count: Int) throws {
        let story = (0..<80).map { "word\($0)" }.joined(separator: " ")
        let server = try LoopbackServer { request in
            let text = request.path == "/a" ? "<p>\(story)</p>" : "<div>\(story.capitalized)!</div>"
            return .ok(
                """
                <rss version="2.0"><channel><title>t</title><item><title>Story</title>
                <link>https://example.org\(request.path)</link><description><![CDATA[\(text)]]></description></item>
                <item><title>Other</title><link>https://example.org\(request.path)/2</link>
                <description>Too short to tell</description></item></channel></rss>
                """)
        }
        let place = try Workplace()
        try place.configure(
            feeds: [("a", server.url("/a")), ("b", server.url("/b"))], extra: "[dedupe]\nnear = \"\(setting)\"")
        #expect(try place.run("run", "--once").status == 0)
        let items = try place.articles(".json").map {
            try #require(try JSONSerialization.jsonObject(with: Data(place.text(of: $0).utf8)) as? [String: Any])
        }
        #expect(items.count == 4)
        let own = items.compactMap { $0["_newspool"] as? [String: Any] }
        let marked = own.filter { $0["similar_to"] != nil }
        #expect(marked.count == count)
        for item in marked {
            let other = try #require(own.first { $0["id"] as? String == item["similar_to"] as? String })
            #expect(other["feed"] as? String != item["feed"] as? String)
        }
    }

    @Test("a failed feed is told with its reason, exits 1, and does not keep the others")
    func failure() throws {
        let server = try LoopbackServer { request in
            switch request.path {
            case "/good": .ok(rss([1]))
            case "/page":
                .ok("<!doctype html><html><body><p>Not a feed</p></body></html>", ["Content-Type": "text/html"])
            case "/cut": .script(.send("HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n<rss><channel>"), .close)
            default: .status(500)
            }
        }
        let place = try Workplace()
        try place.configure(
            feeds: ["good", "page", "cut", "error"].map { ($0, server.url("/" + $0)) })
        let result = try place.run("run", "--once")
        #expect(result.status == 1)
        #expect(try place.journal().count == 1)
        for name in ["page", "cut", "error"] { #expect(result.errors.contains("feed=\(name)"), "\(result.errors)") }
        #expect(result.errors.contains("HTML"))
        #expect(!result.errors.contains("feed=good error"))
    }

    @Test("the journal alone with formats = []")
    func journalAlone() throws {
        let server = try LoopbackServer { _ in .ok(rss([1, 2])) }
        let place = try Workplace()
        try place.configure(feeds: [("site", server.url())], spool: "formats = []")
        #expect(try place.run("run", "--once").status == 0)
        #expect(try place.journal().count == 2)
        #expect(place.articles("").isEmpty)
    }

    @Test(
        "first_fetch decides what of a first document is delivered",
        arguments: [("seed", 0), ("latest:2", 2), ("all", 3)])
    func firstFetch(setting: String, count: Int) throws {
        let server = try LoopbackServer { _ in .ok(rss([1, 2, 3])) }
        let place = try Workplace()
        try place.configure(feeds: [("site", server.url())], daemon: "first_fetch = \"\(setting)\"")
        #expect(try place.run("run", "--once").status == 0)
        #expect(try place.journal().count == count)
    }

    @Test("the Markdown file has title, by-line, date, text and source, in this shape")
    func markdown() throws {
        let server = try LoopbackServer { _ in
            .ok(
                """
                <rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>t</title><item>
                <title>US urges Russia: *de-escalate*</title><link>http://news.example/a</link>
                <dc:creator>Ada Quist</dc:creator><pubDate>Wed, 23 Apr 2014 10:00:00 GMT</pubDate>
                <description>&lt;p&gt;One &lt;b&gt;bold&lt;/b&gt; word.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;</description>
                </item></channel></rss>
                """)
        }
        let place = try Workplace()
        try place.configure(feeds: [("site", server.url())])
        #expect(try place.run("run", "--once").status == 0)
        let path = try #require(place.articles(".md").first)
        #expect(path.contains("us-urges-russia-de-escalate"))
        #expect(
            try place.text(of: path) == """
                US urges Russia: \\*de-escalate\\*

                By [Ada Quist](#)

                April 23, 2014

                One **bold** word.

                Two.

                Original url:

                <http://news.example/a>

                """)
    }
}
