/// Who is told about a feed's articles: of all, or of those that its filter passes.
package struct Subscription: Sendable {
    /// The queue that the article is put into.
    package let queue: String
    /// Names of feeds; nil: every feed.
    package let feeds: Set<String>?
    /// Articles that their publishers gave any of these tags are wanted too, from every feed.
    package let tags: Set<String>
    private let filter: ArticleFilter

    package init(queue: String, feeds: Set<String>?, tags: Set<String> = [], filter: ArticleFilter) {
        (self.queue, self.feeds, self.tags, self.filter) = (queue, feeds, tags, filter)
    }

    /// Whether any article of a feed may be wanted.
    package func mayWant(feed: String) -> Bool { !tags.isEmpty || feeds?.contains(feed) ?? true }

    /// - Parameter feedTags: the tags of its feed in feeds.toml.
    package func wants(_ item: Item, of feed: String, feedTags: [String]) -> Bool {
        wants(feed: feed, tags: item.tags) && filter.passes(item, feedTags: feedTags)
    }

    package func wants(_ item: @autoclosure () -> StoredItem, of feed: String) -> Bool {
        if !filter.isSet, wants(feed: feed, tags: []) { return true }
        let item = item()
        return wants(feed: feed, tags: item.tags ?? []) && filter.passes(item.filterTexts)
    }

    private func wants(feed: String, tags: [String]) -> Bool {
        feeds?.contains(feed) ?? true || !self.tags.isDisjoint(with: tags)
    }
}
