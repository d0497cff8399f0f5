public import Config
public import Deliver
import Foundation
import Model
public import Store

/// Takes in what the journal has and the store does not: the store is new, or of a backup, and what readers have seen must
/// not be announced again.
public struct JournalIntake: Sendable {
    private let configuration: Configuration

    public init(_ configuration: Configuration) { self.configuration = configuration }

    /// - Parameters:
    ///   - seq: the store's last.
    ///   - onBadDay: called for each archived day that cannot be read and is left out.
    /// - Returns: how many articles it learned.
    public func run(
        into store: any Store, after seq: Int64, onBadDay: (DeliverError) -> Void
    ) throws(DeliverError) -> Int {
        let found = try withoutActuallyEscaping(onBadDay) { onBadDay throws(DeliverError) in
            try SpoolReader(configuration).read(after: seq, onBadDay: onBadDay)
        }
        do throws(StoreError) {
            return try found.teach(store, configuration, isNew: seq == 0).articles
        } catch {
            throw .store(error)
        }
    }
}

extension SpoolReader.Found {
    /// Has a store know the articles as delivered, each by the feed that brought it.
    /// - Parameter isNew: the store knew nothing before.
    func teach(
        _ store: any Store, _ configuration: Configuration, isNew: Bool = true
    ) throws(StoreError) -> (articles: Int, feeds: Int) {
        let configured = configuration.feeds.map { FeedSource(url: $0.url, name: $0.name) }
        let names = Set(configured.map(\.name))
        // Feeds that are gone from feeds.toml: what they brought is not announced again by others.
        let gone = byFeed.keys.filter { !names.contains($0) }.sorted()
            .map { FeedSource(url: "removed:" + $0, name: $0) }
        var count = (articles: 0, feeds: 0)
        for record in try store.synchronize(configured + gone) {
            // Of a later revision an older store knows the first one, by the same keys.
            guard let articles = byFeed[record.name]?.values.filter({ isNew || $0.revision == 1 }), !articles.isEmpty
            else { continue }
            try store.adopt(Array(articles), of: record.id, now: Date())
            count.articles += articles.count
            count.feeds += 1
        }
        if isNew, let (seq, day) = first, seq > 1, let date = try? Date(day + "T00:00:00Z", strategy: .iso8601) {
            try store.remember(toldBefore: date)  // a day that is none is someone else's
        }
        _ = try store.synchronize(configured)
        return count
    }
}
