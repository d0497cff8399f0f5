import Foundation
import Model
import Store
import TestSupport
import Testing

@Suite("Manners: 410 Gone", .timeLimit(.minutes(3)))
struct GoneManners {
    private func server() throws -> LoopbackServer {
        try LoopbackServer([.ok(rss([1])), .status(410), .status(410), .ok(rss([1, 2]))])
    }

    /// Polls until the feed is retired: once for its article, and twice, a day apart, for the 410.
    private func retire(_ feed: Polled) throws {
        #expect(try feed.rounds(2) == [true, false])
        try feed.age(days: 1.01)
        #expect(try feed.run() == false)
        #expect(try feed.state().why == "gone")
    }

    @Test("twice, a day apart, retires the feed; its articles stay, and status says so")
    func retires() throws {
        let server = try server()
        let feed = try Polled(server.url())
        try retire(feed)
        #expect(try feed.rounds(2) == [true, true])
        #expect(server.requests.count == 3)
        let state = try feed.state()
        #expect(state.why == "gone" && state.nextPoll == nil && state.lastStatus == 410)
        #expect(state.failure?.sentence.contains("410 Gone") == true)
        #expect(feed.place.articles(".json").count == 1)
    }

    @Test("less than a day apart, or with a feed in between, retires nothing, and status says what is waited for")
    func once() throws {
        let server = try LoopbackServer([
            .status(410), .status(410), .ok(rss([1])), .status(410), .status(503), .status(410),
        ])
        let feed = try Polled(server.url())
        #expect(try feed.run() == false)
        try feed.age(days: 0.9)
        #expect(try feed.run() == false)
        #expect(try feed.state().why == "backoff")
        let sheet = try feed.place.run("status", "--feed", "site").text
        #expect(sheet.contains("says gone") && sheet.contains("retired if that still holds at"), "\(sheet)")
        try feed.age(days: 0.2)
        #expect(try feed.run() && feed.state().goneSince == nil)
        try feed.age(days: 2)
        #expect(try feed.run() == false)
        try feed.age(days: 0.5)
        #expect(try feed.run() == false)
        #expect(try feed.state().why == "backoff" && feed.state().goneSince != nil)
        try feed.age(days: 0.6)
        #expect(try feed.run() == false)
        #expect(try feed.state().why == "gone")
    }

    @Test("of another site that the feed redirects to retires nothing", arguments: [301, 302])
    func elsewhere(status: Int) throws {
        let other = try LoopbackServer(host: "127.0.0.2", [.status(410)])
        let server = try LoopbackServer { _ in .redirect(status, to: other.url("/there")) }
        let feed = try Polled(server.url())
        for _ in 0..<3 {
            #expect(try feed.run() == false)
            #expect(try feed.state().why == "backoff" && feed.state().goneSince == nil)
            try feed.age(days: 2)
        }
    }

    @Test("until its table is edited", arguments: ["title = \"New\"", "headers = { X-Key = \"secret\" }"])
    func edited(key: String) throws {
        let server = try server()
        let feed = try Polled(server.url())
        try retire(feed)
        try feed.configure(server.url(), daemon: "timeout = \"20s\"")
        try feed.run()
        #expect(server.requests.count == 3, "an edit elsewhere is none of this feed")
        try feed.configure(server.url(), feed: key)
        #expect(try feed.run())
        #expect(server.requests.count == 4)
        #expect(try feed.state().why == "interval")
    }

    @Test("or its URL is")
    func newURL() throws {
        let server = try server()
        let feed = try Polled(server.url())
        try retire(feed)
        try feed.configure(server.url("/new"))
        #expect(try feed.run())
        #expect(server.requests.last?.path == "/new")
    }

    @Test("or until it is removed and added again", arguments: [true, false])
    func addedAgain(isRunning: Bool) async throws {
        let server = try server()
        let feed = try Polled(server.url())
        try retire(feed)
        let whole = try String(contentsOf: feed.place.directory.appending("feeds.toml"), encoding: .utf8)
        let empty = String(whole.prefix(upTo: whole.firstRange(of: "[[feed]]")!.lowerBound))
        if isRunning {
            let daemon = try feed.place.start("run")
            #expect(daemon.waitForError(containing: "ready"))
            try feed.place.directory.write(empty, to: "feeds.toml")
            daemon.send(SIGHUP)
            #expect(daemon.waitForError(containing: "polling 0 feeds"))
            try feed.place.directory.write(whole, to: "feeds.toml")
            daemon.send(SIGHUP)
            _ = await server.requests(count: 4)
            daemon.send(SIGTERM)
            #expect(daemon.wait().status == 0)
        } else {
            try feed.place.directory.write(empty, to: "feeds.toml")
            try feed.run()
            try feed.place.directory.write(whole, to: "feeds.toml")
            #expect(try feed.run())
        }
        #expect(server.requests.count == 4)
    }

    @Test("or until its URL is added a second time", arguments: [true, false])
    func addedTwice(isRunning: Bool) async throws {
        let server = try server()
        let feed = try Polled(server.url())
        try retire(feed)
        let file = try String(contentsOf: feed.place.directory.appending("feeds.toml"), encoding: .utf8)
        let daemon = isRunning ? try feed.place.start("run") : nil
        #expect(daemon?.waitForError(containing: "ready") ?? true)
        let added = try feed.place.run("add", server.url())
        #expect(added.status == 0 && added.errors.contains("site is polled again"), "\(added.errors)")
        if let daemon {
            _ = await server.requests(count: 4)
            daemon.send(SIGTERM)
            #expect(daemon.wait().status == 0)
        } else {
            #expect(try feed.run())
        }
        #expect(server.requests.count == 4)
        #expect(try feed.state().why == "interval")
        #expect(try feed.titles == ["Article 1", "Article 2"])
        #expect(try String(contentsOf: feed.place.directory.appending("feeds.toml"), encoding: .utf8) == file)
        // Of one that is not gone it is said that it is there.
        #expect(try feed.place.run("add", server.url()).errors.contains("skipped"))
    }

    @Test("though its page is cut off")
    func cutPage() throws {
        let server = try LoopbackServer([.raw("HTTP/1.1 410 Gone\r\nContent-Length: 99\r\n\r\nGo")])
        let feed = try Polled(server.url())
        #expect(try feed.run() == false)
        try feed.age(days: 1.01)
        #expect(try feed.rounds(2) == [false, true])
        #expect(server.requests.count == 2)
        #expect(try feed.state().why == "gone")
    }

    @Test("not where a temporary redirect led there: the feed's own address has not said so", arguments: [301, 302])
    func redirected(status: Int) throws {
        let server = try LoopbackServer { request in
            request.path == "/feed" ? .redirect(status, to: "/there") : .status(410)
        }
        let feed = try Polled(server.url("/feed"))
        try feed.run()
        try feed.age(days: 1.01)
        try feed.run()
        #expect(try feed.state().why == (status == 301 ? "gone" : "backoff"))
    }

    @Test("a target of a move that is gone sends us back to the first address")
    func target() throws {
        let old = Count(), new = Count()
        let server = try LoopbackServer { request in
            if request.path == "/old" { return old.next() == 0 ? .redirect(301, to: "/new") : .ok(rss([1])) }
            return new.next() == 0 ? .ok(rss([1])) : .status(410)
        }
        let feed = try Polled(server.url("/old"))
        try feed.run()
        #expect(try feed.state().movedTo == server.url("/new"))
        #expect(try feed.rounds(2) == [false, true])
        #expect(server.requests.map(\.path) == ["/old", "/new", "/new", "/old"])
        #expect(try feed.state().movedTo == nil)
    }
}
