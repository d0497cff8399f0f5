import Config
package import Foundation

/// What is known of a list from the last looks at it.
package struct ListRecord: Codable, Equatable, Sendable {
    /// One feed that it names, or has named.
    package struct Entry: Codable, Equatable, Sendable {
        package var url: String
        package var title: String?
        package var tags: [String]
        /// Since when the list has left it out; nil: it names it.
        package var gone: Date?

        package init(url: String, title: String?, tags: [String]) {
            (self.url, self.title, self.tags) = (url, title, tags)
        }
    }

    /// Of the list: another one begins anew.
    package var url: String
    /// Those that it has named in the order in which they came, so that their names stay as they are.
    package var entries: [Entry] = []
    package var etag: [UInt8]?
    package var lastModified: [UInt8]?
    package var validatorsURL: String?
    package var lastCheck: Date?
    package var lastSuccess: Date?
    /// When its feeds last changed.
    package var lastChange: Date?
    package var nextCheck: Date?
    /// In a row.
    package var failures = 0
    /// A sentence on the last one; nil: the last look went well.
    package var error: String?

    package init(url: String) { self.url = url }

    package var count: Int { entries.count { $0.gone == nil } }

    /// Feeds that are remembered though the list has left them out.
    private static let mostGone = 50_000

    /// Takes the feeds that the list names now: new ones come behind, those that it has no longer are kept as gone.
    /// - Parameter feeds: at least one; of several with one address the first, with the tags of all.
    /// - Returns: how many came, and how many went.
    package mutating func take(_ feeds: [Entry], now: Date) -> (added: Int, removed: Int) {
        var places: [String: Int] = [:]
        for (index, entry) in entries.enumerated() { places[Self.identity(entry.url)] = index }
        var (seen, added, removed) = (Set<String>(), 0, 0)
        for feed in feeds {
            let identity = Self.identity(feed.url)
            let isFirst = seen.insert(identity).inserted
            guard let place = places[identity] else {
                places[identity] = entries.count
                entries.append(feed)
                added += 1
                continue
            }
            if isFirst {
                if entries[place].gone != nil { added += 1 }
                entries[place] = feed
            } else {
                entries[place].tags += feed.tags.filter { !entries[place].tags.contains($0) }
            }
        }
        for index in entries.indices
        where entries[index].gone == nil && !seen.contains(Self.identity(entries[index].url)) {
            entries[index].gone = now
            removed += 1
        }
        forgetOldest()
        return (added, removed)
    }

    private mutating func forgetOldest() {
        let gone = entries.compactMap(\.gone).sorted(by: >)
        guard gone.count > Self.mostGone else { return }
        let oldest = gone[Self.mostGone - 1]
        entries.removeAll { $0.gone.map { $0 < oldest } ?? false }
    }

    /// What makes two addresses the same feed.
    static func identity(_ url: String) -> String { (try? WebAddress(feed: url).identity) ?? url }
}
