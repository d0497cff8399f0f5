import Config
import Model
import Schedule

/// A feed as the daemon polls it: its table in feeds.toml, and its row in the store.
final class PolledFeed: Sendable {
    let key: FeedKey
    let filter: ArticleFilter
    let webhooks: [WebhookSubscription]
    /// All of the configuration's, shared: a copy of its own would be a quarter of a kilobyte for each feed.
    private let feeds: [Configuration.Feed]
    private let index: Int

    var configuration: Configuration.Feed { feeds[index] }

    /// - Parameter index: which of `feeds` it is.
    init(key: FeedKey, feeds: [Configuration.Feed], index: Int, webhooks: [WebhookSubscription]) {
        (self.key, self.feeds, self.index, self.webhooks) = (key, feeds, index, webhooks)
        let configuration = feeds[index]
        filter = ArticleFilter(keep: configuration.keep, drop: configuration.drop)
    }
}

/// `keep` and `drop` of a feed: patterns over title, URL, authors and tags.
struct ArticleFilter: Sendable {
    // Compiled from text, so there are no closures inside that another thread could race with.
    private nonisolated(unsafe) let keep: Regex<AnyRegexOutput>?
    private nonisolated(unsafe) let drop: Regex<AnyRegexOutput>?

    /// The patterns are known to compile: `check` compiled them.
    init(keep: String?, drop: String?) {
        self.keep = keep.flatMap { try? Regex($0) }  // checked when feeds.toml was read
        self.drop = drop.flatMap { try? Regex($0) }
    }

    func passes(_ item: Item) -> Bool {
        guard isSet else { return true }
        return passes([item.title, item.url].compactMap { $0 } + item.authors.compactMap(\.name) + item.tags)
    }

    var isSet: Bool { keep != nil || drop != nil }

    /// - Parameter texts: title, URL, authors and tags.
    func passes(_ texts: [String]) -> Bool {
        if let drop, texts.contains(where: { $0.contains(drop) }) { return false }
        if let keep, !texts.contains(where: { $0.contains(keep) }) { return false }
        return true
    }
}
