import Foundation
import Store
import TestSupport
import Testing

/// When a feed is polled again, and what holds however it is asked for.
@Suite("Manners: when to come again", .timeLimit(.minutes(2)))
struct WaitingManners {
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        /// Made when the test runs: the cases themselves are made when the first test of the program starts, and what
        /// tells the time of day would be minutes old by then.
        let reply: @Sendable () -> Reply
        let why: String
        /// Minutes to the next poll.
        let minutes: ClosedRange<Double>
        let daemon: String

        init(
            testDescription: String, reply: @autoclosure @escaping @Sendable () -> Reply, why: String,
            minutes: ClosedRange<Double>, daemon: String = ""
        ) {
            (self.testDescription, self.reply, self.why) = (testDescription, reply, why)
            (self.minutes, self.daemon) = (minutes, daemon)
        }

        private static func feed(_ element: String) -> String {
            rss([1]).replacing("<channel>", with: "<channel>\(element)").replacing(
                "<rss version", with: "<rss xmlns:sy=\"http://purl.org/rss/1.0/modules/syndication/\" version")
        }
        private static func date(in seconds: Double) -> String {
            let formatter = DateFormatter()
            formatter.locale = Locale(identifier: "en_US_POSIX")
            formatter.timeZone = TimeZone(identifier: "GMT")
            formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
            return formatter.string(from: Date(timeIntervalSinceNow: seconds))
        }
        private static let hour = 57.0...63.0, backoff = 54.0...66.0

