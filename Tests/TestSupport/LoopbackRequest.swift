/// A request as a `LoopbackServer` received it.
public struct LoopbackRequest: Sendable {
    public let method: String
    /// Path and query, as sent.
    public let path: String
    /// `HTTP/1.1`
    public let version: String
    /// In order, as sent.
    public let headers: [(name: String, value: String)]
    public let body: [UInt8]
    /// Counts the server's connections from 1.
    public let connection: Int

    /// The value of a header, its name in any case; nil where it is absent.
    public subscript(name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// The body as text.
    public var text: String { String(decoding: body, as: UTF8.self) }

    /// - Parameter head: the request line and the headers. Header values are read as Latin-1, so that each byte is kept.
    init?(head: some Collection<UInt8>, body: [UInt8], connection: Int) {
        var lines = String(String.UnicodeScalarView(head.map { UnicodeScalar($0) }))
            .split(whereSeparator: { $0 == "\r\n" || $0 == "\n" }).makeIterator()
        guard let first = lines.next()?.split(separator: " "), first.count == 3 else { return nil }
        method = String(first[0])
        path = String(first[1])
        version = String(first[2])
        var headers: [(name: String, value: String)] = []
        while let line = lines.next() {
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { return nil }
            headers.append((String(parts[0]), String(parts[1].drop { $0 == " " })))
        }
        self.headers = headers
        self.body = body
        self.connection = connection
    }
}
