import Foundation
import TestSupport
import Testing

@testable import Fetch

/// A document of `Tests/Fixtures/fetch`.
private func fixture(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: Fixtures.directory.appending(path: "fetch/\(name)")))
}

@Suite(.timeLimit(.minutes(1)))
struct BodyTests {
    let loop = TransferLoop()

    @Test(arguments: [("gzip", "gz"), ("x-gzip", "gz"), ("deflate", "deflate"), ("br", "br"), ("zstd", "zst")])
    func encodedBodiesAreDecoded(_ encoding: String, _ suffix: String) async throws {
        let encoded = try fixture("feed.xml.\(suffix)")
        let server = try LoopbackServer { _ in .ok(encoded, ["Content-Encoding": encoding]) }
        #expect(try await loop.get(server.url()).body == fixture("feed.xml"))
    }

    @Test func gzipThatNobodyAnnouncedIsDecoded() async throws {
        let encoded = try fixture("feed.xml.gz")
        let server = try LoopbackServer { _ in .ok(encoded + encoded, ["Content-Type": "application/gzip"]) }
        #expect(try await loop.get(server.url()).body == fixture("feed.xml") + fixture("feed.xml"))
    }

    @Test(arguments: ["gz", "br", "zst"])
    func bombsEndAtTheLimit(_ suffix: String) async throws {
        let bomb = try fixture("bomb.\(suffix)")
        let encoding = ["gz": "gzip", "br": "br", "zst": "zstd"][suffix]!
        let server = try LoopbackServer { _ in .ok(bomb, ["Content-Encoding": encoding]) }
        let limit = 1 << 20
        let error = await loop.failure(server.url()) { $0.limits.body = limit }
        #expect(error == .bodyTooLarge(limit: limit))
    }

    @Test func aBombThatNobodyAnnouncedEnds() async throws {
        let bomb = try fixture("bomb.gz")
        let server = try LoopbackServer { _ in .ok(bomb) }
        let error = await loop.failure(server.url()) { $0.limits.body = 1 << 20 }
        #expect(error == .bodyTooLarge(limit: 1 << 20))
    }

    @Test func endlessBodiesEnd() async throws {
        let server = try LoopbackServer { _ in
            .script(.send("HTTP/1.1 200 OK\r\n\r\n"), .flood([UInt8](repeating: 0x78, count: 64 << 10)))
        }
        #expect(await loop.failure(server.url()) == .bodyTooLarge(limit: 16 << 20))
    }

    @Test func aBodyOfTheLimitsSizeIsFine() async throws {
        let server = try LoopbackServer { _ in .ok("12345") }
        #expect(try await loop.get(server.url()) { $0.limits.body = 5 }.text == "12345")
        #expect(await loop.failure(server.url()) { $0.limits.body = 4 } == .bodyTooLarge(limit: 4))
    }

