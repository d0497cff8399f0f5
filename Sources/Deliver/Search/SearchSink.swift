package import Config
import Files
package import Foundation
import Logging
package import Model
package import Store
import Synchronization

/// Brings the words of committed articles into the search index, in order of `seq`. The index itself says how far it is: one
/// that is gone, or began anew, is filled from the outbox.
package actor SearchSink: BatchSink {
    package static let kind = "search"
    package static let replays = SinkUnit.messages
    package static func names(in configuration: Configuration) -> [String] {
        configuration.search.isEnabled ? [SinkName.search.name] : []
    }

    /// Articles and bytes of one batch: enough to share a write, little enough to hold in memory.
    private static let batchLimit = 2_000
    private static let byteLimit = 4 << 20
    package static let pauses = [1.0, 5, 30]

    package nonisolated let name: String
    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let executor = QueueExecutor(label: "newspool.search")
    package let surroundings: SinkSurroundings
    package var loop = BatchLoop()
    private var store: any Store { surroundings.store }
    private var keep: Duration
    private var index: (any SearchIndex)?
    /// The index has everything up to this `seq`.
    private var place: Int64 = 0
    private nonisolated let known = Mutex<String?>(nil)
    private var isDraining = false
    /// While others go first.
    private var pause: Task<Void, Never>?

    package init(_ name: String, _ configuration: Configuration, _ surroundings: SinkSurroundings) {
        (self.name, self.surroundings, keep) = (name, surroundings, configuration.spool.keepArticles)
    }

    /// The store keeps nothing for it: what is removed there is no longer to be found.
    package var claim: SinkClaim? { nil }

    package var condition: SinkCondition {
        var condition = SinkCondition(state: loop.lastError.map { .failing("\($0)") } ?? .ok)
        (condition.delivered, condition.failed) = (loop.delivered, loop.failed)
        return condition
    }

    /// Why it takes no articles; nil where all is well. Never waits for a disk.
    package nonisolated var trouble: String? { known.withLock(\.self) }

    package func drain() async -> SinkCondition {
        isDraining = true
        pause?.cancel()
        let condition = await drainBatches()
        isDraining = false
        return condition
    }

    package func reload(_ configuration: Configuration) { keep = configuration.spool.keepArticles }

    /// It has each article's words once.
    package func replay(_ entries: [OutboxEntry]) -> Int { 0 }

    package func oldestWaiting() throws(DeliverError) -> Date? {
        try DeliverError.mapping { () throws(StoreError) in
            try store.slice(after: place, of: nil, limit: 1, bytes: 1).articles.first?.time
        }
    }

    package func tidy(now: Date, oldestWaiting: Date?) throws(DeliverError) -> Bool {
        guard let index else { return false }
        try DeliverError.mapping { () throws(StoreError) in
            try index.remove(before: now.addingTimeInterval(-Double(keep.components.seconds)))
        }
        return false
    }

    package func stop() {
        pause?.cancel()
        stopBatches()
    }

    // MARK: - Batches

    package func articlesWaiting() throws(StoreError) -> Int {
        Int(max(0, try store.outboxStatus(now: surroundings.clock.now()).lastSeq - place))
    }

    package func noteEnd(isRecovered: Bool) {
        guard isRecovered else { return }
        surroundings.logger.notice("search takes articles again")
        known.withLock { $0 = nil }
    }

    package func noteFailure(_ error: DeliverError, isFirst: Bool) {
        if isFirst { surroundings.logger.error("search takes no articles", metadata: ["error": "\(error)"]) }
        known.withLock { $0 = "\(error)" }
        index = nil
    }

    /// Between two batches others get their word, and articles on their way into the spool go first: both want the store and a
    /// processor. At the end nothing else is waited for.
    package func giveWay() async {
        await Task.yield()
        for _ in 0..<20 where !isDraining && !loop.isStopped && isSpoolBusy {
            let pause = Task { [clock = surroundings.clock] in await clock.sleep(.milliseconds(100)) }
            self.pause = pause
            await pause.value
        }
        pause = nil
    }

    /// A store that fails here says so with the next batch.
    private var isSpoolBusy: Bool { !((try? store.backlog(of: .spool).isEmpty) ?? true) }

    package func takeBatch() throws(DeliverError) -> Bool {
        try DeliverError.mapping { () throws(StoreError) in try addBatch() }
    }

    private func addBatch() throws(StoreError) -> Bool {
        guard let index = try opened() else { return false }
        let batch = try store.slice(after: place, of: nil, limit: Self.batchLimit, bytes: Self.byteLimit).articles
        guard let last = batch.last else { return false }
        FaultPoint.pass("search.before-add")
        try index.add(batch.map(SearchText.init), keep: keep)
        FaultPoint.pass("search.after-add")
        place = last.seq
        loop.delivered += batch.count
        return true
    }

    private func opened() throws(StoreError) -> (any SearchIndex)? {
        if let index { return index }
        guard let index = try surroundings.search?.open() else { return nil }
        place = try index.lastSeq()
        // A new store, or one of a backup, gives numbers again that the index has.
        if place > (try store.outboxStatus(now: surroundings.clock.now()).lastSeq) {
            try index.removeAll()
            place = 0
        }
        self.index = index
        return index
    }
}

extension SinkName {
    /// The index of words.
    package static let search = SinkName(kind: SearchSink.kind, name: "search")
}

extension SearchText {
    init(_ article: OutboxSlice.Article) {
        // What is not looked at is most of an item.
        let item = StoredItem(JSONObject.removing(["content_html", "attachments"], from: article.json))
        self.init(
            seq: article.seq, time: article.time, feed: article.feed, tags: (item.tags ?? []) + item.feedTags,
            title: item.displayTitle, text: item.searchText)
    }
}
