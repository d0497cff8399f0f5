import Files
import Foundation
import TestSupport
import Testing

@Suite("sitemaps as feeds")
struct SitemapTests {
    private static func entry(_ url: String, _ lastmod: String?) -> String {
        "<url><loc>\(url)</loc>\(lastmod.map { "<lastmod>\($0)</lastmod>" } ?? "")</url>"
    }

    private static func urlset(_ entries: String) -> String {
        "<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>\(entries)</urlset>"
    }

    private static func page(_ name: String) -> String {
        "<html><head><title>Page \(name)</title></head><body><article><h1>Page \(name)</h1>"
            + "<p>" + String(repeating: "These are the words of page \(name), and they go on. ", count: 20)
            + "</p></article></body></html>"
    }

    private func titles(_ place: Workplace) throws -> Set<String> {
        Set(try place.journal().compactMap { $0["title"] as? String })
    }

    @Test("their pages are the articles, a new lastmod brings none twice, and lastmod is the date")
    func pages() throws {
        let dates = Shared(["1": "2026-11-20", "2": "2026-11-21T10:00:00Z"])
        let server = try LoopbackServer { request in
            guard request.path == "/sitemap.xml" else { return .ok(Self.page(String(request.path.dropFirst(2)))) }
            let host = request["host"] ?? ""
            let entries = dates.withLock { $0 }.sorted { $0.key < $1.key }.map {
                Self.entry("http://\(host)/p\($0)", $1)
            }
            return .ok(Self.urlset(entries.joined()))
        }
        let place = try Workplace()
        try place.configure(
            feeds: [], extra: "[[feed]]\nurl = \"\(server.url("/sitemap.xml"))\"\nname = \"a\"\nfull_text = true\n")
        #expect(try place.run("run", "--once").status == 0)
        #expect(try titles(place) == ["Page 1", "Page 2"])
        let lines = try place.journal()
        #expect(lines.contains { ($0["date_published"] as? String) == "2026-11-21T10:00:00Z" }, "\(lines)")
        dates.withLock { $0 = ["1": "2026-11-28", "2": "2026-11-28", "3": "2026-11-28"] }
        #expect(try place.run("run", "--once").status == 0)
        #expect(try place.journal().count == 3 && titles(place) == ["Page 1", "Page 2", "Page 3"])
    }

    @Test("a first document brings the latest hundred, the rest counts as seen; first_fetch says otherwise")
    func firstFetch() throws {
        let server = try LoopbackServer { _ in
            .ok(
                Self.urlset(
                    (1...300).map { Self.entry("http://a.example/\($0)", $0 <= 150 ? "2026-11-20" : nil) }.joined()))
        }
        let place = try Workplace()
        try place.configure(feeds: [("a", server.url("/1.xml"))])
        #expect(try place.run("run", "--once").status == 0)
        #expect(try place.journal().count == 100)
        #expect(try place.run("run", "--once").status == 0)
        #expect(try place.journal().count == 100)
        let all = try Workplace()
        try all.configure(
            feeds: [], extra: "[[feed]]\nurl = \"\(server.url("/1.xml"))\"\nname = \"a\"\nfirst_fetch = \"all\"\n")
        #expect(try all.run("run", "--once").status == 0)
        #expect(try all.journal().count == 300)
    }

    @Test("of an index the ten newest are read, later those that changed; what leads elsewhere is not asked for")
    func index() throws {
        let (asked, changed) = (Shared<[String]>([]), Shared(false))
        let server = try LoopbackServer { request in
            let host = "http://" + (request["host"] ?? "")
            switch request.path {
            case "/index.xml":
                var names = (1...12).map {
                    "<sitemap><loc>\(host)/\($0).xml</loc><lastmod>2026-10-\($0 + 10)</lastmod></sitemap>"
                }
                if (changed.withLock { $0 }) {
                    names[0] = "<sitemap><loc>\(host)/1.xml</loc><lastmod>2036-11-28</lastmod></sitemap>"
                }
                names.append("<sitemap><loc>file:///etc/hostname</loc><lastmod>2026-11-28</lastmod></sitemap>")
                return .ok("<sitemapindex>\(names.joined())</sitemapindex>")
            default:
                asked.withLock { $0.append(request.path) }
                let number = String(request.path.dropFirst().prefix { $0 != "." })
                if number == "5" { return .status(404) }
                let body = Self.urlset(
                    Self.entry("\(host)/page/\(number)", "2026-11-20")
                        + (changed.withLock { $0 } ? Self.entry("\(host)/page/\(number)b", "2026-11-28") : ""))
                return number == "12"
                    ? .ok(Gzip.encode(Array(body.utf8)) ?? [], ["Content-Type": "application/gzip"]) : .ok(body)
            }
        }
        let place = try Workplace()
        try place.configure(feeds: [("a", server.url("/index.xml"))])
        let first = try place.run("run", "--once")
        #expect(first.status == 0 && first.errors.contains("left=2 read=10"), "\(first.errors)")
        #expect(asked.withLock { $0 } == (3...12).reversed().map { "/\($0).xml" })
        #expect(try place.journal().count == 9)
        asked.withLock { $0 = [] }
        changed.withLock { $0 = true }
        #expect(try place.run("run", "--once").status == 0)
        #expect(asked.withLock { $0 } == ["/1.xml"])
        #expect(try place.journal().count == 11)
    }

