import TestSupport
import Testing

@testable import Fetch

@Suite(.timeLimit(.minutes(1)))
struct ConditionalTests {
    let loop = TransferLoop()

    @Test(arguments: [
        ("\"abc\"", "Sun, 06 Nov 1994 08:49:37 GMT"), ("W/\"a b\"", "tomorrow"), ("unquoted", "0"),
        ("\"é\\\"\"", "2094-11-06"), ("\"-gzip\";x", "Tue, 19 Jan 2038 03:14:08 GMT"),
    ])
    func validatorsGoBackVerbatim(_ etag: String, _ date: String) async throws {
        let server = try LoopbackServer { request in
            request["If-None-Match"] != nil ? .status(304) : .ok("<rss/>", ["ETag": etag, "Last-Modified": date])
        }
        let first = try await loop.get(server.url())
        let second = try await loop.get(server.url()) { $0.validators = first.validators }
        #expect(second.status == 304)
        #expect(second.body.isEmpty)
        let request = try #require(server.requests.last)
        #expect(request["If-None-Match"].map { Array($0.unicodeScalars).map { UInt8($0.value) } } == Array(etag.utf8))
        #expect(request["If-Modified-Since"] == date)
        #expect(server.requests.first?["If-None-Match"] == nil)
        #expect(server.requests.first?["If-Modified-Since"] == nil)
    }

    /// libcurl's own time conditions would drop such a body.
    @Test func aBodyThatIsNotNewerIsStillABody() async throws {
        let date = "Sun, 06 Nov 1994 08:49:37 GMT"
        let server = try LoopbackServer { _ in .ok("<rss/>", ["Last-Modified": date]) }
        let response = try await loop.get(server.url()) { $0.validators = .init(lastModified: Array(date.utf8)) }
        #expect(response.text == "<rss/>")
    }

    @Test func validatorsOfAnotherURLAreKeptBack() async throws {
        let server = try LoopbackServer { request in
            request.path == "/old" ? .redirect(302, to: "/new") : .ok("<rss/>")
        }
        _ = try await loop.get(server.url("/old")) {
            $0.validators = .init(etag: Array("\"n\"".utf8), url: server.url("/new"))
        }
        #expect(server.requests.map { $0["If-None-Match"] } == [nil, "\"n\""])
    }

    @Test func a304NobodyAskedForIsAFailure() async throws {
        let server = try LoopbackServer { _ in .status(304) }
        #expect(await loop.failure(server.url()) == .unaskedNotModified)
    }

    @Test func a304MayCarryNewValidators() async throws {
        let server = try LoopbackServer { _ in .status(304, ["ETag": "\"2\""]) }
        let old = Validators(etag: Array("\"1\"".utf8), lastModified: Array("then".utf8))
        let response = try await loop.get(server.url()) { $0.validators = old }
        let renewed = old.renewed(by: response.validators)
        #expect(renewed.etag == Array("\"2\"".utf8))
        #expect(renewed.lastModified == Array("then".utf8))
    }

    @Test func deltasAreOfferedWithAnEntityTagAlone() async throws {
        let server = try LoopbackServer { _ in .status(226, ["IM": "feed"], body: Array("<rss/>".utf8)) }
        let response = try await loop.get(server.url()) { $0.validators = .init(etag: Array("\"1\"".utf8)) }
        #expect(response.status == 226)
        #expect(response.text == "<rss/>")
        _ = try await loop.get(server.url()) { $0.validators = .init(lastModified: Array("then".utf8)) }
        _ = try await loop.get(server.url())
        #expect(server.requests.map { $0["A-IM"] } == ["feed", nil, nil])
    }

