import Bytes

/// Gathers what one hop answers, within limits. A refused piece of it ends the transfer.
struct HopAnswer {
    private(set) var headers = HeaderFields()
    private(set) var body: [UInt8] = []
    /// Why a piece was refused.
    private(set) var fault: FetchError?
    /// Whether any part of an answer has come.
    private(set) var hasBegun = false
    /// Whether a whole header block has come: with an answer that is none of the interim ones, all of its fields.
    var hasHead: Bool { hasBegun && !isInBlock }
    private let limits: Request.Limits
    private var headerBytes = 0
    /// Between a status line and the empty line that ends its block. What comes after it is a trailer or another block.
    private var isInBlock = false

    init(limits: Request.Limits) { self.limits = limits }

    /// Takes one header line with its line end; false if that was too much. A status line starts over, so that of interim
    /// answers (103 Early Hints, a proxy's answer to CONNECT) nothing is left.
    mutating func take(header line: UnsafeRawBufferPointer) -> Bool {
        hasBegun = true
        headerBytes += line.count
        guard headerBytes <= limits.headers else {
            fault = .headersTooLarge(limit: limits.headers)
            isInBlock = true  // also where it is the status line that is too long
            return false
        }
        if line.starts(with: "HTTP/".utf8), !isInBlock {
            headers.removeAll()
            isInBlock = true
        } else if line.allSatisfy(\.isLineEnd) {
            isInBlock = false
        } else if isInBlock {
            headers.append(line)
        }
        return true
    }

    /// Takes decoded bytes of the body; false if they were too many.
    mutating func take(body bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count <= limits.body - body.count else {
            fault = .bodyTooLarge(limit: limits.body)
            body = []
            return false
        }
        if body.isEmpty {
            // Not more than a megabyte on the server's word alone, which is for the encoded bytes anyway.
            let announced = min(headers["content-length"]?.decimal ?? 0, limits.body, 1 << 20)
            body.reserveCapacity(max(announced, bytes.count))
        }
        body.append(contentsOf: bytes)
        return true
    }

    /// Whether the body ends as feeds do, but for blanks and a comment: a cache's, a generator's.
    var endsDocument: Bool {
        let last = body.last { $0 > 0x20 }
        if last == UInt8(ascii: "}") { return true }
        guard last == UInt8(ascii: ">") else { return false }
        let end = String(decoding: body.suffix(1 << 10).map(\.asciiLowercased), as: UTF8.self)
        return ["</rss>", "</feed>", "</rdf:rdf>"].contains(where: end.contains)
    }
}
