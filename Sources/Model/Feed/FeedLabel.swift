/// A feed as its articles name it.
public struct FeedLabel: Sendable, Equatable {
    /// In feeds.toml.
    public var name: String
    /// As feeds.toml has it, else the feed itself.
    public var title: String?
    /// In feeds.toml.
    public var tags: [String]

    public init(name: String, title: String? = nil, tags: [String] = []) {
        (self.name, self.title, self.tags) = (name, title, tags)
    }
}

extension FeedLabel: ExpressibleByStringLiteral {
    public init(stringLiteral name: String) { self.init(name: name) }
}
