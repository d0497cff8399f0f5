import Config
import Model

/// A webhook that is told of a feed's articles: of all, or of those that its filter passes.
struct WebhookSubscription: Sendable {
    let name: String
    let filter: ArticleFilter
}

/// Which webhooks are told of which feed, looked up by the feed's name.
struct WebhookSubscriptions {
    private var byFeed: [String: [WebhookSubscription]] = [:]

    init(_ configuration: Configuration) {
        for webhook in configuration.webhooks where webhook.enabled {
            let filter = ArticleFilter(keep: webhook.keep, drop: webhook.drop)
            for feed in configuration.feeds(of: webhook) {
                byFeed[feed.name, default: []].append(WebhookSubscription(name: webhook.name, filter: filter))
            }
        }
    }

    func subscriptions(to feed: Configuration.Feed) -> [WebhookSubscription] { byFeed[feed.name] ?? [] }
}
