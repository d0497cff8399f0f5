public import Config
import Deliver
import Foundation
import Model
public import Store

/// Starts a new store from the journal and the spool, so that nothing is announced twice: `newspool doctor --rebuild`.
///
/// Known again are the articles, by guid, URL and title, and the last `seq`; where the spool's oldest days are gone, what the
/// feeds show from before them is taken for told. Lost are validators, feeds' rhythms, what waited
/// for webhooks, and what `replay` could have written.
public struct StoreRebuild: Sendable {
    public struct Summary: Codable, Sendable {
        public var articles = 0
        public var feeds = 0
        public var lastSeq: Int64 = 0
        /// Where the old store is now; nil: there was none.
        public var oldStore: String?
    }

    private let configuration: Configuration
    private let store: any StoreOpener

    public init(_ configuration: Configuration, store: any StoreOpener) {
        (self.configuration, self.store) = (configuration, store)
    }

    /// - Throws: `sound` where there is nothing to rebuild.
    public func run() throws(RebuildError) -> Summary {
        try refuseSoundStore()
        let found = try SpoolReader(configuration).read()
        do throws(StoreError) {
            let replacement = try self.store.replace()
            let store = replacement.store
            var summary = Summary(lastSeq: found.lastSeq)
            let configured = configuration.feeds.map { FeedSource(url: $0.url, name: $0.name) }
            let names = Set(configured.map(\.name))
            // Feeds that are gone from feeds.toml: what they brought is not announced again by others.
            let gone = found.byFeed.keys.filter { !names.contains($0) }.sorted()
                .map { FeedSource(url: "removed:" + $0, name: $0) }
            for record in try store.synchronize(configured + gone) {
                guard let articles = found.byFeed[record.name] else { continue }
                try store.adopt(Array(articles.values), of: record.id, now: Date())
                summary.articles += articles.count
                summary.feeds += 1
            }
            if let (seq, day) = found.first, seq > 1, let date = try? Date(day + "T00:00:00Z", strategy: .iso8601) {
                try store.remember(toldBefore: date)  // a day that is none is someone else's
            }
            _ = try store.synchronize(configured)
            try store.raiseSeq(above: found.lastSeq)
            let mark = Timestamp.string(Date()).filter { $0 != ":" && $0 != "-" }
            summary.oldStore = try replacement.finish(mark: "damaged-" + mark)
            return summary
        } catch {
            throw .store(error)
        }
    }

    private func refuseSoundStore() throws(RebuildError) {
        do throws(StoreError) {
            guard let old = try store.openForReading(), try old.faults().isEmpty else { return }
        } catch {
            return  // damaged, or of a newer version: what this is for
        }
        throw .sound(path: store.location)
    }
}
