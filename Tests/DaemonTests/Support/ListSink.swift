import Config
import Fetch
import Files
import Foundation
import Model
import Store
import Synchronization

@testable import Deliver

/// What a `ListSink` delivers to, and how a test steers it. Sinks find theirs by the path of the spool.
final class ListBook: Sendable {
    private struct State {
        var titles: [String] = []
        var tidied: [Date] = []
        var error: DeliverError?
        var calls: [String] = []
        var watchers: [(isThere: @Sendable (State) -> Bool, task: CheckedContinuation<Void, Never>)] = []
    }

    private static let books = Mutex<[String: ListBook]>([:])
    private let state = Mutex(State())

    static func of(_ configuration: Configuration) -> ListBook {
        books.withLock { books in
            let book = books[configuration.spool.path] ?? ListBook()
            books[configuration.spool.path] = book
            return book
        }
    }

    var titles: [String] { state.withLock { $0.titles } }
    /// What the sink was asked to do, in order.
    var calls: [String] { state.withLock { $0.calls } }

    /// Has each delivery fail; nil: no more.
    func fail(_ error: DeliverError?) { state.withLock { $0.error = error } }

    func titles(count: Int) async { await wait { $0.titles.count >= count } }
    /// Returns when the sink was asked so often to remove what is old.
    func rounds(count: Int) async { await wait { $0.tidied.count >= count } }
    func calls(count: Int) async { await wait { $0.calls.count >= count } }

    fileprivate func take(_ titles: [String]) throws(DeliverError) {
        let error = change { state in
            if state.error == nil { state.titles += titles }
            return state.error
        }
        if let error { throw error }
    }

    fileprivate func tidy(_ now: Date) { change { $0.tidied.append(now) } }
    fileprivate func call(_ name: String) { change { $0.calls.append(name) } }

    @discardableResult
    private func change<Value: Sendable>(_ body: (inout State) -> Value) -> Value {
        let (value, ready) = state.withLock { state in
            let value = body(&state)
            let ready = state.watchers.filter { $0.isThere(state) }.map(\.task)
            let now = state
            state.watchers.removeAll { $0.isThere(now) }
            return (value, ready)
        }
        for task in ready { task.resume() }
        return value
    }

    private func wait(where isThere: @escaping @Sendable (State) -> Bool) async {
        await withCheckedContinuation { task in
            let isReady = state.withLock { state in
                if !isThere(state) { state.watchers.append((isThere, task)) }
                return isThere(state)
            }
            if isReady { task.resume() }
        }
    }
}

/// A kind of sink that only these tests have: a list in memory, by a cursor of its own. No other file knows it.
actor ListSink: Sink {
    static let kind = "list"
    static let replays = SinkUnit.messages
    static let cursor = CursorName(rawValue: "list")

    static func names(in configuration: Configuration) -> [String] { ["list"] }

    nonisolated let name: String
    private let store: any Store
    private let onBrokenDisk: @Sendable (DeliverError) -> Void
    private let book: ListBook
    private var place: Int64 = 0
    private var delivered = 0
    private var error: DeliverError?

    init(_ name: String, _ configuration: Configuration, _ surroundings: SinkSurroundings) {
        (self.name, store, onBrokenDisk) = (name, surroundings.store, surroundings.onBrokenDisk)
        book = ListBook.of(configuration)
    }

    static func test(
        _ name: String, in configuration: Configuration, fetching: any Fetching, clock: Timekeeper, version: String
    ) async -> SinkReply? { SinkReply(isSuccess: true, text: "listed") }

    var claim: SinkClaim? { .cursor(Self.cursor) }

    var condition: SinkCondition {
        var condition = SinkCondition(state: error.map { .failing("\($0)") } ?? .ok, delivered: delivered)
        condition.error = error
        return condition
    }

    func open() throws(DeliverError) {
        place = try DeliverError.mapping { () throws(StoreError) in try store.backlog(of: Self.cursor).seq }
    }

    func kick() { _ = deliver() }
    func drain() -> SinkCondition { deliver() }

    private func deliver() -> SinkCondition {
        do throws(DeliverError) {
            let entries = try DeliverError.mapping { () throws(StoreError) in
                try store.entries(after: place, limit: 1_000)
            }
            if let last = entries.last {
                try book.take(entries.map(\.title))
                try DeliverError.mapping { () throws(StoreError) in
                    try store.acknowledge(Self.cursor, through: last.seq)
                }
                (place, delivered) = (last.seq, delivered + entries.count)
            }
            error = nil
        } catch {
            self.error = error
            if error.isBrokenDisk { onBrokenDisk(error) }
        }
        return condition
    }

    func reload(_ configuration: Configuration) { book.call("reload") }
    func oldestWaiting() throws(DeliverError) -> Date? {
        try DeliverError.mapping { () throws(StoreError) in try store.entries(after: place, limit: 1).first?.time }
    }

    func retry() throws(DeliverError) -> Int {
        book.call("retry")
        return try DeliverError.mapping { () throws(StoreError) in try store.articlesWaiting(for: Self.cursor) }
    }

    func replay(_ entries: [OutboxEntry]) throws(DeliverError) -> Int {
        try book.take(entries.map(\.title))
        return entries.count
    }

    func tidy(now: Date, oldestWaiting: Date?) throws(DeliverError) -> Bool {
        book.tidy(now)
        return false
    }

    func stop() { book.call("stop") }
}

extension OutboxEntry {
    /// The article's.
    var title: String {
        let object = (try? JSONSerialization.jsonObject(with: Data(json))) as? [String: Any]
        return object?["title"] as? String ?? "?"
    }
}
