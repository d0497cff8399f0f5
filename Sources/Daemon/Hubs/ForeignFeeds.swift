import Config
import Model
import Polling
import Schedule
import Store
import Synchronization

/// The feeds that this node subscribes at hubs for others, which hubs do not reach.
final class ForeignFeeds: Sendable {
    struct Wanted: Sendable {
        let feed: FeedKey
        let name: String
        /// `.none`: its subscriptions are to end.
        let links: HubLinks
    }

    private let nodes: any NodeStore
    private let standing: NodeStanding
    private let configuration: Mutex<Configuration>

    init(_ nodes: any NodeStore, standing: NodeStanding, _ configuration: Configuration) {
        (self.nodes, self.standing) = (nodes, standing)
        self.configuration = Mutex(configuration)
    }

    func note(_ configuration: Configuration) { self.configuration.withLock { $0 = configuration } }

    /// - Parameter body: called from any thread when others have come or gone.
    func onChange(_ body: @escaping @Sendable () -> Void) { standing.onPushedShards(body) }

    func wanted() throws(StoreError) -> [Wanted] {
        let shards = standing.pushedShards
        guard !shards.isEmpty else { return [] }
        let feeds = try nodes.hubFeeds().filter { shards.contains($0.shard) }
        guard !feeds.isEmpty else { return [] }
        let (configuration, urls) = (configuration.withLock { $0 }, Set(feeds.map(\.url)))
        let configured = Dictionary(
            configuration.feeds.lazy.filter { urls.contains($0.url) }.map { ($0.url, $0) }
        ) { first, _ in first }
        return feeds.map { feed in
            guard let own = configured[feed.url], configuration.subscribes(to: own), !FeedState.isRetired(feed.why)
            else {
                return Wanted(feed: feed.feed, name: configured[feed.url]?.name ?? "", links: .none)
            }
            return Wanted(feed: feed.feed, name: own.name, links: feed.links)
        }
    }
}
