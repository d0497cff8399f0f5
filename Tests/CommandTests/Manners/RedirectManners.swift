import Foundation
import Model
import Store
import TestSupport
import Testing

@Suite("Manners: redirects", .timeLimit(.minutes(2)))
struct RedirectManners {
    struct Case: CustomTestStringConvertible, Sendable {
        var testDescription: String { "\(chain)" }
        /// Statuses of the hops /0, /1 … in order; the last hop leads to the feed.
        let chain: [Int]
        /// The path that the second poll begins with.
        let remembered: String
    }

    @Test(
        "only the permanent beginning is remembered",
        arguments: [
            Case(chain: [301], remembered: "/1"), Case(chain: [308], remembered: "/1"),
            Case(chain: [302], remembered: "/0"), Case(chain: [303], remembered: "/0"),
            Case(chain: [307], remembered: "/0"), Case(chain: [301, 308], remembered: "/2"),
            Case(chain: [301, 302], remembered: "/1"), Case(chain: [302, 301], remembered: "/0"),
            Case(chain: [301, 302, 301], remembered: "/1"),
            Case(chain: [301] + Array(repeating: 302, count: 9), remembered: "/1"),
        ])
    func prefix(_ test: Case) throws {
        let server = try LoopbackServer { request in
            let hop = Int(request.path.dropFirst())!
            return hop < test.chain.count ? .redirect(test.chain[hop], to: "/\(hop + 1)") : .ok(rss([1]))
        }
        let feed = try Polled(server.url("/0"))
        let file = try String(contentsOf: feed.place.directory.appending("feeds.toml"), encoding: .utf8)
        #expect(try feed.run())
        let first = server.requests.count
        #expect(try feed.run())
        #expect(server.requests[first].path == test.remembered)
        #expect(try feed.state().movedTo == (test.remembered == "/0" ? nil : server.url(test.remembered)))
        // The user's file is the user's.
        #expect(try String(contentsOf: feed.place.directory.appending("feeds.toml"), encoding: .utf8) == file)
        #expect(try feed.titles == ["Article 1"])
    }

    @Test("not where the target is not a feed", arguments: ["page", "404", "cut"])
    func badTarget(kind: String) throws {
        let server = try LoopbackServer { request in
            switch request.path {
            case "/feed": .redirect(301, to: "/" + kind)
            case "/page": .ok("<!doctype html><html><p>Log in</p></html>", ["ETag": "\"x\""])
            case "/cut":
                .script(.send("HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n" + rss([1]).dropLast(30)), .close)
            default: .status(404)
            }
        }
        let feed = try Polled(server.url("/feed"))
        #expect(try feed.rounds(2) == [false, false])
        #expect(server.requests.map(\.path) == ["/feed", "/" + kind, "/feed", "/" + kind])
        #expect(try feed.state().movedTo == nil)
    }

    @Test("a feed with nothing in common is a stranger: the old URL is asked until a week has passed")
    func stranger() throws {
        let count = Count()
        let server = try LoopbackServer { request in
            if request.path == "/new" { return .ok(rss([7, 8], site: "http://other.example")) }
            return count.next() == 0 ? .ok(rss([1, 2])) : .redirect(301, to: "/new")
        }
        let feed = try Polled(server.url("/old"))
        #expect(try feed.rounds(3) == [true, true, true])
        #expect(server.requests.map(\.path) == ["/old", "/old", "/new", "/old", "/new"])
        let state = try feed.state()
        #expect(state.movedTo == nil && state.moveTarget == server.url("/new") && state.moveSince != nil)
    }

    @Test("a feed that shares an item is the same one")
    func sharesAnItem() throws {
        let count = Count()
        let server = try LoopbackServer { request in
            if request.path == "/new" { return .ok(rss([2, 3])) }
            return count.next() == 0 ? .ok(rss([1, 2])) : .redirect(308, to: "/new")
        }
        let feed = try Polled(server.url("/old"))
        #expect(try feed.rounds(3) == [true, true, true])
        #expect(server.requests.map(\.path) == ["/old", "/old", "/new", "/new"])
        #expect(try feed.titles == ["Article 1", "Article 2", "Article 3"])
    }

    @Test("another site, whatever it shows, is the feed's address once the redirect has held for a week")
    func otherSite() throws {
        let other = try LoopbackServer(host: "127.0.0.2", [.ok(rss([1, 2, 3]))])
        let count = Count()
        let server = try LoopbackServer { _ in
            count.next() == 0 ? .ok(rss([1, 2])) : .redirect(301, to: other.url("/feed"))
        }
        let feed = try Polled(server.url("/feed"))
        #expect(try feed.rounds(2) == [true, true])
        #expect(try feed.titles == ["Article 1", "Article 2", "Article 3"], "what it shows lands meanwhile")
        let sheet = try feed.place.run("status", "--feed", "site").text
        #expect(sheet.contains("may move to   \(other.url("/feed")), said since"), "\(sheet)")
        #expect(sheet.contains("followed for good if that still holds at"), "\(sheet)")
        try feed.age(days: 6.9)
        #expect(try feed.run())
        #expect(try feed.state().movedTo == nil && server.requests.count == 3)
        try feed.age(days: 0.2)
        #expect(try feed.rounds(2) == [true, true])
        #expect(try feed.state().movedTo == other.url("/feed"))
        #expect(server.requests.count == 4 && other.requests.count == 4)
    }

