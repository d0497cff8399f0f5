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
        let found: SpoolReader.Found
        do throws(DeliverError) {
            found = try SpoolReader(configuration).read()
        } catch {
            throw .deliver(error)
        }
        do throws(StoreError) {
            let replacement = try self.store.replace()
            let store = replacement.store
            var summary = Summary(lastSeq: found.lastSeq)
            (summary.articles, summary.feeds) = try found.teach(store, configuration)
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
