package import Config
package import Fetch
import Files
package import Foundation
import Settings

/// Says where each feed's documents come from.
package protocol FeedSources: Sendable {
    /// - Parameters:
    ///   - url: the feed's own, or the one that it has moved to.
    ///   - maySend: asked on the transfers' queue before each request goes out; with false the answer is `stopped`.
    func source(of feed: Configuration.Feed, at url: String, maySend: (@Sendable () -> Bool)?) -> any Source
}

/// As feeds.toml says.
package struct ConfiguredSources: FeedSources {
    /// What the requests of all feeds have in common.
    private let pattern: Request
    private let proxies: ProxyChoice
    private let timeout: Duration
    private let maxBody: Int
    private let fetching: any Fetching
    private let now: @Sendable () -> Date

    package init(
        _ configuration: Configuration, fetching: any Fetching, version: String, now: @escaping @Sendable () -> Date
    ) {
        (pattern, proxies) = (configuration.request(version: version), configuration.proxies)
        (timeout, maxBody) = (configuration.daemon.timeout, configuration.daemon.maxBody)
        (self.fetching, self.now) = (fetching, now)
    }

    package func source(
        of feed: Configuration.Feed, at url: String, maySend: (@Sendable () -> Bool)?
    ) -> any Source {
        let limit = feed.maxBody ?? maxBody
        // By what feeds.toml says alone: an address that came over the network never names a file or a program.
        switch feed.origin {
        case .web, .push:  // one that is pushed is never asked
            var request = pattern.polling(feed, url: url, proxies: proxies)
            (request.maySend, request.sharesRoom) = (maySend, true)
            return URLSource(request: request, fetching: fetching, now: now)
        case .file(let path): return FileSource(path: path, address: feed.base ?? feed.url, limit: limit)
        case .command(let command):
            return CommandSource(
                command: command, name: feed.name, address: feed.base ?? feed.url,
                limits: .init(time: feed.timeout ?? timeout, bytes: limit), fetching: fetching)
        }
    }
}
