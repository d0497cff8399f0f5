import Foundation
import Model
import Store
import TestSupport
import Testing

/// What takes weeks: between two runs the store is made to believe that they have passed.
@Suite("Manners: after weeks", .timeLimit(.minutes(1)))
struct PatientManners {
    @Test("after thirty quiet days one request goes without conditions, and the next has them again")
    func unconditional() throws {
        let server = try LoopbackServer { request in
            request["If-None-Match"] == nil ? .ok(rss([1]), ["ETag": "\"a\""]) : .status(304)
        }
        let feed = try Polled(server.url())
        #expect(try feed.rounds(2) == [true, true])
        try feed.age(days: 26)
        #expect(try feed.run())
        try feed.age(days: 8)
        #expect(try feed.rounds(2) == [true, true])
        #expect(server.requests.map { $0["If-None-Match"] == nil } == [true, false, false, true, false])
    }

    @Test("an answer of 304 to that one is a failure: somebody has answered 304 to everything")
    func always304() throws {
        let server = try LoopbackServer([.ok(rss([1]), ["ETag": "\"a\""]), .status(304)])
        let feed = try Polled(server.url())
        #expect(try feed.rounds(2) == [true, true])
        try feed.age(days: 34)
        #expect(try feed.run() == false)
        #expect(try feed.state().failure?.sentence == "304 Not Modified, though no condition was sent")
    }

    @Test(
        "a stranger at the end of a redirect that has held for a week is believed",
        arguments: [(6.0, "/old"), (8, "/new")])
    func stranger(days: Double, next: String) throws {
        let count = Count()
        let server = try LoopbackServer { request in
            if request.path == "/new" { return .ok(rss([7, 8], site: "http://other.example")) }
            return count.next() == 0 ? .ok(rss([1, 2])) : .redirect(301, to: "/new")
        }
        let feed = try Polled(server.url("/old"))
        #expect(try feed.rounds(2) == [true, true])
        try feed.age(days: days)
        #expect(try feed.run())
        #expect(try feed.state().movedTo == (next == "/new" ? server.url("/new") : nil))
        let before = server.requests.count
        #expect(try feed.run())
        #expect(server.requests[before].path == next)
    }

    @Test("a Retry-After of weeks is over after one")
    func retryAfter() throws {
        let server = try LoopbackServer([.status(503, ["Retry-After": "\(30 * 86400)"]), .ok(rss([1]))])
        let feed = try Polled(server.url())
        try feed.run()
        try feed.age(days: 6.9)
        try feed.run()
        #expect(server.requests.count == 1)
        try feed.age(days: 0.2)
        #expect(try feed.run())
        #expect(server.requests.count == 2)
    }
}
