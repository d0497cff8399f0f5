import Model
import Store
import TestSupport
import Testing

/// RFC 9110 section 13.1, RFC 9111 section 4.3.4: what goes back to the server after each of its answers.
@Suite("Manners: validators", .timeLimit(.minutes(2)))
struct ValidatorManners {
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        /// One for each poll; the last poll's is a 304 where it was asked for rightly.
        let replies: [Reply]
        /// What the last poll sends.
        let etag: String?
        let date: String?
        var successes: [Bool]?
        var articles = 1
        /// Where it is not one a poll.
        var requests: Int?

        static let monday = "Mon, 23 Nov 2026 08:00:00 GMT", tuesday = "Tue, 24 Nov 2026 08:00:00 GMT"
        static let first = rss([1]), second = rss([1, 2])
        static let both = Reply.ok(first, ["ETag": "\"a\"", "Last-Modified": monday])

        static let all = [
            Case(testDescription: "both", replies: [both], etag: "\"a\"", date: monday),
            Case(
                testDescription: "the ETag changes, the date stays",
                replies: [both, .ok(second, ["ETag": "\"b\"", "Last-Modified": monday])], etag: "\"b\"", date: monday,
                articles: 2),
            Case(
                testDescription: "the date changes, the ETag stays",
                replies: [both, .ok(second, ["ETag": "\"a\"", "Last-Modified": tuesday])], etag: "\"a\"",
                date: tuesday, articles: 2),
            Case(
                testDescription: "touched: the same body under new validators",
                replies: [both, .ok(first, ["ETag": "\"b\"", "Last-Modified": tuesday])], etag: "\"b\"", date: tuesday),
            Case(
                testDescription: "the same ETag over a new body is a new body",
                replies: [both, .ok(second, ["ETag": "\"a\"", "Last-Modified": monday])], etag: "\"a\"", date: monday,
                articles: 2),
            Case(testDescription: "both vanish", replies: [both, .ok(second)], etag: nil, date: nil, articles: 2),
            Case(testDescription: "both vanish over the same body", replies: [both, .ok(first)], etag: nil, date: nil),
            Case(
                testDescription: "the ETag vanishes", replies: [both, .ok(second, ["Last-Modified": tuesday])],
                etag: nil, date: tuesday, articles: 2),
            Case(
                testDescription: "the date vanishes", replies: [both, .ok(second, ["ETag": "\"b\""])], etag: "\"b\"",
                date: nil, articles: 2),
            Case(
                testDescription: "an empty ETag is none", replies: [both, .ok(second, ["ETag": ""])], etag: nil,
                date: nil, articles: 2),
            Case(
                testDescription: "a 304 renews the ETag", replies: [both, .status(304, ["ETag": "\"c\""])],
                etag: "\"c\"", date: monday),
            Case(
                testDescription: "a 304 renews the date", replies: [both, .status(304, ["Last-Modified": tuesday])],
                etag: "\"a\"", date: tuesday),
            Case(testDescription: "a bare 304 keeps both", replies: [both, .status(304)], etag: "\"a\"", date: monday),
            Case(
                testDescription: "an error touches nothing",
                replies: [both, .status(500, ["ETag": "\"x\"", "Last-Modified": tuesday])], etag: "\"a\"",
                date: monday, successes: [true, false, true], requests: 4),
            Case(
                testDescription: "a 404 touches nothing", replies: [both, .status(404, ["ETag": "\"x\""])],
                etag: "\"a\"", date: monday, successes: [true, false, true]),
            Case(
                testDescription: "a page that is not a feed touches nothing",
                replies: [both, .ok("<!doctype html><html><p>Log in</p></html>", ["ETag": "\"x\""])],
                etag: "\"a\"", date: monday, successes: [true, false, true]),
            Case(
                testDescription: "a cut body touches nothing",
                replies: [
                    both,
                    .script(
                        .send("HTTP/1.1 200 OK\r\nETag: \"x\"\r\nContent-Length: 9999\r\n\r\n" + second.dropLast(30)),
                        .close),
                ], etag: "\"a\"", date: monday, successes: [true, false, true]),
            Case(
                testDescription: "validators are opaque bytes",
                replies: [
                    .ok(first, ["ETag": "w/\"\u{FC}'  x\" , unquoted", "Last-Modified": "yesterday, about noon"])
                ],
                etag: "w/\"\u{C3}\u{BC}'  x\" , unquoted", date: "yesterday, about noon"),
            Case(
                testDescription: "a date beyond 2038 and one that is none",
                replies: [
                    .ok(first, ["Last-Modified": "Thu, 01 Jan 2141 00:00:00 GMT", "ETag": "unquoted"])
                ], etag: "unquoted", date: "Thu, 01 Jan 2141 00:00:00 GMT"),
        ]
    }

    @Test("after each answer", arguments: Case.all)
    func validators(_ test: Case) throws {
        let server = try LoopbackServer(test.replies + [.status(304)])
        let feed = try Polled(server.url("/feed"))
        let rounds = test.replies.count + 1
        // Without validators a 304 would be an answer that no one asked for.
        let isAsked = test.etag != nil || test.date != nil
        let expected = test.successes ?? Array(repeating: true, count: rounds - 1) + [isAsked]
        #expect(try feed.rounds(rounds) == expected)
        let last = try #require(server.requests.last)
        // A server that fails with conditions is asked without, in the same poll.
        #expect(server.requests.count == test.requests ?? rounds)
        #expect(last["If-None-Match"] == test.etag)
        #expect(last["If-Modified-Since"] == test.date)
        #expect(try feed.titles.count == test.articles)
    }

    @Test("they belong to the URL that gave them, not to the hops on the way")
    func hops() throws {
        let server = try LoopbackServer { request in
            switch (request.path, request["If-None-Match"]) {
            case ("/feed", _): .status(302, ["Location": "/there", "ETag": "\"hop\""])
            case (_, "\"there\""?): .status(304)
            default: .ok(rss([1]), ["ETag": "\"there\""])
            }
        }
        let feed = try Polled(server.url("/feed"))
        #expect(try feed.rounds(2) == [true, true])
        #expect(server.requests.map(\.path) == ["/feed", "/there", "/feed", "/there"])
        #expect(server.requests.map { $0["If-None-Match"] } == [nil, nil, nil, "\"there\""])
    }

    @Test("a 304 that no one asked for is a failure, and says so")
    func unasked() throws {
        let server = try LoopbackServer([.status(304)])
        let feed = try Polled(server.url())
        #expect(try feed.run() == false)
        #expect(try feed.state().failure?.sentence.contains("304") == true)
        #expect(try feed.state().failures == 1)
        #expect(try feed.state().lastStatus == 304)
    }

    @Test("always_download sends no conditions")
    func alwaysDownload() throws {
        let server = try LoopbackServer([ValidatorManners.Case.both])
        let feed = try Polled(server.url(), feed: "always_download = true")
        #expect(try feed.rounds(3) == [true, true, true])
        #expect(server.requests.allSatisfy { $0["If-None-Match"] == nil && $0["If-Modified-Since"] == nil })
        #expect(try feed.titles == ["Article 1"])
    }

    @Test("A-IM: feed goes with If-None-Match alone, and a 226 adds without taking away")
    func delta() throws {
        let server = try LoopbackServer([
            .ok(rss([1, 2]), ["ETag": "\"a\""]),
            .status(226, ["ETag": "\"b\"", "IM": "feed"], body: Array(rss([3]).utf8)),
            .ok(rss([1, 2, 3]), ["Last-Modified": ValidatorManners.Case.monday]),
            .status(304),
        ])
        let feed = try Polled(server.url())
        #expect(try feed.rounds(4) == [true, true, true, true])
        #expect(server.requests.map { $0["A-IM"] } == [nil, "feed", "feed", nil])
        #expect(server.requests.map { $0["If-None-Match"] } == [nil, "\"a\"", "\"b\"", nil])
        #expect(try feed.titles == ["Article 1", "Article 2", "Article 3"])
    }
}
