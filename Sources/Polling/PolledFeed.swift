package import Config
import Deliver
package import Model
package import Schedule
package import Store

/// A feed as the daemon polls it: its table in feeds.toml, and its row in the store.
package final class PolledFeed: Sendable {
    package let key: FeedKey
    let filter: ArticleFilter
    let subscriptions: [Subscription]
    /// Of its shard; nil where no other process has feeds.
    package let lease: Lease?
    /// All of the configuration's, shared: a copy of its own would be a quarter of a kilobyte for each feed.
    private let feeds: [Configuration.Feed]
    private let index: Int

    package var configuration: Configuration.Feed { feeds[index] }

    /// - Parameter index: which of `feeds` it is.
    package init(
        key: FeedKey, feeds: [Configuration.Feed], index: Int, subscriptions: [Subscription], lease: Lease? = nil
    ) {
        (self.key, self.feeds, self.index, self.subscriptions) = (key, feeds, index, subscriptions)
        self.lease = lease
        let configuration = feeds[index]
        filter = ArticleFilter(keep: configuration.keep, drop: configuration.drop)
    }
}
