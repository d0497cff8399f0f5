import Foundation
import TestSupport
import Testing

@Suite("newspool status")
struct StatusTests {
    /// What `status --json` says, and the feeds by name.
    private func report(
        _ place: Workplace, _ arguments: String...
    ) throws -> (whole: [String: Any], feeds: [[String: Any]]) {
        let result = try Program.run(["status", "--json"] + arguments, in: place.directory.url)
        let whole = try #require(try JSONSerialization.jsonObject(with: result.output) as? [String: Any])
        return (whole, try #require(whole["feeds"] as? [[String: Any]]))
    }

    private func mixed() throws -> (LoopbackServer, Workplace) {
        let server = try LoopbackServer { request in
            switch request.path {
            case "/good": .ok(rss([1, 2]), ["ETag": "\"v1\""])
            case "/copy": .ok(rss([2, 3]))
            case "/gone": .status(410)
            default: .status(503)
            }
        }
        let place = try Workplace()
        try place.configure(
            feeds: ["good", "copy", "bad", "gone"].map { ($0, server.url("/" + $0)) },
            extra: "[[feed]]\nurl = \"http://off.example/\"\nname = \"off\"\nenabled = false",
            daemon: "max_interval = \"1h\"\nconcurrency = 1", interval: "1h")
        return (server, place)
    }

    /// A feed is gone when it has said so twice, a day apart.
    private func pollTwiceADayApart(_ place: Workplace) throws {
        #expect(try place.run("run", "--once", "--quiet").status == 1)
        try Polled(place).age(days: 1.01)
        #expect(try place.run("run", "--once", "--quiet").status == 1)
    }

    @Test("without a daemon the store is read, and that is said; every promised member is there")
    func stored() throws {
        let (_, place) = try mixed()
        let before = try place.run("status")
        #expect(before.status == 0 && before.text.contains("new       bad"), "\(before)")
        #expect(before.errors.contains("no daemon runs"))
        try pollTwiceADayApart(place)

        let (whole, feeds) = try report(place)
        #expect(feeds.compactMap { $0["name"] as? String } == ["bad", "gone", "copy", "good", "off"])
        #expect(feeds.compactMap { $0["state"] as? String } == ["failing", "gone", "ok", "ok", "disabled"])
        let members = "name url state last_success next_poll why last_status failures moved_to items_per_day error"
        for feed in feeds {
            for member in members.split(separator: " ") { #expect(feed[String(member)] != nil, "\(member) \(feed)") }
        }
        #expect(feeds[0]["last_status"] as? Int == 503 && feeds[0]["why"] as? String == "backoff")
        #expect(feeds[1]["next_poll"] is NSNull && feeds[1]["why"] as? String == "gone")
        #expect(feeds[3]["error"] is NSNull && feeds[3]["last_success"] is String)
        let totals = try #require(whole["totals"] as? [String: Any])
        #expect(totals["feeds"] as? Int == 5 && totals["failing"] as? Int == 1 && totals["gone"] as? Int == 1)
        #expect(totals["articles_today"] as? Int == 3 && totals["spool_articles"] as? Int == 3)
        #expect(whole["daemon"] == nil)
    }

    @Test("--failing prints what needs attention, a line each, and exits 1 if anything does; retired feeds do not")
    func failing() async throws {
        let (server, place) = try mixed()
        let alone = try place.run("status", "--failing")
        #expect(alone.status == 1 && alone.text == "stopped  daemon  no daemon answers\n", "\(alone)")
        try pollTwiceADayApart(place)
        let daemon = try place.start("run")
        #expect(daemon.waitForError(containing: "ready"))
        let result = try place.run("status", "--failing")
        #expect(result.status == 1)
        #expect(result.text == "failing  feed bad  the server answered 503 Service Unavailable\n", "\(result.text)")
        let (whole, feeds) = try report(place, "--failing")
        #expect(feeds.compactMap { $0["name"] as? String } == ["bad"])
        #expect((whole["problems"] as? [[String: Any]])?.compactMap { $0["name"] as? String } == ["bad"])
        #expect(try place.run("health").status == 0)
        try place.configure(feeds: [("good", server.url("/good")), ("gone", server.url("/gone"))])
        #expect(try place.run("reload").status == 0)
        let well = try place.run("status", "--failing")
        #expect(well.status == 0 && well.text.isEmpty && well.errors.isEmpty, "\(well)")
        daemon.send(SIGTERM)
        #expect(daemon.wait().status == 0)
    }

    @Test("health: 69 without a daemon, 1 where it does not answer, and nothing is printed where all is well")
    func health() throws {
        let place = try Workplace()
        try place.configure(feeds: [])
        #expect(try place.run("health").status == 69)
        let daemon = try place.start("run")
        #expect(daemon.waitForError(containing: "ready"))
        for arguments in [["health"], ["health", "--live"]] {
            let result = try Program.run(arguments, in: place.directory.url)
            #expect(result.status == 0 && result.text.isEmpty && result.errors.isEmpty, "\(result)")
        }
        daemon.send(SIGSTOP)
        let silent = try place.run("health", "--live")
        #expect(silent.status == 1 && silent.errors.contains("does not answer"), "\(silent)")
        daemon.send(SIGCONT)
        daemon.send(SIGTERM)
        #expect(daemon.wait().status == 0)
    }

    @Test("--feed tells all of one: validators, polls, articles and which other feeds brought them")
    func oneFeed() throws {
        let (_, place) = try mixed()
        for _ in 0..<2 { _ = try place.run("run", "--once", "--quiet") }
        let sheet = try place.run("status", "--feed", "good").text
        #expect(sheet.contains("etag          \"v1\"") && sheet.contains("[also in copy]"), "\(sheet)")
        let feed = try #require(try report(place, "--feed", "good").feeds.first)
        let detail = try #require(feed["detail"] as? [String: Any])
        #expect((detail["polls"] as? [Any])?.count == 2)
        let articles = try #require(detail["articles"] as? [[String: Any]])
        #expect(articles.count == 2 && articles.contains { $0["also_in"] as? [String] == ["copy"] })
        let wrong = try place.run("status", "--feed", "god")
        #expect(wrong.status == 65 && wrong.text.isEmpty && wrong.errors.contains("did you mean 'good'?"))
    }

    @Test("the polls of a feed whose URL holds a password are told, and the password is not")
    func pollsBehindAPassword() throws {
        let (server, place) = try mixed()
        try place.configure(feeds: [("bad", "http://me:sesame@127.0.0.1:\(server.port)/bad")])
        _ = try place.run("run", "--once", "--quiet")
        let sheet = try place.run("status", "--feed", "bad").text
        #expect(sheet.contains("Last polls") && sheet.contains("503") && !sheet.contains("sesame"), "\(sheet)")
    }

    @Test("a daemon answers for itself, and an edit that is not loaded is told")
    func running() async throws {
        let (server, place) = try mixed()
        let daemon = try place.start("run")
        _ = await server.requests(count: 4)
        #expect(daemon.waitForError(containing: "feed=gone"))
        let (whole, feeds) = try report(place)
        #expect((whole["daemon"] as? [String: Any])?["pid"] as? Int == Int(daemon.identifier))
        #expect(feeds.count == 5)
        #expect(try place.run("status").errors.isEmpty)
        #expect(try place.run("status", "--feed", "god").status == 65)
        try place.directory.write("[daemon]\nstate = \"state\"\nwrong = 1\n", to: "feeds.toml")
        let result = try place.run("status")
        #expect(result.status == 0 && result.text.contains("5 feeds"))
        #expect(result.errors.contains("is not loaded: feeds.toml:3:1: unknown key 'wrong'"), "\(result.errors)")
        daemon.send(SIGTERM)
        #expect(daemon.wait().status == 0)
    }

    @Test("columns are aligned where names are wide")
    func wide() throws {
        let place = try Workplace()
        try place.configure(
            feeds: [("港のニュース", "http://a.example/"), ("é", "http://c.example/")])
        let result = try place.run("status")
        #expect(result.status == 0, "\(result.errors)")
        let lines = result.text.split(separator: "\n")
        try #require(lines.count == 4)
        #expect(lines[0] == "STATE  NAME          SINCE  SUCCESS  NEXT POLL  HTTP  PER DAY")
        #expect(lines[1...2].contains("new    港のニュース      -    never  now           -        0"))
        #expect(lines[1...2].contains("new    é                 -    never  now           -        0"))
    }

    @Test("a failing webhook and what waits for it are shown")
    func webhooks() throws {
        let server = try LoopbackServer { $0.path == "/hook" ? .status(500) : .ok(rss([1])) }
        let place = try Workplace()
        try place.configure(
            feeds: [("site", server.url("/feed"))],
            extra: "[[webhook]]\nname = \"team\"\nurl = \"\(server.url("/hook"))\"")
        _ = try place.run("run", "--once", "--quiet")
        let text = try place.run("status").text
        #expect(text.contains("failing  webhook team  1 waiting"), "\(text)")
    }
}
