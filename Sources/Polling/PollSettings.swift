package import Config
import Identity
import ParserProcess
import Settings
import Web

// What of the configuration the parts of a poll need to know.

extension Configuration {
    /// Whether a feed's hubs are asked to push, by this node or, where several share a store, by one that hubs reach. What only
    /// newspool may read is not asked for in public.
    package func subscribes(to feed: Feed) -> Bool {
        (webSub != nil || store.url != nil) && feed.webSub && feed.enabled && feed.origin == .web
            && feed.username == nil && feed.clientCertificate == nil
            && feed.headers.allSatisfy { Self.plainHeaders.contains($0.name.lowercased()) }
            && WebAddressText.withoutSecrets(feed.url) == feed.url
    }

    /// What says nothing of who asks.
    private static let plainHeaders: Set = ["accept", "accept-language", "referer"]

    /// How articles are made of entries and pages.
    var parserSettings: ParserSettings {
        var settings = ParserSettings()
        (settings.stripTracking, settings.folds) = (dedupe.stripTracking, folds)
        settings.markdown = spool.formats.contains(.markdown)
        return settings
    }

    /// - Parameter isSitemap: its first document has a site's past in it, which few want.
    func identityPolicy(of feed: Feed, isSitemap: Bool = false) -> IdentityPolicy {
        let isUnset = feed.firstFetch == nil && daemon.firstFetch == .all
        let first: IdentityPolicy.FirstFetch =
            switch isSitemap && isUnset ? .latest(100) : firstFetch(of: feed) {
            case .all: .all
            case .latest(let count): .latest(count)
            case .seed: .seed
            }
        return IdentityPolicy(
            scope: dedupe.scope == .all ? .all : .feed, updates: updates(of: feed) == .emit ? .emit : .ignore,
            firstFetch: first)
    }
}
