import Foundation
import TestSupport
import Testing

/// `/articles` of a running daemon.
@Suite("The pull interface") struct PullTests {
    private final class Site: Sendable {
        let place: Workplace
        let server: LoopbackServer
        let daemon: RunningProgram
        let port: Int
        private let shown = Shared(3)

        init() throws {
            let shown = shown
            server = try LoopbackServer { _ in .ok(rss(Array(1...shown.withLock { $0 }))) }
            place = try Workplace()
            let probe = try LoopbackServer { _ in .status(200) }
            port = probe.port
            probe.stop()
            try place.configure(
                feeds: [],
                extra: """
                    [status]
                    listen = "127.0.0.1:\(port)"
                    [[feed]]
                    url = "\(server.url("/feed"))"
                    name = "site"
                    tags = ["a b"]
                    """, interval: "1h")
            daemon = try place.start("run")
            #expect(daemon.waitForError(containing: "new articles"))
            // The log is written at the commit; the spool has them a moment later.
            let deadline = Date(timeIntervalSinceNow: 20)
            while try place.journal().count < 3, Date() < deadline { usleep(10_000) }
        }

        func show(_ count: Int) throws {
            shown.withLock { $0 = count }
            #expect(try place.run("poll", "site").status == 0)
        }

        func ask(_ target: String, _ headers: String = "") throws -> (head: String, body: String) {
            let request = "GET \(target) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n\(headers)Connection: close\r\n\r\n"
            let answer = try Wire.exchange(port: port, Array(request.utf8))
            let parts = answer.split(separator: "\r\n\r\n", maxSplits: 1).map(String.init)
            return (parts.first ?? "", parts.count > 1 ? parts[1] : "")
        }

        func page(_ target: String) throws -> (seqs: [Int], last: Int, next: String) {
            let page = try JSONSerialization.jsonObject(with: Data(try ask(target).body.utf8)) as? [String: Any]
            let items = page?["items"] as? [[String: Any]] ?? []
            let next = page?["next_url"] as? String ?? ""
            return (
                items.compactMap { ($0["_newspool"] as? [String: Any])?["seq"] as? Int },
                (page?["_newspool"] as? [String: Any])?["last_seq"] as? Int ?? -1,
                next.replacing("http://127.0.0.1:\(port)", with: "")
            )
        }
    }

    @Test("pages follow each other, and a waiting one comes with the next article")
    func pull() async throws {
        let site = try Site()
        defer {
            site.daemon.send(SIGTERM)
            #expect(site.daemon.wait().status == 0)
        }
        let first = try site.page("/articles?limit=2")
        #expect(first.seqs == [1, 2] && first.last == 2)
        let second = try site.page(first.next)
        #expect(second.seqs == [3] && second.last == 3)
        #expect(try site.page(second.next).seqs == [])
        #expect(try site.page("/articles?tag=a+b&feed=site").seqs == [1, 2, 3])
        #expect(try site.page("/articles?tag=none").last == 3)

        async let waiting = Task.detached { try site.page(second.next + "&wait=30s") }.value
        try await Task.sleep(for: .milliseconds(200))
        try site.show(4)
        let news = try await waiting
        #expect(news.seqs == [4] && news.last == 4)
        let began = ContinuousClock.now
        #expect(try site.page("/articles?after=4&wait=1s").seqs == [])
        #expect(ContinuousClock.now - began >= .seconds(1))

        // Whoever waits keeps the daemon from ending for no longer than others do.
        let last = Task.detached { try? site.page("/articles?after=4&wait=5m") }
        try await Task.sleep(for: .milliseconds(200))
        site.daemon.send(SIGTERM)
        _ = await last.value
    }

    @Test("validators, compression, refusals and single articles")
    func details() throws {
        let site = try Site()
        defer {
            site.daemon.send(SIGTERM)
            #expect(site.daemon.wait().status == 0)
        }
        let page = try site.ask("/articles")
        let tag = try #require(page.head.firstMatch(of: /ETag: ([^\r\n]+)/)?.1)
        #expect(page.head.contains("Content-Type: application/feed+json"))
        #expect(try site.ask("/articles", "If-None-Match: \(tag)\r\n").head.hasPrefix("HTTP/1.1 304"))
        let packed = try site.ask("/articles", "Accept-Encoding: br, gzip;q=0.5\r\n").head
        #expect(packed.contains("Content-Encoding: gzip") && packed.contains("Vary: Accept-Encoding"))
        #expect(try !site.ask("/articles", "Accept-Encoding: gzip;q=0\r\n").head.contains("Content-Encoding"))
        for target in ["/articles?limit=0", "/articles?x=1", "/articles?after=1&after=2"] {
            #expect(try site.ask(target).head.hasPrefix("HTTP/1.1 400"), "\(target)")
        }
        let id = try #require(page.body.firstMatch(of: /urn:newspool:([a-z2-7]{26})/)?.1)
        let path = try #require(
            try site.place.journal().first { $0["id"] as? String == String(id) }?["path"] as? String)
        #expect(try site.ask("/articles/\(id).json").body == site.place.text(of: path))
        #expect(try site.ask("/articles/\(id).md").body == site.place.text(of: path.replacing(".json", with: ".md")))
        #expect(try site.ask("/articles/\(id)").body.hasPrefix("<!doctype html>"))
        #expect(try site.ask("/articles/\(id).txt").head.hasPrefix("HTTP/1.1 404"))
    }
}
