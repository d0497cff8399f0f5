import Foundation
import TestSupport
import Testing

@Suite("Manners: limits", .timeLimit(.minutes(1)))
struct LimitManners {
    /// Holds every answer a little, and counts how many it held at once.
    private final class Holding: @unchecked Sendable {  // the lock guards the counts
        private let lock = NSLock()
        private var now = 0
        private(set) var most = 0
        func answer() -> Reply {
            lock.withLock {
                now += 1
                most = max(most, now)
            }
            Thread.sleep(forTimeInterval: 0.1)
            lock.withLock { now -= 1 }
            return .ok(rss([1]))
        }
    }

    private func run(_ feeds: [(name: String, url: String)], daemon: String) throws -> Program.Result {
        let place = try Workplace()
        try place.directory.write(
            "[daemon]\n\(daemon)\n[http]\nallow_private = true\n"
                + feeds.map { "[[feed]]\nname = \"\($0.name)\"\nurl = \"\($0.url)\"\n" }.joined(), to: "feeds.toml")
        return try place.run("run", "--once")
    }

    @Test("per_host places, and never more", arguments: [1, 3])
    func perHost(places: Int) throws {
        let holding = Holding()
        let server = try LoopbackServer { _ in holding.answer() }
        let feeds = (0..<8).map { ("f\($0)", server.url("/\($0)")) }
        #expect(try run(feeds, daemon: "per_host = \(places)").status == 0)
        #expect(holding.most == places)
    }

    @Test("concurrency over all hosts")
    func concurrency() throws {
        let holding = Holding()
        let servers = try (1...8).map { number in
            try LoopbackServer(host: "127.0.4.\(number)") { _ in holding.answer() }
        }
        let feeds = servers.enumerated().map { ("f\($0)", $1.url()) }
        #expect(try run(feeds, daemon: "concurrency = 3").status == 0)
        #expect(holding.most == 3)
    }

    @Test("host_delay between the starts at one host, where the file says it")
    func hostDelay() throws {
        let server = try LoopbackServer([.ok(rss([1]))])
        let feeds = (0..<3).map { ("f\($0)", server.url("/\($0)")) }
        let start = ContinuousClock.now
        #expect(try run(feeds, daemon: "host_delay = \"1s\"").status == 0)
        #expect(ContinuousClock.now - start >= .seconds(2))
    }

    @Test("servers that never answer delay no one, though they are more than there are places")
    func silence() async throws {
        let silent = try (1...12).map { number in
            try LoopbackServer(host: "127.0.5.\(number)") { _ in .script(.stall()) }
        }
        let good = try LoopbackServer(host: "127.0.6.1", [.ok(rss([1]))])
        let place = try Workplace()
        let feeds = silent.map { $0.url() } + (0..<8).map { good.url("/\($0)") }
        try place.directory.write(
            "[daemon]\nconcurrency = 4\n[http]\nallow_private = true\n"
                + feeds.map { "[[feed]]\nurl = \"\($0)\"\n" }.joined(), to: "feeds.toml")
        let daemon = try place.start("run")
        let start = ContinuousClock.now
        _ = await good.requests(count: 8)
        #expect(ContinuousClock.now - start < .seconds(25), "their time limit is thirty")
        daemon.send(SIGTERM)
        #expect(daemon.wait().status == 0)
    }
}
