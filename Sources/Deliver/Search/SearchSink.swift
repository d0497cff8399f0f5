package import Config
import Files
package import Foundation
import Logging
package import Model
import Store
import Synchronization

/// Brings the words of committed articles into the search index, in order of `seq`. The index itself says how far it is: one
/// that is gone, or began anew, is filled from the outbox.
package actor SearchSink: Sink {
    package static let kind = "search"
    package static let replays = SinkUnit.messages
    package static func names(in configuration: Configuration) -> [String] {
        configuration.search.isEnabled ? [SinkName.search.name] : []
    }

    /// Articles and bytes of one batch: enough to share a write, little enough to hold in memory.
    private static let batchLimit = 2_000
    private static let byteLimit = 4 << 20
    /// Seconds between attempts.
    private static let pauses = [1.0, 5, 30]

    package nonisolated let name: String
    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let executor = QueueExecutor(label: "newspool.search")
    private let surroundings: SinkSurroundings
    private var store: any Store { surroundings.store }
    private var keep: Duration
    private var index: (any SearchIndex)?
    /// The index has everything up to this `seq`.
    private var place: Int64 = 0
    private var delivered = 0, failed = 0, failures = 0
    private var lastError: StoreError? {
        didSet {
            let sentence = lastError.map { "\($0)" }
            known.withLock { $0 = sentence }
        }
    }
    private nonisolated let known = Mutex<String?>(nil)
    private var worker: Task<Void, Never>?
    private var isWanted = false
    private var isStopped = false
    private var isDraining = false
    /// While others go first.
    private var pause: Task<Void, Never>?
    /// No batch begins after that.
    private var end = Date.distantFuture
    private var retryTask: Task<Void, Never>?

    package init(_ name: String, _ configuration: Configuration, _ surroundings: SinkSurroundings) {
        (self.name, self.surroundings, keep) = (name, surroundings, configuration.spool.keepArticles)
    }

    /// The store keeps nothing for it: what is removed there is no longer to be found.
    package var claim: SinkClaim? { nil }

    package var condition: SinkCondition {
        var condition = SinkCondition(state: lastError.map { .failing("\($0)") } ?? .ok)
        (condition.delivered, condition.failed) = (delivered, failed)
        return condition
    }

    /// Why it takes no articles; nil where all is well. Never waits for a disk.
    package nonisolated var trouble: String? { known.withLock(\.self) }

    package func kick() {
        isWanted = true
        guard worker == nil else { return }
        worker = Task { await self.work() }
    }

    package func drain() async -> SinkCondition {
        isDraining = true
        pause?.cancel()
        kick()
        await worker?.value
        isDraining = false
        var condition = condition
        // A store that fails here has said so before.
        if lastError != nil { condition.waiting = (try? waiting()) ?? 0 }
        return condition
    }

    package func reload(_ configuration: Configuration) { keep = configuration.spool.keepArticles }

    package func retry() throws(DeliverError) -> Int {
        retryTask?.cancel()
        return try DeliverError.mapping { () throws(StoreError) in try waiting() }
    }

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

    /// Ends the pauses between attempts.
    package func stop() {
        isStopped = true
        pause?.cancel()
        end = min(end, surroundings.clock.now() + SinkSurroundings.grace)
        retryTask?.cancel()
    }

    // MARK: -

    private func waiting() throws(StoreError) -> Int {
        Int(max(0, try store.outboxStatus(now: surroundings.clock.now()).lastSeq - place))
    }

    private func work() async {
        defer { worker = nil }
        while isWanted {
            isWanted = false
            do throws(StoreError) {
                while surroundings.clock.now() < end, try takeBatch() { await giveWay() }
            } catch {
                return fail(error)
            }
        }
        if lastError != nil { surroundings.logger.notice("search takes articles again") }
        (failures, lastError) = (0, nil)
    }

    /// Between two batches others get their word, and articles on their way into the spool go first: both want the store and a
    /// processor. At the end nothing else is waited for.
    private func giveWay() async {
        await Task.yield()
        for _ in 0..<20 where !isDraining && !isStopped && isSpoolBusy {
            let pause = Task { [clock = surroundings.clock] in await clock.sleep(.milliseconds(100)) }
            self.pause = pause
            await pause.value
        }
        pause = nil
    }

    /// A store that fails here says so with the next batch.
    private var isSpoolBusy: Bool { !((try? store.backlog(of: .spool).isEmpty) ?? true) }

    private func takeBatch() throws(StoreError) -> Bool {
        guard let index = try opened() else { return false }
        let batch = try store.slice(after: place, of: nil, limit: Self.batchLimit, bytes: Self.byteLimit).articles
        guard let last = batch.last else { return false }
        FaultPoint.pass("search.before-add")
        try index.add(batch.map(SearchText.init), keep: keep)
        FaultPoint.pass("search.after-add")
        place = last.seq
        delivered += batch.count
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

    private func fail(_ error: StoreError) {
        if lastError == nil {
            surroundings.logger.error("search takes no articles", metadata: ["error": "\(error)"])
        }
        (lastError, index) = (error, nil)
        failed += 1
        let until = surroundings.clock.now() + Self.pauses[min(failures, Self.pauses.count - 1)]
        failures += 1
        retryTask?.cancel()
        guard !isStopped else { return }
        retryTask = Task {
            await surroundings.clock.sleep(until: until)
            if !Task.isCancelled { self.kick() }  // cancelled at the end
        }
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
