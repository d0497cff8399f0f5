/// What a server gave to recognise a document by (RFC 9110 section 8.8), byte for byte.
///
/// The two are a pair and belong to one answer of one URL: they are stored together and replaced together, and the one
/// that an answer lacks is dropped.
public struct Validators: Equatable, Sendable {
    /// The field value of `ETag`, quotes and all.
    public var etag: [UInt8]?
    /// The field value of `Last-Modified`; never read as a date.
    public var lastModified: [UInt8]?
    /// The URL that gave them. They are sent to that URL alone, for a date says nothing about another document; nil
    /// sends them to every hop of the chain.
    public var url: String?

    public init(etag: [UInt8]? = nil, lastModified: [UInt8]? = nil, url: String? = nil) {
        self.etag = etag
        self.lastModified = lastModified
        self.url = url
    }

    /// Longer ones than any server's own would be sent with each request.
    private static let longest = 4 << 10

    /// Only what can be sent back as it came: no header may hold a line end, and a request that cannot be made is a failure
    /// with every poll.
    var sendable: Validators {
        func isSendable(_ value: [UInt8]) -> Bool {
            value.count <= Self.longest && value.allSatisfy { $0 == 0x09 || $0 >= 0x20 && $0 != 0x7F }
        }
        var validators = self
        if let etag, !isSendable(etag) { validators.etag = nil }
        if let lastModified, !isSendable(lastModified) { validators.lastModified = nil }
        return validators
    }

    public var isEmpty: Bool { etag == nil && lastModified == nil }

    /// The pair to keep after a 304 with `fields`: a validator that it names is renewed (RFC 9111 section 4.3.4), the
    /// other one stays.
    public func renewed(by answer: Validators) -> Validators {
        Validators(
            etag: answer.etag ?? etag, lastModified: answer.lastModified ?? lastModified, url: answer.url ?? url)
    }
}
