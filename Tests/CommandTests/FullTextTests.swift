import Foundation
import Synchronization
import TestSupport
import Testing

@Suite("full_text: articles completed from their pages")
struct FullTextTests {
    private static let news = Fixtures.directory.appending(path: "page/news.html")
    private static let sentence = "A sentence of the article, with a comma in it. "

    private func page(_ title: String, sentences: Int = 30, head: String = "") -> String {
        let paragraph = "<p>" + String(repeating: Self.sentence, count: 5) + "</p>"
        return
            "<html><head><title>\(title)</title>\(head)</head><body><nav><a href=/>Home</a></nav><article><h1>\(title)</h1>"
            + "<p>Page of \(title).</p>" + String(repeating: paragraph, count: sentences / 5)
            + "</article></body></html>"
    }

    private func feed(_ site: String, _ paths: [String]) -> String {
        let items = paths.map {
            "<item><title>Item \($0)</title><link>\(site)/\($0)</link><guid>\($0)</guid><description>Teaser of \($0).</description></item>"
        }
        return "<rss version=\"2.0\"><channel><title>S</title>\(items.joined())</channel></rss>"
    }

    private func workplace(_ server: LoopbackServer, _ settings: String, daemon: String = "") throws -> Workplace {
        let place = try Workplace()
        try place.configure(feeds: [("site", server.url("/feed"))], daemon: daemon)
        let text = try String(contentsOf: place.directory.appending("feeds.toml"), encoding: .utf8)
        try place.directory.write(text + settings + "\n", to: "feeds.toml")
        return place
    }

    private func articles(_ place: Workplace) throws -> [String: String] {
        var found: [String: String] = [:]
        for path in place.articles(".json") {
            let object = try JSONSerialization.jsonObject(with: Data(place.text(of: path).utf8)) as? [String: Any]
            found[object?["title"] as? String ?? ""] = object?["content_text"] as? String ?? ""
        }
        return found
    }

    private func server(_ paths: [String], _ answer: @escaping @Sendable (LoopbackRequest) -> Reply) throws
        -> LoopbackServer
    {
        let site = Mutex("")
        let server = try LoopbackServer { request in
            request.path == "/feed" ? .ok(feed(site.withLock { $0 }, paths), ["ETag": "\"1\""]) : answer(request)
        }
        site.withLock { $0 = "http://\(server.host):\(server.port)" }
        return server
    }

    private static let html: KeyValuePairs = ["Content-Type": "text/html; charset=utf-8"]

    @Test("the news page comes out as the lines of the article file")
    func newsPage() throws {
        let page = try String(contentsOf: Self.news, encoding: .utf8)
        let wanted = try String(contentsOf: Fixtures.directory.appending(path: "page/news.md"), encoding: .utf8)
        let server = try server(["story"]) { _ in .ok(page, Self.html) }
        let place = try workplace(server, "full_text = true")
        let result = try place.run("run", "--once")
        #expect(result.status == 0, "\(result.errors)")
        let path = try #require(place.articles(".md").first)
        // The feed has its own title, and the links are those of where the page was fetched.
        let site = "http://\(server.host):\(server.port)"
        let lines = wanted.replacing(
            "Old ferry stops in the week of the fair\n", with: "Item story\n", maxReplacements: 1
        )
        .replacing("https://news.example/reports", with: "\(site)/reports")
        .replacing("<https://news.example/2014/04/23/old-ferry-stops>", with: "<\(site)/story>")
        #expect(try place.text(of: path) == lines)
    }

