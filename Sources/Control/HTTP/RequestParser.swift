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
        init(_ response: HTTPResponse) { self.response = response }
    }

    static func tooLarge(_ limit: Int) -> Refused { Refused(.payloadTooLarge, "more than \(limit) bytes of body\n") }

    /// There is room for it later.
    static var noRoom: Refused {
        var response = HTTPResponse.words(.serviceUnavailable, "not now\n")
        response.headers[HTTPHeader("Retry-After")] = "60"
        return Refused(response)
    }

    /// Says why a request is not worth its body; nil: it may come.
    typealias Admission = @Sendable (HTTPRequest) -> HTTPResponse?

    /// Bytes of a body.
    private let bodyLimit: Int
    private let refusal: Admission
    private let takesChunks: Bool
    private var chunks = ChunkedBody()
    /// Read and not yet taken.
    private var buffer: [UInt8] = []
    /// Bytes of it that hold no end of the headers.
    private var searched = 0
    /// The request whose body is still to come.
    private var head: RequestHead?

    init(
        bodyLimit: Int = Self.bodyLimit, takesChunks: Bool = false, refusal: @escaping Admission = { _ in nil }
    ) {
        (self.bodyLimit, self.takesChunks, self.refusal) = (bodyLimit, takesChunks, refusal)
    }

    /// How many bytes to read at once.
    var appetite: Int { head == nil ? 4096 : 64 << 10 }

    /// The client waits to be told that its body may come (RFC 9110 section 10.1.1). Said once.
    mutating func takeExpectation() -> Bool {
        guard let expected = head?.request.headers[HTTPHeader("Expect")], expected.lowercased() == "100-continue" else {
            return false
        }
        head?.request.headers[HTTPHeader("Expect")] = nil
        return buffer.isEmpty
    }

    /// Whose body is coming, and how much of it is here.
    var body: (path: String, bytes: Int)? {
        head.map { ($0.request.path, buffer.count + chunks.bytes.count) }
    }

    /// Nothing of a request has come yet.
    var isBetweenRequests: Bool { buffer.isEmpty && head == nil }

    mutating func take(_ bytes: some Sequence<UInt8>) { buffer += bytes }

    /// - Returns: nil where more bytes are needed.
    mutating func next() throws(Refused) -> HTTPRequest? {
        if head == nil {
            head = try nextHead()
            if let request = head?.request, let response = refusal(request) { throw Refused(response) }
        }
        guard var head else { return nil }
        if head.isChunked {
            guard try chunks.take(from: &buffer, limit: bodyLimit) else { return nil }
            head.request.setBodyData(Data(chunks.bytes))
            (self.head, chunks) = (nil, ChunkedBody())
            return head.request
        }
        guard head.bodyLength <= bodyLimit else { throw Self.tooLarge(bodyLimit) }
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
        return try RequestHead(buffer[..<end], takesChunks: takesChunks)
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
