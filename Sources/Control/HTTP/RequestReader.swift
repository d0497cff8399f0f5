import FlyingFox
import FlyingSocks
import Foundation

/// Reads the requests of one connection, each within bounds: nobody makes the daemon hold more than these bytes.
struct RequestReader {
    /// Bytes of a request line with its headers, and of a body.
    static let headLimit = 16 << 10
    static let bodyLimit = 64 << 10

    /// Why a request is not answered by a route: the answer that it gets instead. The connection ends with it.
    struct Refused: Error {
        let response: HTTPResponse

        init(_ status: HTTPStatusCode, _ text: String) { response = .words(status, text) }
    }

    private let socket: AsyncSocket
    /// Read and not yet taken.
    private var buffer: [UInt8] = []

    init(_ socket: AsyncSocket) { self.socket = socket }

    /// - Returns: nil where the client has gone between two requests.
    /// - Throws: `Refused`, or what the socket throws.
    mutating func next() async throws -> HTTPRequest? {
        var scanned = 0
        var end: Int?
        while true {
            end = headEnd(from: scanned)
            if end != nil { break }
            guard buffer.count < Self.headLimit else {
                throw Refused(.requestHeaderFieldsTooLarge, "more than \(Self.headLimit) bytes of headers\n")
            }
            scanned = max(0, buffer.count - 3)
            do {
                buffer += try await socket.read(atMost: 4096)
            } catch SocketError.disconnected where buffer.isEmpty {
                return nil
            }
        }
        guard let end, end <= Self.headLimit else {
            throw Refused(.requestHeaderFieldsTooLarge, "more than \(Self.headLimit) bytes of headers\n")
        }
        var head = try RequestHead(buffer[..<end])
        buffer.removeFirst(end)
        head.request.setBodyData(Data(try await body(count: head.bodyLength)))
        return head.request
    }

    private mutating func body(count: Int) async throws -> [UInt8] {
        guard count <= Self.bodyLimit else {
            throw Refused(.payloadTooLarge, "more than \(Self.bodyLimit) bytes of body\n")
        }
        while buffer.count < count { buffer += try await socket.read(atMost: 4096) }
        defer { buffer.removeFirst(count) }
        return Array(buffer[..<count])
    }

    /// Behind the empty line that ends the headers.
    private func headEnd(from start: Int) -> Int? {
        var index = start
        while let newline = buffer[index...].firstIndex(of: UInt8(ascii: "\n")) {
            let next = newline + 1
            if next < buffer.count, buffer[next] == UInt8(ascii: "\n") { return next + 1 }
            if next + 1 < buffer.count, buffer[next] == UInt8(ascii: "\r"), buffer[next + 1] == UInt8(ascii: "\n") {
                return next + 2
            }
            index = next
        }
        return nil
    }
}

/// A request line and its headers (RFC 9112).
struct RequestHead {
    var request: HTTPRequest
    let bodyLength: Int

    init(_ bytes: ArraySlice<UInt8>) throws(RequestReader.Refused) {
        let bad = RequestReader.Refused(.badRequest, "this is no HTTP request\n")
        var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true)
            .map { String(decoding: $0.last == UInt8(ascii: "\r") ? $0.dropLast() : $0, as: UTF8.self) }
            .filter { !$0.isEmpty }[...]
        let parts = lines.popFirst()?.split(separator: " ", omittingEmptySubsequences: false) ?? []
        guard parts.count == 3, parts[1].hasPrefix("/"), parts[1].utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw bad
        }
        guard parts[2] == "HTTP/1.1" || parts[2] == "HTTP/1.0" else { throw bad }
        var headers = HTTPHeaders()
        var (hosts, lengths) = (0, 0)
        for line in lines {
            guard let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex,
                !line[..<colon].utf8.contains(where: { $0 <= 0x20 })
            else { throw bad }
            let name = HTTPHeader(String(line[..<colon]))
            let value = line[line.utf8.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            if name == .host { hosts += 1 }
            if name == .contentLength { lengths += 1 }
            headers.addValue(value, for: name)
        }
        // Two answers to one question, and two lengths, are how requests are smuggled.
        guard hosts <= 1, lengths <= 1, hosts == 1 || parts[2] == "HTTP/1.0" else { throw bad }
        guard headers[.transferEncoding] == nil else { throw .init(.notImplemented, "no Transfer-Encoding here\n") }
        if let text = headers[.contentLength] {
            guard let length = Int(text), length >= 0, text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else {
                throw bad
            }
            bodyLength = length
        } else {
            bodyLength = 0
        }
        let target = parts[1].split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        request = HTTPRequest(
            method: HTTPMethod(rawValue: String(parts[0])), version: HTTPVersion(String(parts[2])),
            target: .init(path: String(target[0]), query: target.count > 1 ? String(target[1]) : ""),
            headers: headers, body: HTTPBodySequence(data: Data()))
    }
}