    @Test("three failures of the target, and the old URL is asked; where it works it is the feed's again")
    func back() throws {
        let (old, new) = (Count(), Count())
        let server = try LoopbackServer { request in
            if request.path == "/new" { return new.next() == 0 ? .ok(rss([1])) : .status(500) }
            return old.next() == 0 ? .redirect(301, to: "/new") : .ok(rss([1, 2]))
        }
        let feed = try Polled(server.url("/old"))
        #expect(try feed.rounds(6) == [true, false, false, false, true, true])
        #expect(server.requests.map(\.path) == ["/old", "/new", "/new", "/new", "/new", "/old", "/old"])
        #expect(try feed.state().movedTo == nil)
    }

    @Test(
        "Locations of all shapes are followed",
        arguments: [
            ("sub/there", "/a/sub/there"), ("/there", "/there"), ("../there", "/there"), ("?x=1", "/a/feed?x=1"),
            ("//HOST/there", "/there"), ("/caf\u{E9}/\u{4E2D}", "/caf%c3%a9/%e4%b8%ad"), ("/a b", "/a%20b"),
            ("/there#fragment", "/there"),
        ])
    func locations(location: String, path: String) throws {
        let server = try LoopbackServer { request in
            request.path == "/a/feed"
                ? .redirect(302, to: location.replacing("HOST", with: request["Host"] ?? ""))
                : .ok(rss([1]))
        }
        let feed = try Polled(server.url("/a/feed"))
        #expect(try feed.run())
        #expect(server.requests.last?.path.lowercased() == path)
    }

    @Test("loops and long chains end after ten hops", arguments: ["/loop", "/0"])
    func loops(path: String) throws {
        let server = try LoopbackServer { request in
            .redirect(301, to: Int(request.path.dropFirst()).map { "/\($0 + 1)" } ?? request.path)
        }
        let feed = try Polled(server.url(path))
        #expect(try feed.run() == false)
        #expect(server.requests.count == 11)
        #expect(try feed.state().movedTo == nil)
    }

    @Test(
        "nowhere but to http and https",
        arguments: ["ftp://127.0.0.1/", "file:///etc/passwd", "gopher://127.0.0.1:70/", "dict://127.0.0.1/"])
    func schemes(location: String) throws {
        let server = try LoopbackServer([.redirect(301, to: location)])
        let feed = try Polled(server.url())
        #expect(try feed.run() == false)
        #expect(try feed.state().failure?.sentence.contains("only http and https") == true)
    }

    @Test("credentials and own headers never leave their origin", arguments: [301, 302])
    func secrets(status: Int) throws {
        let other = try LoopbackServer(host: "127.0.0.2", [.ok(rss([1]))])
        let server = try LoopbackServer { request in
            request.path == "/feed" ? .redirect(status, to: "/near") : .redirect(status, to: other.url("/far"))
        }
        let feed = try Polled(
            server.url("/feed"),
            feed: """
                username = "ada"
                password = "lovelace"
                headers = { X-Token = "s3cret", Cookie = "id=1" }
                """)
        // Also from the second poll on, which begins at the other origin where the move was for good.
        #expect(try feed.rounds(2) == [true, true])
        #expect(server.requests.allSatisfy { $0["Authorization"] == "Basic YWRhOmxvdmVsYWNl" })
        #expect(server.requests.allSatisfy { $0["X-Token"] == "s3cret" && $0["Cookie"] == "id=1" })
        #expect(other.requests.count == 2)
        for request in other.requests {
            #expect(request["Authorization"] == nil && request["X-Token"] == nil && request["Cookie"] == nil)
        }
    }

    @Test("userinfo of the URL is sent as Basic authentication, to its origin, and shown nowhere")
    func userinfo() throws {
        let other = try LoopbackServer(host: "127.0.0.3", [.status(500)])
        let server = try LoopbackServer { _ in .redirect(302, to: other.url("/far")) }
        let feed = try Polled(server.url("/feed").replacing("//", with: "//ada:love%20lace@"))
        let result = try feed.place.run("run", "--once", "--log-level", "debug")
        #expect(result.status == 1)
        #expect(server.requests.first?["Authorization"] == "Basic YWRhOmxvdmUgbGFjZQ==")
        #expect(other.requests.first?["Authorization"] == nil)
        let error = try feed.state().failure?.sentence ?? ""
        #expect(!result.errors.contains("lace") && !error.contains("lace"))
    }

    @Test("userinfo of the URL goes along to where the feed moved within its origin")
    func movedUserinfo() throws {
        let server = try LoopbackServer { request in
            if request["Authorization"] == nil { return .status(401) }
            return request.path == "/feed" ? .redirect(301, to: "/new") : .ok(rss([1]))
        }
        let feed = try Polled(server.url("/feed").replacing("//", with: "//ada:lovelace@"))
        #expect(try feed.rounds(2) == [true, true])
        #expect(server.requests.map(\.path) == ["/feed", "/new", "/new"])
        #expect(try feed.state().movedTo == server.url("/new"))
    }

    @Test("cookies live within one chain of redirects and no longer")
    func cookies() throws {
        let server = try LoopbackServer { request in
            request["Cookie"] == nil
                ? .status(302, ["Location": "/feed", "Set-Cookie": "wall=passed; Path=/; Max-Age=9999"])
                : .ok(rss([1]))
        }
        let feed = try Polled(server.url("/feed"))
        #expect(try feed.rounds(2) == [true, true])
        #expect(server.requests.map { $0["Cookie"] } == [nil, "wall=passed", nil, "wall=passed"])
    }
}
