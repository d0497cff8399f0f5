import Foundation
import Model
import Store
import TestSupport
import Testing

@Suite("Manners: what status can tell", .timeLimit(.minutes(1)))
struct StatusManners {
    @Test("also of feeds that are disabled, or that were not polled yet")
    func beforeTheFirstPoll() async throws {
        let never = Gate()
        let server = try LoopbackServer { _ in .script(.stall(never)) }
        let place = try Workplace()
        try place.directory.write(
            """
            [daemon]
            per_host = 1
            [http]
            allow_private = true
            [[feed]]
            url = "\(server.url("/slow"))"
            name = "slow"
            [[feed]]
            url = "\(server.url("/next"))"
            name = "next"
            [[feed]]
            url = "\(server.url("/off"))"
            name = "off"
            enabled = false

            """, to: "feeds.toml")
        let daemon = try place.start("run")
        #expect(daemon.waitForError(containing: "ready"))
        _ = await server.requests(count: 1)
        let polled = Polled(place)
        let (next, off) = (try polled.state(of: "next"), try polled.state(of: "off"))
        let due = try #require(next.nextPoll)
        #expect(next.why == "interval" && due.timeIntervalSinceNow < 10)
        #expect(off.why == "disabled" && off.nextPoll == nil)
        try place.directory.write(
            String(contentsOf: place.directory.appending("feeds.toml"), encoding: .utf8)
                .replacing("enabled = false", with: ""), to: "feeds.toml")
        daemon.send(SIGHUP)
        #expect(daemon.waitForError(containing: "polling 3 feeds"))
        #expect(try polled.state(of: "off").why == "interval")
        daemon.send(SIGTERM)
        #expect(daemon.wait().status == 0)
    }

    @Test(
        "each failure is one clear sentence",
        arguments: [
            ("404", "the server answered 404 Not Found"),
            ("500", "the server answered 500 Internal Server Error"),
            ("page", "HTML"), ("empty", "empty"), ("cut", "the document breaks off in the middle"),
            ("noise", "the answer is not HTTP"), ("mute", "the server closed the connection without an answer"),
            ("loop", "more than 10 redirects"), ("slow", "no full answer within"),
            ("scheme", "only http and https are fetched, not “ftp”"), ("gzip", "the body cannot be decoded"),
            ("half", "the document breaks off in the middle"),
        ])
    func sentences(path: String, sentence: String) throws {
        let server = try LoopbackServer { request in
            switch request.path.dropFirst() {
            case "page": .ok("<!doctype html><html><p>Log in</p></html>")
            case "empty": .ok("")
            case "cut": .script(.send("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n<rss>"), .close)
            case "noise": .raw("SSH-2.0-OpenSSH\r\n")
            case "mute": .script(.close)
            case "loop": .redirect(302, to: "/loop")
            case "slow": .script(.stall())
            case "scheme": .redirect(302, to: "ftp://127.0.0.1/")
            case "gzip": .ok([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0xFF, 0xFF, 0xFF], ["Content-Encoding": "gzip"])
            case "half": .ok(String(rss([1, 2]).prefix(420)))
            default: .status(Int(request.path.dropFirst()) ?? 500)
            }
        }
        let feed = try Polled(server.url("/" + path), daemon: "timeout = \"1s\"\nmax_body = \"1MiB\"")
        let result = try feed.place.run("run", "--once")
        #expect(result.status == 1)
        let error = try #require(try feed.state().failure?.sentence)
        #expect(error.contains(sentence) && !error.hasSuffix(".") && !error.contains("\n"), "\(error)")
        #expect(result.errors.contains(error), "\(result.errors)")
    }

    @Test("a document that its publisher cuts is a failure once, and then what it is")
    func cutByItsPublisher() throws {
        let half = String(rss([1, 2, 3]).prefix(800))
        let server = try LoopbackServer { request in
            request["If-None-Match"] == nil ? .ok(half, ["ETag": "\"e\""]) : .status(304)
        }
        let feed = try Polled(server.url())
        #expect(try feed.rounds(3) == [false, true, true])
        #expect(server.requests.allSatisfy { $0["If-None-Match"] == nil })
        #expect(try feed.titles.contains("Article 1"))
    }
}
