import FlyingFox
import Foundation
import Testing

@testable import Control

@Suite("Requests out of bytes")
struct RequestParserTests {
    /// What the bytes give when they come in pieces of this size: each request in a line, then the status of a refusal.
    private func read(
        _ text: String, piece: Int, _ parser: RequestParser = RequestParser()
    ) async throws -> [String] {
        var (parser, found) = (parser, [String]())
        let bytes = Array(text.utf8)
        do throws(RequestParser.Refused) {
            for start in stride(from: 0, to: bytes.count, by: piece) {
                parser.take(bytes[start..<min(start + piece, bytes.count)])
                while let request = try parser.next() {
                    let body = String(decoding: (try? await request.bodyData) ?? Data(), as: UTF8.self)
                    found.append("\(request.method.rawValue) \(request.path) \(body)")
                }
            }
            found.append(parser.isBetweenRequests ? "end" : "half")
        } catch {
            found.append("\(error.response.statusCode.code)")
        }
        return found
    }

    struct Case: CustomTestStringConvertible, Sendable { let testDescription, text: String, found: [String] }

    private static let host = "Host: localhost\r\n"

    @Test(
        arguments: [
            Case(testDescription: "a request", text: "GET /a HTTP/1.1\r\n\(host)\r\n", found: ["GET /a ", "end"]),
            Case(testDescription: "bare newlines", text: "GET /a HTTP/1.1\nHost: x\n\n", found: ["GET /a ", "end"]),
            Case(
                testDescription: "two after each other, one with a body",
                text: "POST /a HTTP/1.1\r\n\(host)Content-Length: 3\r\n\r\nabcGET /b HTTP/1.1\r\n\(host)\r\n",
                found: ["POST /a abc", "GET /b ", "end"]),
            Case(testDescription: "half of the headers", text: "GET /a HTTP/1.1\r\nHo", found: ["half"]),
            Case(
                testDescription: "half of the body", text: "POST /a HTTP/1.1\r\n\(host)Content-Length: 9\r\n\r\nabc",
                found: ["half"]),
            Case(testDescription: "nothing", text: "", found: ["end"]),
            Case(testDescription: "no HTTP", text: "hello\r\n\r\n", found: ["400"]),
            Case(testDescription: "HTTP/2", text: "PRI * HTTP/2.0\r\n\r\n", found: ["400"]),
            Case(testDescription: "no path", text: "GET /%fe HTTP/1.1\r\n\(host)\r\n", found: ["400"]),
            Case(testDescription: "a host as path", text: "GET //a/b HTTP/1.1\r\n\(host)\r\n", found: ["400"]),
            Case(testDescription: "no host", text: "GET / HTTP/1.1\r\n\r\n", found: ["400"]),
            Case(testDescription: "two hosts", text: "GET / HTTP/1.1\r\n\(host)\(host)\r\n", found: ["400"]),
            Case(
                testDescription: "two lengths",
                text: "POST / HTTP/1.1\r\n\(host)Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", found: ["400"]),
            Case(
                testDescription: "a length that is not a number",
                text: "POST / HTTP/1.1\r\n\(host)Content-Length: +1\r\n\r\na", found: ["400"]),
            Case(
                testDescription: "a length beyond all numbers",
                text: "POST / HTTP/1.1\r\n\(host)Content-Length: 99999999999999999999\r\n\r\na", found: ["400"]),
            Case(
                testDescription: "chunks, and so whatever extensions they have",
                text: "POST / HTTP/1.1\r\n\(host)Transfer-Encoding: chunked\r\n\r\n1;x=y\r\na\r\n0\r\n\r\n",
                found: ["501"]),
            Case(
                testDescription: "a body that is too large",
                text: "POST / HTTP/1.1\r\n\(host)Content-Length: 65537\r\n\r\n", found: ["413"]),
            Case(
                testDescription: "headers that are too large",
                text: "GET / HTTP/1.1\r\n\(host)X: \(String(repeating: "x", count: 16 << 10))\r\n\r\n", found: ["431"]),
        ], [1, 3, 4096, 1 << 20])
    func pieces(example: Case, piece: Int) async throws {
        #expect(try await read(example.text, piece: piece) == example.found)
    }

