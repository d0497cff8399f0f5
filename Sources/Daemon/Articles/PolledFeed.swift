import Config
import Deliver
import Model
import Schedule
import Store

/// A feed as the daemon polls it: its table in feeds.toml, and its row in the store.
final class PolledFeed: Sendable {
    let key: FeedKey
    let filter: ArticleFilter
    let subscriptions: [Subscription]
    /// Of its shard; nil where no other process has feeds.
    let lease: Lease?
    /// All of the configuration's, shared: a copy of its own would be a quarter of a kilobyte for each feed.
    private let feeds: [Configuration.Feed]
    private let index: Int

    var configuration: Configuration.Feed { feeds[index] }

    /// - Parameter index: which of `feeds` it is.
    init(key: FeedKey, feeds: [Configuration.Feed], index: Int, subscriptions: [Subscription], lease: Lease? = nil) {
        (self.key, self.feeds, self.index, self.subscriptions) = (key, feeds, index, subscriptions)
        self.lease = lease
        let configuration = feeds[index]
        filter = ArticleFilter(keep: configuration.keep, drop: configuration.drop)
    }
}
