/// A link with its relation (RFC 8288; `atom:link`).
public struct Link: Sendable, Equatable, Hashable {
    public var rel: String, href: String
    public var type: String?, title: String?, hreflang: String?
    /// Bytes, as announced.
    public var length: Int?
    public init(
        rel: String, href: String, type: String? = nil, title: String? = nil, hreflang: String? = nil,
        length: Int? = nil
    ) {
        (self.rel, self.href, self.type) = (rel, href, type)
        (self.title, self.hreflang, self.length) = (title, hreflang, length)
    }
}
