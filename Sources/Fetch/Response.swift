/// What the last hop of a request answered, whatever its status.
public struct Response: Sendable {
    public let status: Int
    /// The URL that answered, without userinfo and fragment.
    public let finalURL: String
    /// The redirects that led to it, in order; mostly empty.
    public let hops: [Hop]
    /// The last answer's own fields: none of redirects, interim answers or trailers.
    public let headers: HeaderFields
    /// Decoded; empty for a 304.
    public internal(set) var body: [UInt8]
    /// False where the body ended with the connection, as HTTP/1.0's do: nothing but the document itself can then tell
    /// whether it was cut.
    public let isDelimited: Bool
    /// The connection ended, or broke HTTP's rules, before the body was complete by its own framing. What came is there.
    public let isCutShort: Bool
    /// From the call to the last byte; where the body waited for room, from the request that came after it.
    public let elapsed: Duration
    /// Held until the body is read, and to be let go of before anything else is asked for.
    package var share: FetchShare?

    public init(
        status: Int, finalURL: String, hops: [Hop] = [], headers: HeaderFields = HeaderFields(), body: [UInt8] = [],
        isDelimited: Bool = true, isCutShort: Bool = false, elapsed: Duration = .zero
    ) {
        (self.status, self.finalURL, self.hops, self.headers) = (status, finalURL, hops, headers)
        (self.body, self.isDelimited, self.elapsed) = (body, isDelimited, elapsed)
        self.isCutShort = isCutShort
    }

    /// One redirect that was followed.
    public struct Hop: Equatable, Sendable {
        public let status: Int
        public let from: String
        public let to: String

        public init(status: Int, from: String, to: String) {
            self.status = status
            self.from = from
            self.to = to
        }

        /// 301 and 308 promise that `from` is a thing of the past (RFC 9110 section 15.4).
        public var isPermanent: Bool { status == 301 || status == 308 }
    }

    /// Where the requested URL has moved for good: the end of the chain's permanent beginning. nil if it begins with a
    /// temporary hop, or with none.
    public var permanentURL: String? { hops.prefix(while: \.isPermanent).last?.to }

    /// The pair of this answer, to be sent back verbatim; without what cannot be.
    public var validators: Validators {
        Validators(
            etag: headers["etag"].map { Array($0) }, lastModified: headers["last-modified"].map { Array($0) },
            url: finalURL
        ).sendable
    }
}
