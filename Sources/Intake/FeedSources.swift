package import Config
package import Fetch
package import Foundation
import Settings

/// Says where each feed's documents come from.
package protocol FeedSources: Sendable {
    /// - Parameter url: the feed's own, or the one that it has moved to.
    func source(of feed: Configuration.Feed, at url: String) -> any Source
}

/// As feeds.toml says.
package struct ConfiguredSources: FeedSources {
    /// What the requests of all feeds have in common.
    private let pattern: Request
    private let proxies: ProxyChoice
    private let fetching: any Fetching
    private let now: @Sendable () -> Date

    package init(
        _ configuration: Configuration, fetching: any Fetching, version: String, now: @escaping @Sendable () -> Date
    ) {
        (pattern, proxies) = (configuration.request(version: version), configuration.proxies)
        (self.fetching, self.now) = (fetching, now)
    }

    package func source(of feed: Configuration.Feed, at url: String) -> any Source {
        URLSource(request: pattern.polling(feed, url: url, proxies: proxies), fetching: fetching, now: now)
    }
}
