import FlyingFox
import Foundation

/// Makes requests out of the bytes of one connection, in whatever pieces they come, each within bounds: no client makes the
/// daemon hold more than these bytes.
struct RequestParser {
    /// Bytes of a request line with its headers, and of a body.
    static let headLimit = 16 << 10
    static let bodyLimit = 64 << 10
    /// Of those who may change something: documents are this large.
    static let documentLimit = 256 << 20

    /// Why a request is not answered by a route: the answer that it gets instead. The connection ends with it.
    struct Refused: Error {
        let response: HTTPResponse

        init(_ status: HTTPStatusCode, _ text: String) { response = .words(status, text) }
    }

    /// Bytes of a body.
    private let bodyLimit: Int
    /// Read and not yet taken.
    private var buffer: [UInt8] = []
    /// Bytes of it that hold no end of the headers.
    private var searched = 0
    /// The request whose body is still to come.
    private var head: RequestHead?

    init(bodyLimit: Int = Self.bodyLimit) { self.bodyLimit = bodyLimit }

    /// How many bytes to read at once.
    var appetite: Int { head == nil ? 4096 : 64 << 10 }

    /// Nothing of a request has come yet.
    var isBetweenRequests: Bool { buffer.isEmpty && head == nil }

    mutating func take(_ bytes: some Sequence<UInt8>) { buffer += bytes }

    /// - Returns: nil where more bytes are needed.
    mutating func next() throws(Refused) -> HTTPRequest? {
        if head == nil { head = try nextHead() }
        guard var head else { return nil }
        guard head.bodyLength <= bodyLimit else {
            throw Refused(.payloadTooLarge, "more than \(bodyLimit) bytes of body\n")
        }
        guard buffer.count >= head.bodyLength else { return nil }
        head.request.setBodyData(Data(buffer[..<head.bodyLength]))
        buffer.removeFirst(head.bodyLength)
        self.head = nil
        return head.request
    }

    private mutating func nextHead() throws(Refused) -> RequestHead? {
        let tooLarge = Refused(.requestHeaderFieldsTooLarge, "more than \(Self.headLimit) bytes of headers\n")
        guard let end = headEnd(from: searched) else {
            guard buffer.count < Self.headLimit else { throw tooLarge }
            searched = max(0, buffer.count - 3)
            return nil
        }
        guard end <= Self.headLimit else { throw tooLarge }
        defer {
            buffer.removeFirst(end)
            searched = 0
        }
        return try RequestHead(buffer[..<end])
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