    @Test("pages of new entries only, unconditional; a page that fails leaves the feed's content, and says so")
    func fallbacks() throws {
        let subscribers = page(
            "paid", sentences: 5,
            head: "<script type=application/ld+json>{\"@type\":\"Article\",\"isAccessibleForFree\":false}</script>")
        let fence =
            page("fence", sentences: 8)
            .replacing("</article>", with: "<div class=paywall><p>Already a subscriber? Sign in.</p></div></article>")
        let server = try server(["good", "gone", "pdf", "wall", "paid", "fence", "login", "short", "shortest"]) {
            request in
            switch request.path {
            case "/good": .ok(page("good"), Self.html)
            case "/gone": .status(404, Self.html, body: Array(page("gone").utf8))
            case "/pdf": .ok("%PDF-1.4 <p>\(Self.sentence)", ["Content-Type": "application/pdf"])
            case "/wall": .redirect(302, to: "/consent?back=wall")
            case "/paid": .ok(subscribers, Self.html)
            case "/fence": .ok(fence, Self.html)
            case "/login":
                .ok(
                    "<title>Sign in</title><form><input type=password></form><p>\(Self.sentence)\(Self.sentence)</p>",
                    Self.html)
            case "/short": .ok("<p>Tiny.</p>", Self.html)
            case "/shortest": .ok("", Self.html)
            default: .ok(page("consent"), Self.html)
            }
        }
        let place = try workplace(server, "full_text = true")
        let result = try place.run("run", "--once")
        #expect(result.status == 0, "\(result.errors)")
        let found = try articles(place)
        #expect(found["Item good"]?.hasPrefix("Page of good.") == true)
        for name in ["gone", "pdf", "wall", "paid", "fence", "login", "short", "shortest"] {
            #expect(found["Item \(name)"] == "Teaser of \(name).", "\(name)")
            #expect(result.errors.contains("/\(name)"), "\(name)")
        }
        #expect(
            result.errors.contains("404") && result.errors.contains("consent") && result.errors.contains("subscribers"))
        let pages = server.requests.filter { $0.path != "/feed" }
        #expect(pages.allSatisfy { $0["If-None-Match"] == nil && $0["If-Modified-Since"] == nil })
        let count = pages.count
        _ = try place.run("run", "--once")
        #expect(server.requests.filter { $0.path != "/feed" }.count == count)
        #expect(try place.journal().count == 9)
    }

    @Test("a page that hangs delays only its own article; killed meanwhile, nothing is lost or doubled")
    func hanging() async throws {
        let isStuck = Mutex(true)
        let server = try server(["quick", "stuck"]) { request in
            if request.path == "/stuck", isStuck.withLock({ $0 }) {
                return .script(
                    .send("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"),
                    .drip(Array("x".utf8), every: .milliseconds(20), forever: true))
            }
            return .ok(page(String(request.path.dropFirst())), Self.html)
        }
        let place = try workplace(server, "full_text = true", daemon: "timeout = \"10m\"")
        let daemon = try place.start("run")
        #expect(daemon.waitForError(containing: "new articles"))
        while try place.journal().isEmpty, daemon.isRunning {
            _ = await server.requests(count: server.requests.count + 1)
        }
        #expect(try place.journal().compactMap { $0["title"] as? String } == ["Item quick"])
        daemon.send(SIGKILL)
        _ = daemon.wait()
        isStuck.withLock { $0 = false }
        let result = try place.run("run", "--once")
        #expect(result.status == 0, "\(result.errors)")
        #expect(try place.journal().compactMap { $0["title"] as? String } == ["Item quick", "Item stuck"])
        #expect(try articles(place)["Item stuck"]?.hasPrefix("Page of stuck.") == true)
    }

    @Test("a page that hangs past its time leaves the feed's content")
    func timeOut() throws {
        let server = try server(["quick", "stuck"]) { request in
            request.path == "/stuck" ? .script(.stall()) : .ok(page("quick"), Self.html)
        }
        let place = try workplace(server, "full_text = true", daemon: "timeout = \"3s\"")
        let result = try place.run("run", "--once")
        #expect(result.status == 0, "\(result.errors)")
        #expect(try articles(place)["Item stuck"] == "Teaser of stuck.")
        #expect(try articles(place)["Item quick"]?.hasPrefix("Page of quick.") == true)
    }

    @Test("\"longer\" keeps the longer; selector and remove overrule; parts are followed")
    func settings() throws {
        let server = try server(["story"]) { request in
            switch request.path {
            case "/story":
                .ok(
                    "<link rel=next href=/story?page=2><div class=ad>Ad.</div><div id=x><p>Chosen text that is longer than the teaser.</p><b class=cut>Cut.</b></div>",
                    Self.html)
            case "/story?page=2": .ok("<link rel=next href=/other><div id=x><p>Second part.</p></div>", Self.html)
            default: .status(404)
            }
        }
        let place = try workplace(server, "full_text = \"longer\"\nselector = \"#x\"\nremove = [\".cut\"]")
        let result = try place.run("run", "--once")
        #expect(result.status == 0, "\(result.errors)")
        #expect(try articles(place)["Item story"] == "Chosen text that is longer than the teaser.\n\nSecond part.")
        #expect(server.requests.map(\.path) == ["/feed", "/story", "/story?page=2"])
    }

    @Test("a page that passes away is asked for once more")
    func secondTry() throws {
        let tries = Mutex(0)
        let server = try server(["story"]) { _ in
            let count = tries.withLock { tries in
                tries += 1
                return tries
            }
            return count == 1 ? .status(503, ["Retry-After": "1"]) : .ok(page("story"), Self.html)
        }
        let place = try workplace(server, "full_text = true")
        _ = try place.run("run", "--once")
        #expect(try articles(place)["Item story"]?.hasPrefix("Page of story.") == true)
        #expect(tries.withLock { $0 } == 2)
    }
}
