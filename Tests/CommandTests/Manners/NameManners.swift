import Foundation
import Model
import Store
import TestSupport
import Testing

/// How names are looked up, and what holds for hosts that have one.
@Suite("Manners: names", .enabled(if: FakeNames.isAvailable, "needs a C compiler"), .timeLimit(.minutes(2)))
struct NameManners {
    private let place: Workplace
    private let names: FakeNames

    init() throws {
        place = try Workplace()
        names = FakeNames(in: place.directory)
    }

    private func configure(_ urls: [String], daemon: String = "", http: String = "allow_private = true") throws {
        try place.directory.write(
            "[daemon]\n\(daemon)\n[http]\n\(http)\n[spool]\nformats = []\n"
                + urls.enumerated().map { "[[feed]]\nname = \"f\($0)\"\nurl = \"\($1)\"\n" }.joined(), to: "feeds.toml")
    }

    private func once() throws -> Program.Result {
        try Program.run(["run", "--once"], in: place.directory.url, environment: names.environment)
    }

    @Test("at most 32 are looked up at a time, and each once for all feeds that need it")
    func pace() throws {
        // Closed after each answer, so that nothing but the cache spares a second look.
        let server = try LoopbackServer { _ in .script(.send("HTTP/1.1 200 OK\r\n\r\n" + rss([1])), .close) }
        try configure(
            (0..<120).map { "http://n\($0 % 60).test:\(server.port)/\($0)" },
            daemon: "host_delay = \"1s\"\nper_host = 1")
        #expect(try once().status == 0)
        #expect(server.requests.count == 120 && server.connections == 120)
        let questions = names.questions
        #expect(questions.count == 60 && Set(questions.map(\.name)).count == 60)
        let most = questions.map(\.open).max() ?? 0
        #expect(most > 16 && most <= 32, "\(most)")
    }

    @Test("names that get no answer delay no others, nor the end")
    func dead() async throws {
        let server = try LoopbackServer { _ in .ok(rss([1])) }
        try configure(
            ((0..<70).map { "dead\($0)" } + (0..<10).map { "good\($0)" }).map { "http://\($0).test:\(server.port)/" })
        let daemon = try RunningProgram(["run"], in: place.directory.url, environment: names.environment)
        let start = ContinuousClock.now
        _ = await server.requests(count: 10)
        #expect(ContinuousClock.now - start < .seconds(9), "two turns of connect_timeout would be twenty")
        daemon.send(SIGTERM)
        #expect(daemon.wait().status == 0)
        #expect(ContinuousClock.now - start < .seconds(25), "a lookup cannot be called off, but need not be waited for")
    }

    @Test("polls of one public host start a second apart, where the file says nothing")
    func spacing() throws {
        let server = try LoopbackServer { _ in .ok(rss([1])) }
        try configure((0..<3).map { "http://public.test:\(server.port)/\($0)" })
        let start = ContinuousClock.now
        #expect(try once().status == 0)
        #expect(ContinuousClock.now - start >= .seconds(2))
    }

    @Test(
        "it is the address that counts, not the name",
        arguments: [
            ("false", false), ("[\"public.test\"]", true), ("[\"127.0.0.0/8\"]", true), ("[\"other.test\"]", false),
            ("[\"10.0.0.0/8\"]", false),
        ])
    func addresses(allowed: String, isAllowed: Bool) throws {
        let server = try LoopbackServer { _ in .ok(rss([1])) }
        try configure(["http://public.test:\(server.port)/"], http: "allow_private = \(allowed)")
        #expect(try once().status == (isAllowed ? 0 : 1))
        #expect(server.connections == (isAllowed ? 1 : 0))
        #expect(
            try isAllowed || Polled(place).state(of: "f0").failure?.sentence.contains("not a public address") == true)
    }

    @Test("also where a redirect leads to the name")
    func hops() throws {
        let home = try LoopbackServer { _ in .ok(rss([1])) }
        let server = try LoopbackServer(host: "127.0.0.2") { _ in
            .redirect(302, to: "http://public.test:\(home.port)/secret")
        }
        try configure([server.url()], http: "allow_private = [\"127.0.0.2\"]")
        #expect(try once().status == 1)
        #expect(server.requests.count == 1 && home.connections == 0)
    }

    @Test(
        "a 429 with Retry-After holds for all feeds of a public host, over a restart; a 503 for its own",
        arguments: [429, 503])
    func hostWide(status: Int) throws {
        let server = try LoopbackServer { request in
            request.path == "/0" ? .status(status, ["Retry-After": "3600"]) : .ok(rss([1]))
        }
        try configure((0..<2).map { "http://public.test:\(server.port)/\($0)" }, daemon: "per_host = 1")
        for _ in 0..<2 { _ = try once() }
        #expect(server.requests.map(\.path) == (status == 429 ? ["/0"] : ["/0", "/1", "/1"]))
    }
}
