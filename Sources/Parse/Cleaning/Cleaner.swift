public import Model

/// Makes finished items of raw ones: HTML sanitized, links inside absolute, titles and summaries in plain text.
public struct Cleaner: Sendable {
    private let stripTracking: Bool
    private let sanitize: Bool

    /// - Parameters:
    ///   - stripTracking: take trackers out of `url` (never out of what identifies an item).
    ///   - sanitize: false leaves HTML as published, and does no work on it (`parse --raw`).
    public init(stripTracking: Bool = true, sanitize: Bool = true) {
        (self.stripTracking, self.sanitize) = (stripTracking, sanitize)
    }

    /// - Parameter markdown: whether the body is wanted as CommonMark too.
    public func clean(_ raw: RawItem, feed: Feed, markdown: Bool = false) -> CleanItem {
        var item = raw.item
        item.title = raw.title?.value
        item.contentHTML = (raw.content ?? raw.summary)?.value
        item.summary = raw.summary?.value
        return CleanItem(item: item, markdownBody: nil)
    }

    /// The feed with its texts.
    public func clean(_ parsed: ParsedFeed) -> Feed {
        var feed = parsed.feed
        feed.title = parsed.title?.value
        feed.descriptionText = parsed.description?.value
        feed.rights = parsed.rights?.value
        return feed
    }
}

/// An item ready for the spool.
public struct CleanItem: Sendable {
    public var item: Item
    /// The content as CommonMark; nil where it was not asked for or there is none.
    public var markdownBody: String?
}
