import Foundation
import TestSupport
import Testing

@Suite("[status] listen")
struct ListenerTests {
    private struct Answer {
        var status: Int
        var head: String
        var body: String
    }

    /// A daemon with a listener that has polled its feeds once.
    private final class Site {
        let place: Workplace
        let server: LoopbackServer
        let daemon: RunningProgram
        let port: Int

        init(
            webhook: Bool = false, status: String = "", listen: String? = nil,
            prepare: (TemporaryDirectory) throws -> Void = { _ in }
        ) async throws {
            server = try LoopbackServer { request in
                switch request.path {
                case "/good":
                    .ok(
                        """
                        <rss version="2.0"><channel><title>Good &amp; bad</title><item><title>1 &lt; 2 &amp;amp; 3</title>
                        <link>http://a.example/1</link><guid isPermaLink="false">one</guid>
                        <description>&lt;p&gt;A &lt;b&gt;bold&lt;/b&gt; word.&lt;script&gt;x&lt;/script&gt;</description>
                        </item></channel></rss>
                        """)
                case "/other": .ok(rss([1, 2]))
                default: .status(503)
                }
            }
            place = try Workplace()
            try prepare(place.directory)
            port = try Self.freePort()
            let extra = """
                [status]
                listen = "\(listen ?? "127.0.0.1:\(port)")"
                \(status)
                [[feed]]
                url = "\(server.url("/other"))"
                name = "a/b ü"
                tags = ["home", "x y"]
                \(webhook ? "[[webhook]]\nname = \"chat\"\nurl = \"\(server.url("/hook"))\"" : "")
                """
            try place.configure(
                feeds: [("good", server.url("/good")), ("bad", server.url("/bad"))], extra: extra,
                daemon: "max_interval = \"1h\"", interval: "1h")
            daemon = try place.start("run")
            _ = daemon.waitForError(containing: "ready")
            for name in ["feed=good", "feed=bad", "feed=\"a/b ü\""] { _ = daemon.waitForError(containing: name) }
        }

        static func freePort() throws -> Int {
            let probe = try LoopbackServer { _ in .status(200) }
            defer { probe.stop() }
            return probe.port
        }

        func ask(_ target: String, _ headers: String = "", method: String = "GET", host: String? = nil) throws -> Answer
        {
            try send(
                "\(method) \(target) HTTP/1.1\r\nHost: \(host ?? "127.0.0.1:\(port)")\r\n\(headers)Connection: close\r\n\r\n"
            )
        }

        /// Sends bytes and reads to the end, which the daemon has to make.
        func send(_ request: String) throws -> Answer {
            let answer = try Wire.exchange(port: port, Array(request.utf8))
            let parts = answer.split(separator: "\r\n\r\n", maxSplits: 1).map(String.init)
            let head = parts.first ?? ""
            let status = head.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
            return Answer(status: status, head: head, body: parts.count > 1 ? parts[1] : "")
        }

        func stop() {
            daemon.send(SIGTERM)
            #expect(daemon.wait().status == 0)
        }
    }

    @Test("a token is asked for everywhere but where the daemon's health is")
    func token() async throws {
        let site = try await Site(status: "token_file = \"status.token\"") {
            try $0.write("s3cret.Token\n", to: "status.token")
        }
        defer { site.stop() }
        let bearer = "Authorization: Bearer s3cret.Token\r\n"
        for path in ["/", "/status.json", "/metrics", "/articles?after=0", "/feed.json", "/style.css", "/nothing"] {
            let refused = try site.ask(path)
            #expect(refused.status == 401, "\(path)")
            #expect(refused.head.contains("WWW-Authenticate: Bearer") && !refused.body.contains("Good"))
            #expect(try site.ask(path, bearer).status == (path == "/nothing" ? 404 : 200), "\(path)")
        }
        for path in ["/healthz", "/readyz"] { #expect(try site.ask(path).status == 200) }
        for wrong in [
            "Bearer s3cret.Toke", "Bearer s3cret.Token2", "Bearer", "Basic s3cret.Token", "s3cret.Token",
            "Bearer S3CRET.TOKEN",
        ] {
            #expect(try site.ask("/metrics", "Authorization: \(wrong)\r\n").status == 401, "\(wrong)")
        }
        for same in ["bearer s3cret.Token", "BEARER  s3cret.Token"] {
            #expect(try site.ask("/metrics", "Authorization: \(same)\r\n").status == 200, "\(same)")
        }
        for path in ["//healthz", "/healthz/../metrics", "/healthz/x", "/readyz/../status.json"] {
            #expect(try site.ask(path).status == (path.hasPrefix("//") ? 400 : 401), "\(path)")
        }
        #expect(try site.ask("/metrics", bearer, host: "evil.example").status == 421)
        // Commands go by the control socket, which asks for none.
        #expect(
            try site.place.run("status").status == 0
                || String(decoding: site.place.run("status").output, as: UTF8.self).contains("good"))
    }

