/// A category with the scheme it is a term of (`atom:category`, RSS `category domain`).
public struct Category: Sendable, Equatable, Hashable {
    public var term: String, scheme: String?, label: String?
    public init(term: String, scheme: String? = nil, label: String? = nil) {
        (self.term, self.scheme, self.label) = (term, scheme, label)
    }
}
