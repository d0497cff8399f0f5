package import Config

extension Configuration {
    /// With the feeds of its lists behind its own. What feeds.toml has itself is its own alone; a feed of two lists has the
    /// tags of both, and else what the first says.
    package func withFeeds(of records: [ListRecord]) -> Configuration {
        guard !lists.isEmpty else { return self }
        var all = self
        var names = FeedNames(feeds.map(\.name))
        let own = Set(feeds.map { ListRecord.identity($0.url) })
        var places: [String: Int] = [:]
        for list in lists {
            guard let record = records.first(where: { $0.url == list.feed.url }) else { continue }
            for entry in record.entries {
                // Nothing but http and https is ever an address of a list's feed.
                guard let address = try? WebAddress(feed: entry.url) else { continue }
                let identity = address.identity
                if own.contains(identity) { continue }
                if let place = places[identity] {
                    all.feeds[place].join(list, entry)
                    continue
                }
                var feed = list.feed(at: address, title: entry.title, tags: entry.tags)
                feed.name = names.takeNeeded(for: address) ?? feed.name
                if entry.gone != nil { (feed.enabled, feed.isUnlisted) = (false, true) }
                places[identity] = all.feeds.count
                all.feeds.append(feed)
            }
        }
        return all
    }
}

extension Configuration.Feed {
    /// Another list has an entry for it as well.
    fileprivate mutating func join(_ list: Configuration.List, _ entry: ListRecord.Entry) {
        guard entry.gone == nil else { return }
        if self.isUnlisted {  // it is of this list alone now
            guard let address = try? WebAddress(feed: self.url) else { return }
            let name = self.name
            self = list.feed(at: address, title: entry.title, tags: entry.tags)
            self.name = name
            return
        }
        self.lists.append(list.name)
        self.tags += (entry.tags + list.feed.tags).filter { [tags = self.tags] in !tags.contains($0) }
    }
}