    @Test("pages for people: escaped, with a strict policy, and each link leads somewhere")
    func pages() async throws {
        let site = try await Site()
        defer { site.stop() }
        let front = try site.ask("/")
        #expect(front.status == 200 && front.head.contains("Content-Security-Policy: default-src 'none'"))
        #expect(front.head.contains("X-Content-Type-Options: nosniff") && !front.body.contains("<script"))
        #expect(front.body.contains("1 &lt; 2 &amp; 3") && front.body.contains("the server answered 503"))
        #expect(
            try #require(front.body.range(of: "failing\">")?.lowerBound) < #require(
                front.body.range(of: "ok\">")?.lowerBound))
        let links = Set(front.body.matches(of: /href="\.(\/[^"]*)"/).map { String($0.output.1) })
        #expect(links.contains("/feeds/a%2Fb%20%C3%BC"), "\(links)")
        for link in links { #expect(try site.ask(link).status == 200, "\(link)") }
        let article = try #require(
            links.first { $0.hasPrefix("/articles/") && (try? site.ask($0).body.contains("bold")) == true })
        let page = try site.ask(article).body
        #expect(page.contains("<p>A <b>bold</b> word.") && !page.contains("script"), "\(page)")
        #expect(try site.ask("/feeds/a%2Fb%20%C3%BC").body.contains("2 articles"))
        #expect(try site.ask("/feeds/god").body == "there is no feed 'god' (did you mean 'good'?)\n")
    }

    @Test("what was collected reads as feeds, by tag too, and is not sent twice")
    func collected() async throws {
        let site = try await Site()
        defer { site.stop() }
        func items(_ target: String) throws -> [[String: Any]] {
            let body = try site.ask(target).body
            let parsed = try Program.run(["parse", "-"], input: Data(body.utf8))
            #expect(parsed.status == 0, "\(target) \(parsed.errors)")
            let feed = try JSONSerialization.jsonObject(with: parsed.output) as? [String: Any]
            return feed?["items"] as? [[String: Any]] ?? []
        }
        for name in ["feed.json", "atom.xml"] {
            let all = try items("/" + name)
            #expect(all.count == 3 && Set(all.compactMap { $0["id"] as? String }).count == 3)
            #expect(all.contains { $0["title"] as? String == "1 < 2 & 3" }, "\(all)")
            #expect(try items("/tags/x%20y/" + name).count == 2)
            #expect(try items("/\(name)?tag=home").count == 2)
        }
        #expect(try site.ask("/tags/none/atom.xml").status == 404)
        let list = try site.ask("/tags/home/feeds.opml").body
        #expect(list.contains("xmlUrl=\"\(site.server.url("/other"))\"") && !list.contains("/good"))

        let first = try site.ask("/atom.xml")
        let tag = try #require(first.head.firstMatch(of: /ETag: (.*)/)?.output.1)
        let again = try site.ask("/atom.xml", "If-None-Match: W/\"x\", \(tag.replacing("\r", with: ""))\r\n")
        #expect(again.status == 304 && again.body.isEmpty, "\(again.head)")
    }

    @Test("pages say when and which version, filter by state and tag in natural order, and answer a browser with pages")
    func filters() async throws {
        let site = try await Site()
        defer { site.stop() }
        let overview = try site.ask("/").body
        #expect(overview.contains(/<footer>newspool \S+, as of <time datetime="20/))
        #expect(overview.contains("<a href=\"./feeds/a%2Fb%20%C3%BC\"><bdi>a/b ü</bdi></a>"))
        let failing = try site.ask("/feeds?state=failing").body
        #expect(failing.contains("<bdi>bad</bdi>") && !failing.contains("<bdi>good</bdi>"))
        #expect(failing.contains("1 feed, failing"))
        #expect(failing.contains("<a href=\"./feeds?state=ok\"><bdi>ok</bdi> (2)</a>"))
        let tagged = try site.ask("/feeds?tag=x%20y").body
        #expect(tagged.contains("a/b ü") && !tagged.contains("feeds/good"))
        #expect(try site.ask("/feeds?state=none").body.contains("0 feeds"))
        #expect(try site.ask("/feeds/a%2Fb%20%C3%BC").body.contains("href=\"../feeds?tag=home\""))
        let icon = try site.ask("/favicon.svg")
        #expect(icon.status == 200 && icon.head.contains("image/svg+xml"))
        let missing = try site.ask("/feeds/none", "Accept: text/html,*/*;q=0.8\r\n")
        #expect(
            missing.status == 404 && missing.head.contains("text/html")
                && missing.body.contains("href=\"../style.css\""))
        #expect(missing.head.contains("Content-Security-Policy"))
        #expect(try site.ask("/feeds/none").head.contains("text/plain"))
        let empty = try Workplace()
        let port = try Site.freePort()
        try empty.configure(feeds: [], extra: "[status]\nlisten = \"127.0.0.1:\(port)\"")
        let daemon = try empty.start("run")
        defer { daemon.send(SIGTERM); _ = daemon.wait() }
        #expect(daemon.waitForError(containing: "ready"))
        let hint = try Wire.exchange(port: port, Array("GET / HTTP/1.0\r\n\r\n".utf8))
        #expect(hint.contains("newspool add https://example.org/"))
    }

    @Test("behind a proxy: its names are answered, addresses and ids follow base_url and never the Host header")
    func proxied() async throws {
        let site = try await Site(
            status: "base_url = \"https://news.example.org/feeds\"\nhosts = [\"Alias.example\"]")
        defer { site.stop() }
        for host in ["news.example.org", "alias.example", "ALIAS.example:443", "localhost"] {
            #expect(try site.ask("/", host: host).status == 200, "\(host)")
        }
        #expect(try site.ask("/", host: "other.example").status == 421)
        let atom = try site.ask("/tags/home/atom.xml", host: "localhost").body
        #expect(atom.contains("<id>https://news.example.org/feeds/tags/home/atom.xml</id>"))
        #expect(
            atom.contains(
                "rel=\"self\" type=\"application/atom+xml\" href=\"https://news.example.org/feeds/tags/home/atom.xml\"")
        )
        #expect(atom.contains("<source>\n<id>\(site.server.url("/other"))</id>\n<title>Site</title>"))
        #expect(try site.ask("/feed.json").body.contains("\"home_page_url\":\"https://news.example.org/feeds/\""))
        let plain = try await Site()
        defer { plain.stop() }
        let ids = try ["localhost", "127.0.0.1"].map { host in
            try #require(try plain.ask("/atom.xml", host: host).body.firstMatch(of: /<id>(.*?)<\/id>/)).output.1
        }
        #expect(ids == ["urn:newspool:atom.xml", "urn:newspool:atom.xml"])
    }

    @Test("listens on a Unix socket; one that is left over is replaced, one that is in use is not")
    func unixSocket() async throws {
        let folder = try TemporaryDirectory()
        let path = folder.appending("status.sock").path
        let site = try await Site(listen: "unix:\(path)")
        func curl(_ target: String) throws -> String {
            let answer = try RunningProgram(
                ["--silent", "--unix-socket", path, "http://localhost\(target)"], path: "/usr/bin/curl"
            ).wait()
            return String(decoding: answer.output, as: UTF8.self)
        }
        guard FileManager.default.isExecutableFile(atPath: "/usr/bin/curl") else { return print("no curl: not tried") }
        #expect(try curl("/healthz") == "ok\n")
        let second = try Workplace()
        try second.configure(feeds: [], extra: "[status]\nlisten = \"unix:\(path)\"")
        let refused = try second.run("run")
        #expect(refused.status == 73 && refused.errors.contains("cannot listen on unix:\(path)"), "\(refused.errors)")
        #expect(try curl("/readyz") == "ready\n")
        site.daemon.send(SIGKILL)
        _ = site.daemon.wait()
        #expect(FileManager.default.fileExists(atPath: path))
        let third = try second.start("run")
        #expect(third.waitForError(containing: "ready"))
        #expect(try curl("/healthz") == "ok\n")
        third.send(SIGTERM)
        _ = third.wait()
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test("metrics are what Prometheus reads")
    func metrics() async throws {
        let site = try await Site()
        defer { site.stop() }
        let text = try site.ask("/metrics").body
        var typed: [String: String] = [:]
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            if line.hasPrefix("# TYPE") { typed[String(words[2])] = String(words[3]) }
            guard !line.hasPrefix("#") else { continue }
            let name = String(line.prefix { $0 != "{" && $0 != " " })
            let base = ["_bucket", "_sum", "_count"].reduce(name) {
                $0.hasSuffix($1) ? String($0.dropLast($1.count)) : $0
            }
            #expect(typed[name] != nil || typed[base] == "histogram", "\(line)")
            #expect(text.contains("# HELP \(typed[name] == nil ? base : name) "))
            #expect(name.hasPrefix("newspool_") || name.hasPrefix("process_"))
        }
        #expect(text.contains("newspool_feeds{state=\"failing\"} 1\n"))
        #expect(text.contains("newspool_articles_total{event=\"new\"} 3\n"))
        #expect(text.contains("newspool_feed_articles_total{feed=\"a/b ü\"} 2\n"))
        #expect(text.contains("newspool_poll_duration_seconds_count 3\n"))
        let counted = text.matches(of: /newspool_http_responses_total\{status="(\d+)"\} (\d+)/).map { ($0.1, $0.2) }
        #expect(counted.map { "\($0) \($1)" } == ["200 2", "503 1"])
        #expect(text.contains(/newspool_received_bytes_total [1-9]/))
        let promtool = "/usr/bin/promtool"
        guard FileManager.default.isExecutableFile(atPath: promtool) else {
            return print("no promtool: not checked by it")
        }
        let check = try RunningProgram(["check", "metrics"], input: Data(text.utf8), path: promtool).wait()
        #expect(check.status == 0, "\(check.errors)")
    }

    @Test("the alert rules and the dashboard name metrics that there are, and the rules fire on what lasts alone")
    func alerts() async throws {
        let site = try await Site(webhook: true)
        defer { site.stop() }
        let text = try site.ask("/metrics").body
        #expect(text.contains(/newspool_webhook_deliveries_total\{webhook="chat",result="refused"\} [1-9]/))
        let folder = URL(filePath: #filePath).appending(path: "../../../packaging/prometheus").standardizedFileURL
        for file in ["newspool.rules.yml", "newspool.dashboard.json"] {
            let words = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
            let names = Set(words.matches(of: /\b(?:newspool|process)_[a-z_]+/).map { String($0.output) })
            #expect(names.count > 8)
            for name in names {
                let family = name.replacing(/_bucket$/, with: "")
                #expect(text.contains("# TYPE \(family) "), "\(file): \(name)")
            }
        }
        let promtool = "/usr/bin/promtool"
        guard FileManager.default.isExecutableFile(atPath: promtool) else {
            return print("no promtool: the alert rules are not tried")
        }
        let rules = try RunningProgram(
            ["test", "rules", "newspool.rules.test.yml"], in: folder, path: promtool
        ).wait()
        #expect(rules.status == 0, "\(rules.output) \(rules.errors)")
    }

    @Test("what is refused is refused in words, and a HEAD has no body")
    func refusals() async throws {
        let site = try await Site()
        defer { site.stop() }
        for method in ["POST", "PUT", "DELETE", "OPTIONS"] {
            let answer = try site.ask("/status.json", method: method)
            #expect(answer.status == 405 && answer.head.contains("Allow: GET, HEAD") && !answer.body.isEmpty)
        }
        #expect(try site.ask("/reload", method: "POST").status == 405)
        #expect(try site.ask("/nothing").body == "not found: /nothing\n")
        #expect(try site.ask("/", host: "evil.example").status == 421)
        #expect(try site.ask("/", host: "localhost").status == 200)
        #expect(try site.ask("/", host: "[::1]:1").status == 200)
        let head = try site.ask("/metrics", method: "HEAD")
        #expect(head.status == 200 && head.body.isEmpty && head.head.contains("Content-Length: "))
        #expect(try site.ask("/healthz").body == "ok\n")
        #expect(try site.ask("/readyz").body == "ready\n")
        #expect(try site.send("GET / HTTP/1.1\r\n\r\n").status == 400)
        #expect(try site.send("nonsense\r\n\r\n").status == 400)
        #expect(try site.send("GET / HTTP/1.1\r\nHost: localhost\r\nHost: b\r\n\r\n").status == 400)
        #expect(try site.send("GET / HTTP/1.1\r\nX: " + String(repeating: "a", count: 40_000)).status == 431)
        #expect(try site.ask("/", "Content-Length: 9999999\r\n").status == 413)
    }

    @Test("a client that is slow over its request is cut off, and keeps no one else waiting")
    func slow() async throws {
        let site = try await Site()
        defer { site.stop() }
        let started = ContinuousClock.now
        let port = site.port
        let slow = Task.detached {
            let began = ContinuousClock.now
            let answer = try Wire.exchange(port: port, Array("GET / HTTP/1.1\r\nHost: lo".utf8))
            return (answer, ContinuousClock.now - began)
        }
        #expect(try site.ask("/healthz").status == 200)
        #expect(ContinuousClock.now - started < .seconds(5))
        let (answer, took) = try await slow.value
        #expect(answer.isEmpty && took < .seconds(30), "it has ten")
    }
}