    @Test func aRequestSaysWhoWeAreAndNoMore() async throws {
        let server = try LoopbackServer { _ in .ok("<rss/>", ["Set-Cookie": "a=b"]) }
        for _ in 1...2 { _ = try await loop.get(server.url("/a?b=%7e#c")) { $0.userAgent = "newspool/1 (+x)" } }
        for request in server.requests {
            #expect(request.method == "GET")
            #expect(request.path == "/a?b=%7e")
            #expect(request["User-Agent"] == "newspool/1 (+x)")
            #expect(request["Accept"] == Request.feedTypes)
            #expect(Set(request.headers.map(\.name)) == ["Host", "User-Agent", "Accept", "Accept-Encoding"])
        }
        let offered = try #require(server.requests.first?["Accept-Encoding"])
        for encoding in ["gzip", "deflate", "br", "zstd"] { #expect(offered.contains(encoding)) }
        #expect(server.connections == 1)  // and it is kept
    }

    @Test func ownHeadersReplaceOurs() async throws {
        let server = try LoopbackServer { _ in .ok("") }
        _ = try await loop.get(server.url()) { $0.headers = [("accept", "x/y"), ("X-Key", "k"), ("X-Empty", "")] }
        let request = try #require(server.requests.first)
        #expect(request["Accept"] == "x/y")
        #expect(request["X-Key"] == "k")
        #expect(request["X-Empty"] == "")
    }

    @Test(arguments: ["a\r\nb", "a\nb", "a\0b"])
    func headersCannotSmuggleOthersIn(_ value: String) async throws {
        #expect(await loop.failure("http://127.0.0.1:9/") { $0.headers = [("X", value)] } == .badHeader(name: "X"))
        let cookie = await loop.failure("http://127.0.0.1:9/") { $0.headers = [("Cookie", value)] }
        #expect(cookie == .badHeader(name: "Cookie"))
        #expect(await loop.failure("http://127.0.0.1:9/") { $0.headers = [("X: y", "z")] } == .badHeader(name: "X: y"))
    }

    @Test func aPostSendsItsBodyOnce() async throws {
        let server = try LoopbackServer { _ in .redirect(307, to: "/again") }
        let body = Array(String(repeating: "x", count: 2 << 20).utf8)
        let response = try await loop.get(server.url()) {
            $0.method = .post(body: body)
            $0.headers = [("Content-Type", "application/json")]
        }
        #expect(response.status == 307)
        #expect(server.requests.count == 1)
        let request = try #require(server.requests.first)
        #expect(request.method == "POST")
        #expect(request.body == body)
        #expect(request["Content-Type"] == "application/json")
        #expect(request["Expect"] == nil)
    }

    @Test func aPostMayBeEmpty() async throws {
        let server = try LoopbackServer { _ in .status(204) }
        #expect(try await loop.get(server.url()) { $0.method = .post(body: []) }.status == 204)
        #expect(server.requests.first?["Content-Length"] == "0")
    }

    /// A request that cannot be made would fail with every poll.
    @Test(arguments: [
        ("\"a\rb\"", nil), ("\"a\u{1}\"", nil), ("\"\u{7F}\"", nil), (String(repeating: "x", count: 4_097), nil),
        ("W/\"\u{FC}\t\"", "W/\"\u{FC}\t\""),
        (String(repeating: "x", count: 4_096), String(repeating: "x", count: 4_096)),
    ])
    func whatCannotBeSentBackIsNotKept(_ served: String, _ kept: String?) {
        let answer = Response(
            status: 200, finalURL: "https://a.example/", headers: HeaderFields("ETag: \(served)\nLast-Modified: x"))
        #expect(answer.validators.etag == kept.map { Array($0.utf8) })
        #expect(answer.validators.lastModified == Array("x".utf8))
    }

    @Test func whatWasKeptByAnEarlierVersionIsLeftOut() async throws {
        let server = try LoopbackServer { request in .ok(request["If-None-Match"] ?? "none") }
        let response = try await loop.get(server.url()) {
            $0.validators = Validators(etag: Array("\"a\rb\"".utf8), lastModified: Array("x".utf8))
        }
        #expect(response.text == "none" && server.requests.first?["If-Modified-Since"] == "x")
    }
}
