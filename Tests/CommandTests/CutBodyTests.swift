import Foundation
import Synchronization
import TestSupport
import Testing

@Suite("Bodies that break off")
struct CutBodyTests {
    @Test(
        "what came is delivered, validators are not kept, and the next poll brings the rest", arguments: [true, false])
    func cut(compressed: Bool) throws {
        let whole = Array(rss(Array(0..<20)).utf8)
        let isCut = Mutex(true)
        let server = try LoopbackServer { request in
            if request["If-None-Match"] != nil { return .status(304) }
            guard isCut.withLock({ $0 }) else { return .ok(whole, ["ETag": "\"e\""]) }
            if compressed {
                let frame = Self.gzip(whole)
                return .ok(Array(frame.prefix(frame.count / 2)), ["ETag": "\"e\"", "Content-Encoding": "gzip"])
            }
            let head = Array("HTTP/1.0 200 OK\r\nETag: \"e\"\r\n\r\n".utf8)
            return .script(.send(head + whole.prefix(whole.count / 2)), .close)
        }
        let place = try Workplace()
        try place.configure(feeds: [("site", server.url())])
        #expect(try place.run("run", "--once").status == 1)
        let first = try place.journal().count
        #expect(first < 20)
        isCut.withLock { $0 = false }
        #expect(try place.run("run", "--once").status == 0)
        #expect(try place.journal().count == 20)
    }

    @Test("a document that is whole although its answer broke off lands, is asked for anew, and it is told")
    func whole() throws {
        let server = try LoopbackServer { request in
            let (head, body) = ("HTTP/1.1 200 OK\r\nETag: \"e\"\r\nContent-Length: 99999\r\n\r\n", rss([0, 1]))
            return .script(.send(Array((head + body).utf8)), .close)
        }
        let place = try Workplace()
        try place.configure(feeds: [("site", server.url())])
        let first = try place.run("run", "--once")
        #expect(first.status == 0 && first.errors.contains("broke off, but the document is whole"), "\(first.errors)")
        #expect(try place.journal().count == 2)
        #expect(try place.run("run", "--once").status == 0)
        #expect(server.requests.allSatisfy { $0["If-None-Match"] == nil })
    }

    /// A gzip member of stored blocks (RFC 1952, RFC 1951 section 3.2.4), so that half of it is half of the text.
    static func gzip(_ bytes: [UInt8]) -> [UInt8] {
        let count = UInt16(bytes.count)
        let little = { (value: UInt16) in [UInt8(value & 255), UInt8(value >> 8)] }
        return [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255] + [1] + little(count) + little(~count) + bytes
    }
}
