import Config

/// Which webhooks are told of which feed, looked up by the feed's name.
struct WebhookSubscriptions {
    private var names: [String: [String]] = [:]

    init(_ configuration: Configuration) {
        for webhook in configuration.webhooks where webhook.enabled {
            for feed in configuration.feeds(of: webhook) { names[feed.name, default: []].append(webhook.name) }
        }
    }

    func names(for feed: Configuration.Feed) -> [String] { names[feed.name] ?? [] }
}