    @Test("a sitemap of an index that is in trouble fails the poll, and the next one brings what it has")
    func trouble() throws {
        let isBroken = Shared(true)
        let server = try LoopbackServer { request in
            let host = "http://" + (request["host"] ?? "")
            if request.path == "/index.xml" {
                return .ok("<sitemapindex><sitemap><loc>\(host)/1.xml</loc></sitemap></sitemapindex>")
            }
            return isBroken.withLock { $0 }
                ? .status(503) : .ok(Self.urlset(Self.entry("http://a.example/1", "2026-11-20")))
        }
        let place = try Workplace()
        try place.configure(feeds: [("a", server.url("/index.xml"))])
        #expect(try place.run("run", "--once").status == 1)
        #expect(try place.run("status", "--json").text.contains("503"))
        isBroken.withLock { $0 = false }
        #expect(try place.run("run", "--once").status == 0)
        #expect(try place.journal().count == 1)
    }

    @Test("a sitemap of an index that leads where nothing may be asked for is passed over; none at all is a failure")
    func misled() throws {
        let hasOne = Shared(true)
        let server = try LoopbackServer { request in
            let host = "http://" + (request["host"] ?? "")
            switch request.path {
            case "/index.xml":
                let names = (["away", "inside"] + (hasOne.withLock { $0 } ? ["1"] : [])).map {
                    "<sitemap><loc>\(host)/\($0).xml</loc></sitemap>"
                }
                return .ok("<sitemapindex>\(names.joined())</sitemapindex>")
            case "/away.xml": return .status(302, ["Location": "file:///etc/hostname"])
            case "/inside.xml": return .status(302, ["Location": "http://10.255.255.1/sitemap.xml"])
            default: return .ok(Self.urlset(Self.entry("http://a.example/1", "2026-11-20")))
            }
        }
        let place = try Workplace()
        try place.configure(feeds: [("a", server.url("/index.xml"))])
        let first = try place.run("run", "--once")
        #expect(first.status == 0, "\(first.errors)")
        #expect(try place.journal().count == 1)
        hasOne.withLock { $0 = false }
        let second = try place.run("run", "--once")
        #expect(second.status == 1 && second.errors.contains("none of the 2 sitemaps"), "\(second.errors)")
    }

    @Test("add finds them in robots.txt where a site has no feed, those for news first, and asks for the pages")
    func robots() throws {
        let server = try LoopbackServer { request in
            let host = "http://" + (request["host"] ?? "")
            switch request.path {
            case "/": return .ok("<html><body>words</body></html>", ["Content-Type": "text/html"])
            case "/robots.txt":
                return .ok(
                    "User-agent: *\nDisallow: /x # no\nSitemap: \(host)/all.xml\nsitemap : file:///etc/passwd\nSITEMAP: /news.xml\n"
                )
            case "/all.xml", "/news.xml": return .ok(Self.urlset(Self.entry("http://a.example/1", nil)))
            default: return .status(404)
            }
        }
        let place = try Workplace()
        try place.directory.write("[http]\nallow_private = true\n", to: "feeds.toml")
        let add = try place.run("add", server.url("/"))
        #expect(add.status == 0, "\(add.errors)")
        let text = try String(contentsOf: place.directory.appending("feeds.toml"), encoding: .utf8)
        #expect(text.hasSuffix("\n[[feed]]\nurl = \"\(server.url("/news.xml"))\"\nfull_text = true\n"), "\(text)")
    }
}