        static let all = [
            Case(testDescription: "the interval", reply: .ok(rss([1])), why: "interval", minutes: hour),
            Case(
                testDescription: "adaptive", reply: .ok(rss([1])), why: "adaptive", minutes: 5...1440,
                daemon: "adaptive = true"),
            Case(
                testDescription: "max-age", reply: .ok(rss([1]), ["Cache-Control": "public, max-age=7200"]),
                why: "max-age", minutes: 120...123),
            Case(
                testDescription: "max-age less Age",
                reply: .ok(rss([1]), ["Cache-Control": "max-age=10800", "Age": "3600"]), why: "max-age",
                minutes: 120...123),
            Case(
                testDescription: "Expires by the server's own clock",
                reply: .ok(
                    rss([1]),
                    ["Date": "Mon, 01 Jan 2001 00:00:00 GMT", "Expires": "Mon, 01 Jan 2001 02:00:00 GMT"]),
                why: "max-age", minutes: 120...123),
            Case(
                testDescription: "max-age beyond the longest interval",
                reply: .ok(rss([1]), ["Cache-Control": "max-age=31536000"]), why: "max-age", minutes: 1425...1440),
            Case(
                testDescription: "no-cache is not a wish to be polled faster",
                reply: .ok(rss([1]), ["Cache-Control": "no-cache, max-age=0"]), why: "interval", minutes: hour),
            Case(testDescription: "ttl", reply: .ok(feed("<ttl>180</ttl>")), why: "ttl", minutes: 180...183),
            Case(
                testDescription: "sy:updatePeriod and updateFrequency",
                reply: .ok(feed("<sy:updateFrequency>6</sy:updateFrequency><sy:updatePeriod>daily</sy:updatePeriod>")),
                why: "ttl", minutes: 240...243),
            Case(
                testDescription: "skipHours: all but one",
                reply: .ok(
                    feed(
                        "<skipHours>"
                            + (0..<24).filter {
                                $0 != (Calendar.utc.component(.hour, from: Date()) + 6) % 24
                            }.map { "<hour>\($0)</hour>" }.joined() + "</skipHours>")),
                why: "skip-hours", minutes: 300...391),
            Case(testDescription: "a failure", reply: .status(500), why: "backoff", minutes: backoff),
            Case(
                testDescription: "429 with seconds", reply: .status(429, ["Retry-After": "7200"]), why: "retry-after",
                minutes: 120...123),
            Case(
                testDescription: "503 with a date", reply: .status(503, ["Retry-After": date(in: 10800)]),
                why: "retry-after", minutes: 179...183),
            Case(
                testDescription: "beyond the longest interval", reply: .status(503, ["Retry-After": "259200"]),
                why: "retry-after", minutes: 4320...4323),
            Case(
                testDescription: "a week caps it", reply: .status(429, ["Retry-After": "99999999999999999999"]),
                why: "retry-after", minutes: 10080...10083),
            Case(
                testDescription: "garbage", reply: .status(429, ["Retry-After": "soon"]), why: "backoff",
                minutes: backoff),
            Case(
                testDescription: "negative", reply: .status(503, ["Retry-After": "-600"]), why: "backoff",
                minutes: backoff),
            Case(
                testDescription: "less than the back-off", reply: .status(429, ["Retry-After": "5"]), why: "backoff",
                minutes: backoff),
        ]
    }

    @Test("status tells when and why", arguments: Case.all)
    func next(_ test: Case) throws {
        let server = try LoopbackServer([test.reply()])
        let feed = try Polled(server.url(), daemon: test.daemon)
        let start = Date()
        try feed.run()
        let state = try feed.state()
        #expect(state.why == test.why)
        let minutes = try #require(state.nextPoll).timeIntervalSince(start) / 60
        let report = try #require(
            try JSONSerialization.jsonObject(with: feed.place.run("status", "--json").output) as? [String: Any])
        let told = try #require((report["feeds"] as? [[String: Any]])?.first)
        #expect(told["why"] as? String == test.why && told["next_poll"] is String)
        #expect(told["last_status"] as? Int == state.lastStatus && told["failures"] as? Int == state.failures)
        #expect((test.minutes.lowerBound - 0.1...test.minutes.upperBound + 0.5).contains(minutes), "\(minutes)")
    }

    @Test("back-off doubles; the first success ends it")
    func backoff() throws {
        let server = try LoopbackServer([.status(500), .status(502), .status(503), .ok(rss([1]))])
        let feed = try Polled(server.url())
        var minutes: [Double] = []
        for _ in 0..<4 {
            let start = Date()
            try feed.run()
            minutes.append(try #require(try feed.state().nextPoll).timeIntervalSince(start) / 60)
        }
        #expect((54...67).contains(minutes[0]) && (108...133).contains(minutes[1]) && (216...265).contains(minutes[2]))
        #expect((56...64).contains(minutes[3]))
        #expect(try feed.state().failures == 0)
        #expect(try feed.state().lastStatus == 200)
    }

    @Test("run --once asks at once, whatever interval, freshness and back-off say")
    func onceIgnoresThem() throws {
        let server = try LoopbackServer([
            .ok(rss([1]), ["Cache-Control": "max-age=86400"]), .status(500), .ok(rss([1, 2])),
        ])
        let feed = try Polled(server.url())
        #expect(try feed.rounds(3) == [true, false, true])
        #expect(server.requests.count == 3)
    }

    @Test("run --once honours a Retry-After that has not passed", arguments: [429, 503])
    func onceHonoursRetryAfter(status: Int) throws {
        let server = try LoopbackServer([.status(status, ["Retry-After": "3600"]), .ok(rss([1]))])
        let feed = try Polled(server.url())
        // Held back, which is no success.
        #expect(try feed.rounds(3) == [false, false, false])
        #expect(server.requests.count == 1)
    }

    @Test("a Retry-After with any other error holds as well", arguments: [400, 403, 404, 420, 500, 502, 504])
    func retryAfterOfOthers(status: Int) throws {
        let server = try LoopbackServer([.status(status, ["Retry-After": "7200"])])
        let feed = try Polled(server.url())
        #expect(try feed.rounds(2) == [false, false])
        #expect(server.requests.count == 1)
        #expect(try feed.state().why == "retry-after")
    }

    @Test("once it has passed, the feed is asked again")
    func retryAfterPasses() async throws {
        let server = try LoopbackServer([.status(503, ["Retry-After": "1"]), .ok(rss([1]))])
        let feed = try Polled(server.url())
        try feed.run()
        try await Task.sleep(for: .seconds(1))  // the server's second
        #expect(try feed.run())
        #expect(server.requests.count == 2)
    }

    @Test("the daemon keeps all dates over a restart")
    func restart() async throws {
        let server = try LoopbackServer { request in
            switch request.path {
            case "/fresh": .ok(rss([1]), ["Cache-Control": "max-age=7200"])
            case "/busy": .status(503, ["Retry-After": "7200"])
            case "/broken": .status(500)
            default: .ok(rss([2]))
            }
        }
        let place = try Workplace()
        try place.configure(
            feeds: ["fresh", "busy", "broken"].map { ($0, server.url("/\($0)")) }, daemon: "max_interval = \"2h\"")
        try place.directory.write(
            String(contentsOf: place.directory.appending("feeds.toml"), encoding: .utf8)
                .replacing("interval = \"1s\"\nmin", with: "interval = \"1h\"\nmin"), to: "feeds.toml")
        for _ in 0..<2 {
            let daemon = try place.start("run")
            _ = await server.requests(count: 3)
            #expect(daemon.waitForError(containing: "ready"))
            try place.directory.write(
                String(contentsOf: place.directory.appending("feeds.toml"), encoding: .utf8)
                    + "[[feed]]\nurl = \"\(server.url("/new\(server.requests.count)"))\"\n", to: "feeds.toml")
            daemon.send(SIGHUP)
            _ = await server.requests(count: server.requests.count + 1)
            daemon.send(SIGTERM)
            #expect(daemon.wait().status == 0)
        }
        for name in ["/fresh", "/busy", "/broken"] {
            #expect(server.requests.filter { $0.path == name }.count == 1, "\(name)")
        }
    }

    @Test(
        "a 429 of a public host is for all its feeds; here behind a proxy, whose names are public", arguments: [1, 2])
    func hostWide(runs: Int) throws {
        let proxy = try LoopbackServer { request in
            request.path.contains("many.example") ? .status(429, ["Retry-After": "3600"]) : .ok(rss([1]))
        }
        let place = try Workplace()
        try place.configure(
            feeds: [
                ("a", "http://many.example/a"), ("b", "http://many.example/b"), ("c", "http://other.example/c"),
            ], daemon: "", spool: "formats = []")
        try place.directory.write(
            String(contentsOf: place.directory.appending("feeds.toml"), encoding: .utf8)
                .replacing("[http]", with: "[http]\nproxy = \"\(proxy.url(""))\"").replacing(
                    "per_host = 8", with: "per_host = 1"),
            to: "feeds.toml")
        for _ in 0..<runs { _ = try place.run("run", "--once") }
        #expect(proxy.requests.filter { $0.path.contains("many.example") }.count == 1)
        #expect(proxy.requests.filter { $0.path.contains("other.example") }.count == runs)
    }
}

extension Calendar {
    fileprivate static var utc: Calendar {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(identifier: "GMT")!  // every system has it
        return calendar
    }
}
