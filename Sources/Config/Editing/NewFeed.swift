/// A feed to be written into feeds.toml.
public struct NewFeed: Sendable, Equatable {
    public var url: String
    /// Nil leaves the key out, so that the name follows from the URL.
    public var name: String?
    public var title: String?
    public var tags: [String]
    /// Of a page that is the feed.
    public var page: [Configuration.PageSelector] = []
    public var mayBeEmpty = false
    public var isFullText = false
    /// It is above the table: the feed's title, as a rule. Line breaks and control characters become spaces.
    public var comment: String?

    public init(url: String, name: String? = nil, title: String? = nil, tags: [String] = [], comment: String? = nil) {
        self.url = url
        self.name = name
        self.title = title
        self.tags = tags
        self.comment = comment
    }

    /// The lines of its table, without line breaks.
    var lines: [String] {
        var lines: [String] = []
        if let comment, !comment.isEmpty { lines.append("# " + comment.replacingControls(with: " ")) }
        lines.append(RootKey.feed.header)
        lines.append("\(FeedKey.url.rawValue) = \(TomlString.quoted(url))")
        if let name { lines.append("\(FeedKey.name.rawValue) = \(TomlString.quoted(name))") }
        if let title { lines.append("\(FeedKey.title.rawValue) = \(TomlString.quoted(title))") }
        if !tags.isEmpty {
            lines.append("\(FeedKey.tags.rawValue) = [\(tags.map(TomlString.quoted).joined(separator: ", "))]")
        }
        if isFullText { lines.append("\(FeedKey.fullText.rawValue) = true") }
        for selector in page { lines.append("\(selector.key.rawValue) = \(TomlString.quoted(selector.text))") }
        if mayBeEmpty { lines.append("\(FeedKey.mayBeEmpty.rawValue) = true") }
        return lines
    }
}
