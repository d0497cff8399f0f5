import Foundation
import Model
import Store
import TestSupport
import Testing

/// Framings that promise more than comes.
private let falseFramings = [
    "Content-Length: 9999\r\n\r\nBODY", "Transfer-Encoding: chunked\r\n\r\nffff\r\nBODY",
    "Transfer-Encoding: chunked\r\n\r\nCHUNK",
]

/// Those of which libcurl takes nothing: the poll asks once more, for the bytes as they are.
private let unreadableFramings = [
    "Transfer-Encoding: chunked\r\n\r\nBODY", "Content-Length: abc\r\n\r\nBODY", "nonsense\r\n\r\nBODY",
]

@Suite("Manners: bodies", .timeLimit(.minutes(2)))
struct BodyManners {
    private static func fixture(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: Fixtures.directory.appending(path: "fetch/\(name)")))
    }

    @Test(
        "every encoding that is offered is read",
        arguments: [("gzip", "gz"), ("deflate", "deflate"), ("deflate", "rawdeflate"), ("br", "br"), ("zstd", "zst")])
    func encodings(encoding: String, suffix: String) throws {
        let body = try Self.fixture("feed.xml." + suffix)
        let server = try LoopbackServer([.ok(body, ["Content-Encoding": encoding])])
        let feed = try Polled(server.url())
        #expect(try feed.run())
        let offered = try #require(server.requests.first?["Accept-Encoding"])
        #expect(offered.contains(encoding), "\(offered)")
    }

    @Test(
        "what is not quite what Content-Encoding says is asked for without encodings",
        arguments: ["plain", "padded", "members", "br", "zstd", "deflate", "UTF-8", "rot13"])
    func lies(kind: String) throws {
        let (plain, gzip) = (try Self.fixture("feed.xml"), try Self.fixture("feed.xml.gz"))
        let server = try LoopbackServer { _ in
            switch kind {
            case "plain": .ok(plain, ["Content-Encoding": "gzip", "ETag": "\"e\""])
            case "padded": .ok(gzip + [UInt8](repeating: 0, count: 100), ["Content-Encoding": "gzip", "ETag": "\"e\""])
            case "members": .ok(gzip + gzip, ["Content-Encoding": "gzip", "ETag": "\"e\""])
            default: .ok(plain, ["Content-Encoding": kind, "ETag": "\"e\""])
            }
        }
        let feed = try Polled(server.url())
        #expect(try feed.run())
        #expect(server.requests.map { $0["Accept-Encoding"] == "identity" } == [false, true])
    }

    @Test("gzip that no one announced is read")
    func unasked() throws {
        let server = try LoopbackServer([.ok(try Self.fixture("feed.xml.gz"), ["Content-Type": "application/gzip"])])
        let feed = try Polled(server.url())
        #expect(try feed.run())
    }

    @Test("bombs end at max_body with flat memory", arguments: ["gz", "br", "zst", "unasked", "endless"])
    func bombs(kind: String) throws {
        let encodings = ["gz": "gzip", "br": "br", "zst": "zstd"]
        let bomb = kind == "endless" ? [] : try Self.fixture("bomb.\(encodings[kind] == nil ? "gz" : kind)")
        let server = try LoopbackServer { _ in
            if kind == "endless" {
                return .script(.send("HTTP/1.1 200 OK\r\n\r\n"), .flood([UInt8](repeating: 0x20, count: 64 << 10)))
            }
            return encodings[kind].map { .ok(bomb, ["Content-Encoding": $0]) } ?? .ok(bomb)
        }
        let feed = try Polled(server.url())
        let daemon = try feed.place.start("run")
        #expect(daemon.waitForError(containing: "poll failed"))
        let status = try String(contentsOfFile: "/proc/\(daemon.identifier)/status", encoding: .utf8)
        let peak = try #require(status.firstMatch(of: /VmHWM:\s+([0-9]+) kB/)).1
        daemon.send(SIGTERM)
        #expect(daemon.wait().status == 0)
        #expect(
            try feed.state().failure?.sentence.hasPrefix("the body is larger than 16777216 bytes; raise 'max_body'")
                == true)
        // 16 MiB of the body, as it grows by doubling, and the program itself.
        #expect(Int(peak)! < 96 << 10, "\(peak) kB")
    }

    private func answer(_ framing: String, _ body: String) -> Reply {
        let chunk = String(body.utf8.count, radix: 16) + "\r\n" + body + "\r\n"
        return .raw(
            "HTTP/1.1 200 OK\r\nETag: \"e\"\r\n"
                + framing.replacing("BODY", with: body).replacing("CHUNK", with: chunk))
    }

    @Test(
        "what ends in its middle is a failure, whatever could be read of it",
        arguments: (falseFramings + ["Content-Length: 300\r\n\r\nBODY"]).map { ($0, 1) }
            + (unreadableFramings + ["Transfer-Encoding: chunked\r\n\r\nxyz\r\nBODY"]).map { ($0, 2) })
    func cut(framing: String, requests: Int) throws {
        let body = rss([1, 2])
        let cut = answer(framing, String(body.dropLast(30)))
        let server = try LoopbackServer(Array(repeating: cut, count: requests) + [.ok(body, ["ETag": "\"f\""])])
        let feed = try Polled(server.url())
        #expect(try feed.rounds(2) == [false, true])
        #expect(server.requests.last?["If-None-Match"] == nil)
        #expect(try feed.titles == ["Article 1", "Article 2"])
    }

    @Test(
        "a document that is whole is read, though its framing lies", arguments: falseFramings + unreadableFramings)
    func lying(framing: String) throws {
        let server = try LoopbackServer([answer(framing, rss([1, 2]))])
        let feed = try Polled(server.url())
        #expect(try feed.run())
        #expect(try feed.titles == ["Article 1", "Article 2"])
    }

    @Test(
        "every shape of a whole answer is read",
        arguments: [
            "HTTP/1.0 200 OK\r\n\r\nBODY", "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nBODY",
            "HTTP/1.1 200\r\nContent-Length: LENGTH\r\n\r\nBODY",
            "HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\nETag: \"x\"\r\n\r\n"
                + "HTTP/1.1 200 OK\r\nContent-Length: LENGTH\r\n\r\nBODY",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: LENGTH\r\n\r\nBODY",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nHEX;x=y\r\nBODY\r\n0\r\nX-Trailer: 1\r\n\r\n",
            "HTTP/1.1 200 OK\nContent-Length: LENGTH\n\nBODY",
        ])
    func whole(answer: String) throws {
        let body = rss([1])
        let text = answer.replacing("BODY", with: body).replacing("LENGTH", with: "\(body.utf8.count)")
            .replacing("HEX", with: String(body.utf8.count, radix: 16))
        let server = try LoopbackServer([.raw(text)])
        let feed = try Polled(server.url())
        #expect(try feed.rounds(2) == [true, true])
        #expect(try feed.titles == ["Article 1"])
        #expect(server.requests.last?["If-None-Match"] == nil, "a 103's fields are not the answer's")
    }

    @Test("the charset of the header counts where the document is silent, and its type is a hint at best")
    func charset() throws {
        let latin = Array(rss([1]).replacing("<?xml version=\"1.0\"?>", with: "").utf8)
        let index = try #require(latin.firstRange(of: Array("Article".utf8)))
        let body = latin[..<index.lowerBound] + [0xC1, 0xF0] + latin[index.lowerBound...]
        let server = try LoopbackServer([.ok(Array(body), ["Content-Type": "image/png; charset=\"windows-1251\""])])
        let feed = try Polled(server.url())
        #expect(try feed.run())
        #expect(try feed.titles == ["\u{411}\u{440}Article 1"])
    }

    @Test("the language of the header counts where the document is silent")
    func language() throws {
        let server = try LoopbackServer([.ok(rss([1]), ["Content-Language": "is"])])
        let feed = try Polled(server.url())
        #expect(try feed.run())
        let path = try #require(feed.place.articles(".json").first)
        #expect(try feed.place.text(of: path).contains("\"language\":\"is\""))
    }

    @Test("the same body again is read by its hash alone, and its new validators are kept")
    func sameBody() throws {
        let plain = Array(rss([1]).replacing("<?xml version=\"1.0\"?>", with: "").utf8)
        let index = try #require(plain.firstRange(of: Array("Article".utf8)))
        let body = plain[..<index.lowerBound] + [0xC1] + plain[index.lowerBound...]
        // Whoever read it a second time would find another title.
        let types = ["ISO-8859-1", "windows-1251"].map { "application/rss+xml; charset=\($0)" }
        let server = try LoopbackServer([
            .ok(Array(body), ["ETag": "\"a\"", "Content-Type": types[0]]),
            .ok(Array(body), ["ETag": "\"b\"", "Content-Type": types[1]]), .status(304),
        ])
        let feed = try Polled(server.url(), feed: "updates = \"emit\"")
        #expect(try feed.rounds(3) == [true, true, true])
        #expect(try feed.titles == ["\u{C1}Article 1"])
        #expect(server.requests.map { $0["If-None-Match"] } == [nil, "\"a\"", "\"b\""])
    }
}