    @Test(
        arguments: [
            Case(
                testDescription: "chunks", text: "1;x=y\r\na\r\nA\r\n0123456789\r\n0\r\nX: y\r\n\r\n",
                found: ["POST / a0123456789", "end"]),
            Case(testDescription: "none", text: "0\r\n\r\n", found: ["POST / ", "end"]),
            Case(
                testDescription: "two requests", text: "1\r\na\r\n0\r\n\r\nGET /b HTTP/1.1\r\n\(host)\r\n",
                found: ["POST / a", "GET /b ", "end"]),
            Case(testDescription: "half", text: "5\r\nab", found: ["half"]),
            Case(testDescription: "no size", text: "x\r\n", found: ["400"]),
            Case(testDescription: "a sign", text: "+1\r\na\r\n", found: ["400"]),
            Case(testDescription: "a size beyond all numbers", text: "fffffffff\r\n", found: ["400"]),
            Case(testDescription: "more than a chunk", text: "1\r\nab\r\n", found: ["400"]),
            Case(testDescription: "too large", text: "8\r\n01234567\r\nd\r\n", found: ["413"]),
            Case(
                testDescription: "trailers without end", text: "0\r\n" + String(repeating: "x: y\r\n", count: 65),
                found: ["400"]),
        ], [1, 3, 4096])
    func chunks(example: Case, piece: Int) async throws {
        let head = "POST / HTTP/1.1\r\n\(Self.host)Transfer-Encoding: chunked\r\n\r\n"
        let parser = RequestParser(bodyLimit: 20, takesChunks: true)
        #expect(try await read(head + example.text, piece: piece, parser) == example.found)
    }

    @Test("two lengths, and codings that are not known, are how requests are smuggled")
    func codings() async throws {
        for more in [
            "Transfer-Encoding: chunked\r\nContent-Length: 1", "Transfer-Encoding: gzip, chunked",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
        ] {
            let text = "POST / HTTP/1.1\r\n\(Self.host)\(more)\r\n\r\n1\r\na\r\n0\r\n\r\n"
            let found = try await read(text, piece: 4096, RequestParser(takesChunks: true))
            #expect([["400"], ["501"]].contains(found), "\(more)")
        }
    }

    @Test("what is not worth its body is refused before it comes")
    func admission() async throws {
        let parser = RequestParser(refusal: { $0.path == "/a" ? nil : .words(.notFound, "no") })
        let text = "POST /b HTTP/1.1\r\n\(Self.host)Content-Length: 60000\r\n\r\n"
        #expect(try await read(text, piece: 4096, parser) == ["404"])
        #expect(try await read(text.replacing("/b", with: "/a"), piece: 4096, parser) == ["half"])
    }

    @Test("how much of a body is here is known, whole or in chunks")
    func bodies() throws {
        for (more, text, bytes) in [
            ("Content-Length: 9", "abc", 3), ("Content-Length: 9", "", 0),
            ("Transfer-Encoding: chunked", "2\r\nab\r\n5\r\ncd", 4),
        ] {
            var parser = RequestParser(takesChunks: true)
            parser.take(Array("POST /p HTTP/1.1\r\n\(Self.host)\(more)\r\n\r\n".utf8))
            #expect(try parser.next() == nil)
            parser.take(Array(text.utf8))
            #expect(try parser.next() == nil)
            #expect(parser.body?.path == "/p" && parser.body?.bytes == bytes)
        }
        #expect(RequestParser().body == nil)
    }

    @Test("bodies of all connections, and those at one path, have a room that has an end")
    func room() {
        let room = BodyRoom(bytes: 100, atPath: 60)
        var (one, same, other) = (BodyShare(room), BodyShare(room), BodyShare(room))
        #expect(one.grow(to: 30, at: "/a") && one.grow(to: 40, at: "/a") && one.grow(to: 10, at: "/a"))
        #expect(!same.grow(to: 21, at: "/a") && same.grow(to: 20, at: "/a"))
        #expect(!other.grow(to: 41, at: "/b") && other.grow(to: 40, at: "/b") && !other.grow(to: 41, at: "/b"))
        one.end()
        one.end()
        #expect(other.grow(to: 60, at: "/b") && !other.grow(to: 61, at: "/b"))
        #expect(same.grow(to: 40, at: "/a") && !one.grow(to: 1, at: "/c"))
        same.end()
        other.end()
        var all = BodyShare(room), unbounded = BodyShare(nil)
        #expect(all.grow(to: 60, at: "/a") && unbounded.grow(to: 1 << 40, at: "/a"))
    }

    @Test("a client that waits to be told is told once")
    func expectation() throws {
        var parser = RequestParser()
        parser.take(Array("POST / HTTP/1.1\r\n\(Self.host)Expect: 100-Continue\r\nContent-Length: 1\r\n\r\n".utf8))
        #expect(try parser.next() == nil)
        let told = [parser.takeExpectation(), parser.takeExpectation()]
        #expect(told == [true, false])
        parser.take([0x61])
        #expect(try parser.next() != nil)
    }
}
