import TestSupport
import Testing

@testable import Fetch

@Suite(.timeLimit(.minutes(1)))
struct RedirectTests {
    let loop = TransferLoop()

    @Test func hopsAreToldAndKeptApart() async throws {
        let server = try LoopbackServer { request in
            switch request.path {
            case "/a": .status(301, ["Location": "b", "ETag": "\"hop\"", "X-Hop": "1"], body: Array("moved".utf8))
            case "/b": .redirect(302, to: "/c")
            default: .ok("<rss/>", ["ETag": "\"feed\""])
            }
        }
        let response = try await loop.get(server.url("/a"))
        #expect(response.text == "<rss/>")
        #expect(response.finalURL == server.url("/c"))
        #expect(response.permanentURL == server.url("/b"))
        #expect(
            response.hops == [
                .init(status: 301, from: server.url("/a"), to: server.url("/b")),
                .init(status: 302, from: server.url("/b"), to: server.url("/c")),
            ])
        #expect(response.headers.text("etag") == "\"feed\"")
        #expect(response.headers["x-hop"] == nil)
        #expect(server.connections == 1)
    }

    @Test func locationsWithRawUTF8ArePercentEncoded() async throws {
        let server = try LoopbackServer { request in
            request.path == "/" ? .redirect(302, to: "/новости feed") : .ok(request.path)
        }
        #expect(try await loop.get(server.url()).text == "/%d0%bd%d0%be%d0%b2%d0%be%d1%81%d1%82%d0%b8%20feed")
    }

    @Test func loopsEnd() async throws {
        let server = try LoopbackServer { request in .redirect(302, to: request.path == "/a" ? "/b" : "/a") }
        #expect(await loop.failure(server.url("/a")) == .tooManyRedirects(limit: 10))
        #expect(server.requests.count == 11)
    }

    @Test func noneAreFollowedWhereNoneAreWanted() async throws {
        let server = try LoopbackServer { _ in .redirect(301, to: "/b") }
        let response = try await loop.get(server.url()) { $0.maxRedirects = 0 }
        #expect(response.status == 301)
        #expect(response.headers.text("location") == "/b")
    }

    @Test(arguments: ["ftp://127.0.0.1/", "file:///etc/passwd", "gopher://127.0.0.1:70/", "javascript:alert(1)"])
    func onlyHTTPIsFollowed(_ location: String) async throws {
        let server = try LoopbackServer { _ in .redirect(302, to: location) }
        let error = await loop.failure(server.url())
        switch error {
        case .unsupportedScheme, .badRedirect: break
        default: Issue.record("\(String(describing: error))")
        }
    }

    @Test func secretsAreSentToTheirOriginAlone() async throws {
        let other = try LoopbackServer(host: "127.0.0.2") { _ in .ok("") }
        let elsewhere = other.url("/")
        let server = try LoopbackServer { request in
            request.path == "/here" ? .redirect(302, to: elsewhere) : .redirect(302, to: "/here")
        }
        _ = try await loop.get(server.url()) {
            $0.credentials = .init(username: "u", password: "p")
            $0.headers = [("X-Key", "secret")]
        }
        #expect(server.requests.map { $0["Authorization"] } == ["Basic dTpw", "Basic dTpw"])
        #expect(server.requests.map { $0["X-Key"] } == ["secret", "secret"])
        #expect(other.requests.map { $0["Authorization"] } == [nil])
        #expect(other.requests.map { $0["X-Key"] } == [nil])
        #expect(other.requests.map { $0["Referer"] } == [nil])
    }

    @Test func aURLsOwnCredentialsAreSentAndNotShown() async throws {
        let server = try LoopbackServer { _ in .ok("") }
        let response = try await loop.get("http://u:p@127.0.0.1:\(server.port)/")
        #expect(server.requests.first?["Authorization"] == "Basic dTpw")
        #expect(response.finalURL == server.url())
        _ = try await loop.get(server.url())
        #expect(server.requests.last?["Authorization"] == nil)
    }

    @Test func cookiesLiveWithinOneChain() async throws {
        let server = try LoopbackServer { request in
            request["Cookie"] == "pass=1" ? .ok("<rss/>") : .status(302, ["Location": "/", "Set-Cookie": "pass=1"])
        }
        for _ in 1...2 { #expect(try await loop.get(server.url()).text == "<rss/>") }
        #expect(server.requests.map { $0["Cookie"] } == [nil, "pass=1", nil, "pass=1"])
    }

    @Test func theUsersCookiesAndTheChainsAreOneField() async throws {
        let server = try LoopbackServer { request in
            request.path == "/" ? .status(302, ["Location": "/feed", "Set-Cookie": "pass=1; Path=/"]) : .ok("<rss/>")
        }
        _ = try await loop.get(server.url()) { $0.headers = [("cookie", "id=7"), ("X-Key", "k")] }
        _ = try await loop.get(server.url("/feed"))
        let cookies = server.requests.map { $0.headers.filter { $0.name.lowercased() == "cookie" }.map(\.value) }
        #expect(cookies == [["id=7"], ["pass=1; id=7"], []])
    }

    @Test func theTimeIsForAllHopsTogether() async throws {
        let server = try LoopbackServer { request in
            let length = Int(request.path.dropFirst()) ?? 0
            return .script(
                .drip(Array("HTTP/1.1 302 X\r\n".utf8), every: .milliseconds(10)),
                .send("Location: /\(length + 1)\r\nContent-Length: 0\r\n\r\n"))
        }
        let limit = Duration.milliseconds(500)
        #expect(await loop.failure(server.url("/0")) { $0.limits.total = limit } == .timedOut(after: limit))
        #expect(server.requests.count > 1)
    }

    @Test(
        "what no URL may hold is escaped in the target of a redirect, and what is escaped is not again",
        arguments: [
            ("/a\"<>{}^`b", "/a%22%3C%3E%7B%7D%5E%60b"), ("/x?q=\"<>{}^`", "/x?q=%22%3C%3E%7B%7D%5E%60"),
            ("/a%22b?c=%3C", "/a%22b?c=%3C"), ("/a b", "/a%20b"), ("/~a_b-c.d!$&'()*+,;=:@", "/~a_b-c.d!$&'()*+,;=:@"),
        ])
    func targetsAreEscaped(location: String, asked: String) async throws {
        let server = try LoopbackServer { $0.path == "/" ? .redirect(302, to: location) : .ok("x") }
        #expect(try await TransferLoop().get(server.url("/")).status == 200)
        #expect(server.requests.last?.path == asked)
    }
}
