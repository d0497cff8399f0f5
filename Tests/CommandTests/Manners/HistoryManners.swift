import Foundation
import TestSupport
import Testing

/// `history = true`: RFC 5005.
@Suite("Manners: archives", .timeLimit(.minutes(1)))
struct HistoryManners {
    /// A page with its link to the page before; Atom's `link` in RSS, as blogs have it.
    private static func page(_ numbers: [Int], rel: String = "prev-archive", _ older: String?) -> String {
        let link = older.map { "<atom:link rel=\"\(rel)\" href=\"\($0)\"/>" } ?? ""
        return rss(numbers).replacing("<channel>", with: "<channel>\(link)")
            .replacing("<rss version", with: "<rss xmlns:atom=\"http://www.w3.org/2005/Atom\" version")
    }

    private func order(_ feed: Polled) throws -> [Int] {
        try feed.place.journal().compactMap { ($0["title"] as? String)?.split(separator: " ").last.flatMap { Int($0) } }
    }

    @Test(
        "the first poll follows the pages to their end; the oldest article is delivered first",
        arguments: ["prev-archive", "next"])
    func follows(rel: String) throws {
        let server = try LoopbackServer { request in
            switch request.path {
            case "/feed":
                request["If-None-Match"] == "\"e\""
                    ? .status(304)
                    : .ok(Self.page([6, 5], rel: rel, "/2"), ["ETag": "\"e\""])
            case "/2": .ok(Self.page([4, 3], rel: rel, "1"))
            default: .ok(Self.page([2, 1], nil))
            }
        }
        let feed = try Polled(server.url("/feed"), feed: "history = true")
        #expect(try feed.rounds(2) == [true, true])
        #expect(server.requests.map(\.path) == ["/feed", "/2", "/1", "/feed"])
        #expect(try order(feed) == [1, 2, 3, 4, 5, 6])
    }

    @Test("not unless it is asked for, and later where it is")
    func asked() throws {
        let server = try LoopbackServer { request in
            request.path == "/feed" ? .ok(Self.page([2], "/1"), ["ETag": "\"e\""]) : .ok(Self.page([1], nil))
        }
        let feed = try Polled(server.url("/feed"))
        #expect(try feed.run())
        #expect(server.requests.count == 1)
        try feed.configure(server.url("/feed"), feed: "history = true")
        #expect(try feed.run())
        #expect(server.requests.map(\.path) == ["/feed", "/feed", "/1"])
        #expect(try order(feed) == [2, 1])
    }

    @Test("a page that fails loses nothing of the feed, and the next run goes on with it")
    func failure() throws {
        let count = Count()
        let server = try LoopbackServer { request in
            switch request.path {
            case "/feed": .ok(Self.page([4], "/3"), ["ETag": "\"e\""])
            case "/3": .ok(Self.page([3], "/2"))
            case "/2": count.next() == 0 ? .status(503) : .ok(Self.page([2], "/1"))
            default: .ok(Self.page([1], nil))
            }
        }
        let feed = try Polled(server.url("/feed"), feed: "history = true")
        #expect(try feed.run())
        #expect(try order(feed) == [3, 4])
        #expect(try feed.run())
        #expect(server.requests.map(\.path) == ["/feed", "/3", "/2", "/feed", "/2", "/1"])
        #expect(try order(feed) == [3, 4, 1, 2])
        #expect(try feed.run())
        #expect(server.requests.count == 7)
    }

    @Test(
        "it ends: in circles, at a page that is none, and after a hundred pages", arguments: ["/circle", "/404", "/0"])
    func ends(path: String) throws {
        let server = try LoopbackServer { request in
            switch request.path {
            case "/circle": .ok(Self.page([1], "/circle"))
            case "/404": .ok(Self.page([1], "/nowhere"))
            case "/nowhere": .status(404)
            default:
                .ok(Self.page([Int(request.path.dropFirst())!], "/\(Int(request.path.dropFirst())! + 1)"))
            }
        }
        let feed = try Polled(server.url(path), feed: "history = true")
        #expect(try feed.rounds(2) == [true, true])
        let pages = server.requests.count - 2
        #expect(pages == ["/circle": 0, "/404": 1, "/0": 100][path])
    }

    @Test("pages are as far apart as polls of the host, where the file says how far")
    func spaced() throws {
        let server = try LoopbackServer { request in
            request.path == "/feed" ? .ok(Self.page([2], "/1")) : .ok(Self.page([1], nil))
        }
        let feed = try Polled(server.url("/feed"), feed: "history = true", daemon: "host_delay = \"1s\"")
        let start = ContinuousClock.now
        #expect(try feed.run())
        #expect(ContinuousClock.now - start >= .seconds(1))
        #expect(server.requests.count == 2)
    }
}