    /// Framing lies, and what came may be all of it: the document can tell.
    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<rss/>",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n<rss/>\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n<rss/>",
    ])
    func whatCameOfACutBodyIsThere(_ answer: String) async throws {
        let server = try LoopbackServer { _ in .raw(answer) }
        let response = try await loop.get(server.url())
        #expect(response.text == "<rss/>" && response.isCutShort && !response.isDelimited)
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n<rss/>",
        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n",
    ])
    func cutBodiesAreFailures(_ answer: String) async throws {
        let server = try LoopbackServer { _ in .raw(answer) }
        #expect(await loop.failure(server.url()) == .truncated)
    }

    @Test(arguments: [
        "Content-Length: 100\r\n\r\nno", "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        "Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\nno",
        "Content-Length: 99999\r\n\r\n" + String(repeating: "x", count: 99),
    ])
    func anErrorNeedsNoBody(_ rest: String) async throws {
        let server = try LoopbackServer { request in
            request.path == "/"
                ? .raw("HTTP/1.1 302 Found\r\nLocation: /b\r\n" + rest)
                : .raw("HTTP/1.1 429 Slow down\r\nRetry-After: 7\r\n" + rest)
        }
        let response = try await loop.get(server.url()) { $0.limits.body = 50 }
        #expect(response.status == 429)
        #expect(RetryAfter.seconds(of: response.headers, now: 0) == 7)
        #expect(server.requests.map(\.path) == ["/", "/b"])
    }

    @Test(arguments: [
        "HTTP/1.1 410 Gone\r\nX: y", "HTTP/1.1 410 Gone\r\n", "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 410 Gone\r\n",
    ])
    func aCutHeadIsAFailure(_ head: String) async throws {
        let server = try LoopbackServer { _ in .raw(head) }
        #expect(await loop.failure(server.url()) == .truncated)
    }

    @Test func whatCameBeforeAResetIsThere() async throws {
        let gate = Gate()
        let server = try LoopbackServer { _ in
            .script(.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<rss/>"), .wait(gate), .reset)
        }
        async let response = loop.get(server.url())
        _ = await server.requests(count: 1)
        try await Task.sleep(for: .milliseconds(200))  // the body must be read before the reset throws it away
        gate.open()
        #expect(try await response.isCutShort)
    }

    @Test(arguments: ["UTF-8", "gzip", "br, rot13"])
    func aWrongContentEncodingIsAskedForAgainWithoutOne(_ encoding: String) async throws {
        let server = try LoopbackServer { _ in .ok("<rss/>", ["Content-Encoding": encoding]) }
        #expect(try await loop.get(server.url()).text == "<rss/>")
        #expect(server.requests.map { $0["Accept-Encoding"] == "identity" } == [false, true])
    }

    @Test func gzipThatStaysDamagedIsAFailure() async throws {
        let damaged = try fixture("feed.xml.gz").prefix(12) + [7, 7, 7, 7, 7, 7, 7, 7]
        let server = try LoopbackServer { _ in .ok(Array(damaged), ["Content-Encoding": "gzip"]) }
        #expect(await loop.failure(server.url()) == .badEncoding("damaged gzip"))
        #expect(server.requests.count == 2)
    }

    @Test func cutGzipThatNobodyAnnouncedIsAFailure() async throws {
        let encoded = try fixture("feed.xml.gz")
        let server = try LoopbackServer { request in
            request.path == "/cut" ? .ok(Array(encoded.dropLast(20))) : .ok(Array(encoded.prefix(12)) + [7, 7, 7, 7])
        }
        #expect(await loop.failure(server.url("/cut")) == .truncated)
        #expect(await loop.failure(server.url("/damaged")) == .badEncoding("damaged gzip"))
    }

    @Test(arguments: [
        ("HTTP/1.0 200 OK\r\n\r\n<rss/>", false),
        ("HTTP/1.0 200 OK\r\nContent-Length: 6\r\n\r\n<rss/>", true),
        ("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n<rss/>", false),
        ("HTTP/1.1 103 Early Hints\r\nETag: \"early\"\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<rss/>", true),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n<rss/>\r\n0\r\nETag: \"trailer\"\r\n\r\n", true),
    ])
    func allShapesOfAnswersAreRead(_ answer: String, _ isDelimited: Bool) async throws {
        let server = try LoopbackServer { _ in .raw(answer) }
        let response = try await loop.get(server.url())
        #expect(response.status == 200)
        #expect(response.text == "<rss/>")
        #expect(response.validators.isEmpty)
        #expect(response.isDelimited == isDelimited)
    }

    /// A server may close a kept connection whenever it likes.
    @Test func aConnectionThatWentIsOpenedAgain() async throws {
        let server = try LoopbackServer { _ in
            .script(.send("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<rss/>"), .close)
        }
        for _ in 1...5 { #expect(try await loop.get(server.url()).text == "<rss/>") }
    }

    @Test(arguments: ["SSH-2.0-OpenSSH_9.2\r\n", "<html>no status line</html>", "\0\0\0\0\0\0\0\0"])
    func whatIsNotHTTPIsAFailure(_ answer: String) async throws {
        let server = try LoopbackServer { _ in .raw(answer) }
        #expect(await loop.failure(server.url()) == .notHTTP)
    }

    @Test func silenceIsAFailure() async throws {
        let server = try LoopbackServer { _ in .script(.close) }
        #expect(await loop.failure(server.url()) == .emptyReply)
    }

    @Test(arguments: [400, 404, 410, 429, 500, 503])
    func otherStatusesAreAnswers(_ status: Int) async throws {
        let server = try LoopbackServer { _ in .status(status, ["Retry-After": "5"], body: Array("no".utf8)) }
        let response = try await loop.get(server.url())
        #expect(response.status == status)
        #expect(RetryAfter.seconds(of: response.headers, now: 0) == 5)
        #expect(response.text == "no")
    }

    private static func gzip(_ text: String) throws -> [UInt8] {
        let result = try RunningProgram(["-c"], input: Data(text.utf8), path: "/bin/gzip").wait()
        return [UInt8](result.output)
    }

    @Test(
        "chunks that are announced and do not come: the body is taken as it is, also a compressed one",
        arguments: ["", "Content-Length: 6\r\n", "Connection: close\r\n", "Content-Type: text/xml\r\n"], [false, true])
    func chunkless(fields: String, isCompressed: Bool) async throws {
        let document = "<rss>" + String(repeating: "x", count: 100_000) + "</rss>"
        let body = isCompressed ? try Self.gzip(document) : Array(document.utf8)
        let coding = isCompressed ? "Content-Encoding: gzip\r\n" : ""
        let head = "HTTP/1.1 200 OK\r\n\(fields)\(coding)ETag: \"a\"\r\nTransfer-Encoding: chunked\r\n\r\n"
        let server = try LoopbackServer { _ in .raw(Array(head.utf8) + body) }
        let response = try await loop.get(server.url("/a?b=c%20d")) {
            ($0.userAgent, $0.headers) = ("me", [("X-Mine", "1")])
        }
        #expect(response.status == 200 && response.body == Array(document.utf8) && response.isCutShort)
        #expect(response.headers.text("etag") == "\"a\"")
        let (first, second) = (server.requests[0], server.requests[1])
        #expect(server.requests.count == 2 && second.path == first.path && second["X-Mine"] == "1")
        #expect(second["User-Agent"] == "me" && second["Host"] == first["Host"] && second.method == "GET")
    }

    @Test(
        "a head that libcurl refuses: the body is taken as it is",
        arguments: [
            "Content-Length: abc", "Content-Length:", "Content-Length: -1", "no field", "X-A: b\0c",
        ])
    func unreadableHead(line: String) async throws {
        let head = "HTTP/1.1 200 OK\r\nETag: \"a\"\r\n\(line)\r\nContent-Type: text/xml\r\n\r\n"
        let server = try LoopbackServer { _ in .raw(head + "<rss/>") }
        let response = try await loop.get(server.url("/a?b"))
        #expect(response.text == "<rss/>" && response.isCutShort && !response.isDelimited)
        #expect(response.headers.text("etag") == "\"a\"" && response.headers.text("content-type") == "text/xml")
        #expect(server.requests.map(\.path) == ["/a?b", "/a?b"])
    }

    @Test(
        "what is no feed's answer stays the failure that it was",
        arguments: [
            "HTTP/1.1 200 OK\r\nContent-Length: abc\r\n\r\nnothing",
            "HTTP/1.1 404 No\r\nContent-Length: abc\r\n\r\n<p/>",
        ])
    func unreadableOther(answer: String) async throws {
        let server = try LoopbackServer { _ in .raw(answer) }
        #expect(await loop.failure(server.url()) == .notHTTP)
    }

    @Test(
        "a server that promises more and keeps the connection: what ends as a feed does is one",
        arguments: [
            "Content-Length: 999\r\n\r\nBODY", "Transfer-Encoding: chunked\r\n\r\nHEX\r\nBODY\r\n", "\r\nBODY",
            "Content-Length: abc\r\n\r\nBODY", "Content-Length: abc\r\n\r\n\r\nBODY",
        ],
        [
            ("<rss><channel/></rss>", true), ("<RDF:RDF></RDF:RDF>\n<!-- cached -->\n", true),
            ("{\"items\": []}", true),
            ("<rss><channel>", false), ("<rss><item></item>", false), ("{\"items\": [", false),
        ])
    func keptConnection(rest: String, body: (text: String, isWhole: Bool)) async throws {
        let hex = String(body.text.utf8.count, radix: 16)
        let answer = "HTTP/1.1 200 OK\r\n" + rest.replacing("BODY", with: body.text).replacing("HEX", with: hex)
        let server = try LoopbackServer { _ in .script(.send(answer), .stall()) }
        let limit = Duration.milliseconds(600)
        if body.isWhole {
            let response = try await loop.get(server.url()) { $0.limits.total = limit }
            #expect(response.text.contains(body.text) && response.isCutShort)
        } else {
            let failure = await loop.failure(server.url()) { $0.limits.total = limit }
            #expect(failure == (rest.contains("abc") ? .notHTTP : .timedOut(after: limit)))
        }
    }
}
