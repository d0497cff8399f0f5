/// A feed that a page or a rule speaks of; no one has looked whether it is there.
public struct FeedLink: Sendable, Hashable {
    /// Absolute, http or https.
    public var url: String
    /// As the page calls it.
    public var title: String?

    public init(url: String, title: String? = nil) {
        (self.url, self.title) = (url, title)
    }

    // The same address is the same feed, whatever it is called.
    public static func == (one: Self, other: Self) -> Bool { one.url == other.url }
    public func hash(into hasher: inout Hasher) { hasher.combine(url) }
}
