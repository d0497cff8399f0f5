import FlyingFox
import Foundation
import Testing

@testable import Control

@Suite("Requests out of bytes")
struct RequestParserTests {
    /// What the bytes give when they come in pieces of this size: each request in a line, then the status of a refusal.
    private func read(_ text: String, piece: Int) async throws -> [String] {
        var (parser, found) = (RequestParser(), [String]())
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
}
