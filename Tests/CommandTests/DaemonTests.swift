import Foundation
import Synchronization
import TestSupport
import Testing

@Suite("newspool run")
struct DaemonRunTests {
    @Test("new articles of later polls land; SIGTERM ends with 0 and nothing waits")
    func polls() async throws {
        let numbers = Mutex([1])
        let server = try LoopbackServer { _ in .ok(rss(numbers.withLock { $0 })) }
        let place = try Workplace()
        try place.configure(feeds: [("site", server.url())])
        let daemon = try place.start("run")
        #expect(daemon.waitForError(containing: "new articles"))
        numbers.withLock { $0 = [1, 2] }
        #expect(daemon.waitForError(containing: "articles=1 feed=site"))
        _ = await server.requests(count: server.requests.count + 2)
        daemon.send(SIGTERM)
        let result = daemon.wait()
        #expect(result.status == 0, "\(result.errors)")
        #expect(try place.journal().count == 2)
    }

    @Test("an edit of feeds.toml is taken up by itself; a faulty one is told and changes nothing")
    func reload() async throws {
        let server = try LoopbackServer { request in .ok(rss(request.path == "/b" ? [7] : [1])) }
        let place = try Workplace()
        try place.configure(feeds: [("a", server.url("/a"))])
        let daemon = try place.start("run")
        #expect(daemon.waitForError(containing: "feed=a"))
        try place.directory.write("[daemon]\nwrong = 1\n", to: "feeds.toml")
        #expect(daemon.waitForError(containing: "feeds.toml:2:1: unknown key 'wrong'"))
        #expect(daemon.waitForError(containing: "the old configuration stays in force"))
        let before = server.requests.count
        _ = await server.requests(count: before + 1)
        try place.configure(feeds: [("a", server.url("/a")), ("b", server.url("/b"))])
        daemon.send(SIGHUP)
        #expect(daemon.waitForError(containing: "feed=b"))
        daemon.send(SIGTERM)
        #expect(daemon.wait().status == 0)
        #expect(try place.journal().count == 2)
    }

    @Test("what only a restart applies is told, and until then the journal names files that are there")
    func reloadOfTheSpool() async throws {
        let numbers = Mutex([1])
        let server = try LoopbackServer { _ in .ok(rss(numbers.withLock { $0 })) }
        let place = try Workplace()
        try place.configure(feeds: [("a", server.url())], spool: "formats = [\"json\"]")
        let daemon = try place.start("run")
        #expect(daemon.waitForError(containing: "new articles"))
        try place.configure(feeds: [("a", server.url())], spool: "formats = [\"markdown\"]")
        daemon.send(SIGHUP)
        #expect(daemon.waitForError(containing: "settings=spool.formats"))
        numbers.withLock { $0 = [1, 2] }
        while try place.journal().count < 2, daemon.isRunning {
            _ = await server.requests(count: server.requests.count + 1)
        }
        daemon.send(SIGTERM)
        #expect(daemon.wait().status == 0)
        #expect(Set(try place.journal().compactMap { $0["path"] as? String }) == Set(place.articles(".json")))
    }

    @Test("a server that never answers does not keep the daemon from ending in time")
    func hangingServer() async throws {
        let never = Gate()
        let server = try LoopbackServer { _ in .script(.wait(never), .close) }
        let place = try Workplace()
        try place.configure(feeds: [("slow", server.url())])
        let daemon = try place.start("run")
        _ = await server.requests(count: 1)
        let started = ContinuousClock.now
        daemon.send(SIGTERM)
        #expect(daemon.wait().status == 0)
        #expect(ContinuousClock.now - started < .seconds(5))
        never.open()
    }

    @Test("READY and STOPPING reach systemd, and the watchdog is fed by the loop")
    func notify() async throws {
        let place = try Workplace()
        try place.configure(feeds: [])
        let socket = try NotifySocket(path: place.directory.appending("notify").path)
        let daemon = try RunningProgram(
            ["run"], in: place.directory.url,
            environment: ["NOTIFY_SOCKET": socket.path, "WATCHDOG_USEC": "200000"])
        #expect(socket.receive(containing: "READY=1"))
        #expect(socket.receive(containing: "WATCHDOG=1"))
        daemon.send(SIGHUP)
        #expect(socket.receive(containing: "RELOADING=1\nMONOTONIC_USEC="))
        #expect(socket.receive(containing: "READY=1"))
        // `systemctl status` says that an edit was refused, and why.
        try place.directory.write("[daemon]\nwrong = 1\n", to: "feeds.toml")
        #expect(
            socket.receive(
                containing:
                    "READY=1\nSTATUS=polling 0 feeds; the old configuration is in force: feeds.toml:2:1: unknown"))
        daemon.send(SIGTERM)
        #expect(socket.receive(containing: "STOPPING=1"))
        #expect(daemon.wait().status == 0)
    }

    @Test("kill -9 at any moment and a new start leave each article once", arguments: 0..<6)
    func killed(round: Int) async throws {
        let server = try LoopbackServer { request in
            let feed = Int(request.path.dropFirst()) ?? 0
            return .ok(rss(Array(0..<20), site: "http://site\(feed).example"))
        }
        let place = try Workplace()
        try place.configure(feeds: (0..<20).map { ("f\($0)", server.url("/\($0)")) })
        let daemon = try place.start("run")
        // Somewhere in the middle: after a number of requests that differs from round to round.
        _ = await server.requests(count: 1 + round * 4)
        daemon.send(SIGKILL)
        _ = daemon.wait()
        let result = try place.run("run", "--once")
        #expect(result.status == 0, "\(result.errors)")
        let lines = try place.journal()
        let ids = lines.compactMap { $0["id"] as? String }
        #expect(ids.count == 400 && Set(ids).count == 400)
        let numbers = lines.compactMap { $0["seq"] as? Int }
        #expect(numbers == numbers.sorted() && Set(numbers).count == numbers.count)
        #expect(Set(lines.compactMap { $0["path"] as? String }) == Set(place.articles(".json")))
        #expect(place.articles(".md").count == 400)
    }
}
