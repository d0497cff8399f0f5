/// What can only be said once all tables are read. Each check is one pass over them.
extension ConfigurationReader {
    /// Checks feeds against each other and the daemon, and names those without a name.
    func settle(_ drafts: [FeedDraft], _ daemon: Configuration.Daemon) -> [Configuration.Feed] {
        for draft in drafts {
            if let node = draft.interval, let interval = draft.feed.interval {
                values.checkInterval(node, interval, daemon)
            }
        }
        reportRepeatedURLs(drafts)
        reportRepeatedNames(drafts.lazy.map { ($0.feed.name, $0.name) }, "feeds")
        return named(drafts)
    }

    /// Checks webhooks against each other and the feeds.
    func settle(_ drafts: [WebhookDraft], feeds: [Configuration.Feed]) -> [Configuration.Webhook] {
        reportRepeatedNames(drafts.lazy.map { ($0.webhook.name, $0.name) }, "webhooks")
        let names = Set(feeds.lazy.map { $0.name })
        for node in drafts.compactMap(\.feeds) where !mayMissFeeds {
            for child in node.children {
                guard let name = child.string, !name.isEmpty, !names.contains(name) else { continue }
                let meant = Suggestion.nearest(to: name, among: feeds.lazy.map(\.name))
                let hint = meant.map { " (did you mean \"\($0)\"?)" } ?? "; name one of the feeds there are"
                log.report(child.position, "there is no feed \(values.quoted(name))\(hint)")
            }
        }
        return drafts.map(\.webhook)
    }

    private func reportRepeatedURLs(_ drafts: [FeedDraft]) {
        var first: [String: Position] = [:]
        for draft in drafts {
            guard let node = draft.url, let identity = draft.address?.identity else { continue }
            let here = node.position
            if let other = first[identity] {
                let place = log.name(other, at: here)
                log.report(here, "duplicate URL: \(place) has the same; remove one of the two feeds")
            } else {
                first[identity] = here
            }
        }
    }

    func reportRepeatedNames(_ names: some Sequence<(String, TomlNode?)>, _ what: String) {
        var first: [String: Position] = [:]
        for case (let name, let node?) in names where !name.isEmpty {
            let here = node.position
            if let other = first[name] {
                let place = log.name(other, at: here)
                log.report(
                    here,
                    "duplicate name \(values.quoted(name)): \(place) has the same; rename one of the two \(what)")
            } else {
                first[name] = here
            }
        }
    }

    /// Feeds without a name get the slug of their URL, with `-2`, `-3` … where that is taken, in order.
    private func named(_ drafts: [FeedDraft]) -> [Configuration.Feed] {
        var names = FeedNames(drafts.lazy.map { $0.feed.name })
        return drafts.map { draft in
            guard draft.name == nil, let address = draft.address else { return draft.feed }
            var feed = draft.feed
            feed.name = names.take(for: address)
            return feed
        }
    }
}
