import Config
import Fetch
import Files
import Foundation
import Identity
import Model
import Store
import StoreMemory
import StoreSQLite
import Synchronization
import TestSupport
import Testing

@testable import Deliver

/// A sink of one kind over a store of its own, with what it delivers to.
final class SinkRig: Sendable {
    enum Kind: String, CaseIterable, Sendable {
        case spool, webhook, search
    }

    let kind: Kind
    /// Holds the spool, the store's file and the notes of the receiver.
    let root: String
    let articles: Articles
    let time = ManualTime(moment())
    let gauge = OutboxGauge(limit: .max)
    /// What the receiver does before it answers.
    let meanwhile = Mutex<(@Sendable () async -> Void)?>(nil)
    private let isBroken = Mutex(false)

    /// - Parameter isOnDisk: whether another process can go on with the store.
    init(_ kind: Kind, root: String, isOnDisk: Bool = false) throws {
        (self.kind, self.root) = (kind, root)
        articles = try Articles(isOnDisk ? SQLiteOpener(directory: root + "/state").open(for: .daemon) : MemoryStore())
    }

    var configuration: Configuration {
        var configuration = Configuration()
        configuration.spool.path = root + "/spool"
        configuration.webhooks = [.init(name: "hook", url: "http://h.example/")]
        return configuration
    }

    var surroundings: SinkSurroundings {
        var surroundings = SinkSurroundings(store: articles.store)
        (surroundings.clock, surroundings.gauge) = (time.clock, gauge)
        surroundings.search = BreakableSearch(SQLiteSearchOpener(directory: root + "/search")) { [self] in
            isBroken.withLock(\.self)
        }
        surroundings.fetching = FakeFetching { [self] request, _ in await receive(request) }
        return surroundings
    }

    /// As a process that starts makes it.
    func sink(isOnce: Bool = false) -> any Sink {
        var surroundings = surroundings
        surroundings.isOnce = isOnce
        return switch kind {
        case .spool: SpoolSink("spool", configuration, surroundings)
        case .webhook: WebhookSink("hook", configuration, surroundings)
        case .search: SearchSink("search", configuration, surroundings)
        }
    }

    /// The `seq` of what arrived, in that order.
    var delivered: [Int64] {
        switch kind {
        case .spool:
            let days = (try? FileManager.default.contentsOfDirectory(atPath: root + "/spool/journal")) ?? []
            return days.filter { $0.hasSuffix(".jsonl") }.sorted().flatMap { lines("spool/journal/" + $0) }
                .compactMap { JournalFile.seq(of: $0.utf8) }
        case .webhook: return lines("received").compactMap { Int64($0.split(separator: " ").first ?? "") }
        case .search: return found
        }
    }

    /// The names of what arrived: files of articles, ids of messages; one more than once where it came more than once.
    var names: [String] {
        switch kind {
        case .spool:
            let files = FileManager.default.enumerator(atPath: root + "/spool/articles")
            return (files?.compactMap { $0 as? String } ?? []).filter { $0.hasSuffix(".json") }.sorted()
        case .webhook: return lines("received").compactMap { $0.split(separator: " ").last.map(String.init) }
        case .search: return found.map(String.init)
        }
    }

    /// Every article that the index has: all have a title that begins so.
    private var found: [Int64] {
        guard let terms = SearchTerms("t*"),
            let index = try? SQLiteSearchOpener(directory: root + "/search").openForReading()
        else { return [] }
        return ((try? index.find(SearchQuery(terms))) ?? []).sorted()
    }

    /// Nothing can be delivered.
    func breakIt() throws {
        isBroken.withLock { $0 = true }
        guard kind == .spool else { return }
        let path = root + "/spool/articles"
        if FileManager.default.fileExists(atPath: path) {
            try FileManager.default.moveItem(atPath: path, toPath: path + ".away")
        }
        try FileManager.default.createDirectory(atPath: root + "/spool", withIntermediateDirectories: true)
        try Data().write(to: URL(filePath: path))
    }

    func repair() throws {
        isBroken.withLock { $0 = false }
        guard kind == .spool else { return }
        let path = root + "/spool/articles"
        try FileManager.default.removeItem(atPath: path)
        if FileManager.default.fileExists(atPath: path + ".away") {
            try FileManager.default.moveItem(atPath: path + ".away", toPath: path)
        }
    }

    private func receive(_ request: Request) async -> FakeFetching.Reply {
        await meanwhile.withLock { $0 }?()
        guard !isBroken.withLock({ $0 }), case .post(let body) = request.method else {
            return .response(.status(503))
        }
        let text = String(decoding: body, as: UTF8.self)
        let seq = text.firstRange(of: "\"seq\":").map { text[$0.upperBound...].prefix(while: \.isNumber) } ?? "0"
        let id = request.headers.first { $0.name == "webhook-id" }?.value ?? ""
        let file = open(root + "/received", O_WRONLY | O_CREAT | O_APPEND, 0o600)
        defer { close(file) }
        let line = "\(seq) \(id)\n"
        return write(file, line, line.utf8.count) > 0
            ? .response(.status(204)) : .error(.connect("no file"))
    }

    private func lines(_ name: String) -> [Substring] {
        String(decoding: FileManager.default.contents(atPath: root + "/" + name) ?? Data(), as: UTF8.self)
            .split(separator: "\n")
    }
}

/// An index whose disk is full when the test says so.
private struct BreakableSearch: SearchOpener {
    private let opener: any SearchOpener
    private let isBroken: @Sendable () -> Bool
    var location: String { opener.location }

    init(_ opener: any SearchOpener, isBroken: @escaping @Sendable () -> Bool) {
        (self.opener, self.isBroken) = (opener, isBroken)
    }

    func open() throws(StoreError) -> any SearchIndex {
        if isBroken() { throw .diskFull(location: location) }
        return Index(index: try opener.open(), isBroken: isBroken)
    }
    func openForReading() throws(StoreError) -> (any SearchIndex)? { try opener.openForReading() }
    func remove() throws(StoreError) { try opener.remove() }

    private struct Index: SearchIndex {
        let index: any SearchIndex
        let isBroken: @Sendable () -> Bool

        func lastSeq() throws(StoreError) -> Int64 { try index.lastSeq() }
        func add(_ articles: [SearchText], keep: Duration) throws(StoreError) {
            if isBroken() { throw .diskFull(location: "index") }
            try index.add(articles, keep: keep)
        }
        func remove(before date: Date) throws(StoreError) { try index.remove(before: date) }
        func removeAll() throws(StoreError) { try index.removeAll() }
        func find(_ query: SearchQuery) throws(StoreError) -> [Int64] { try index.find(query) }
    }
}

/// A store that gets articles, for the spool and for the webhook `hook`.
final class Articles: Sendable {
    let store: any Store
    private let feed: FeedRecord

    init(_ store: any Store) throws {
        self.store = store
        feed = try store.synchronize([FeedSource(url: "http://f.example/", name: "f")])[0]
    }

    /// Those that the store knows come no second time.
    func bring(_ numbers: Range<Int>, at now: Date) throws {
        let prints = numbers.map {
            Fingerprint(guid: "g\($0)", canonicalURL: nil, title: "T\($0)", published: nil, contentHash: UInt64($0))
        }
        let policy = IdentityPolicy(scope: .all, updates: .ignore, firstFetch: .all)
        let examination = try store.examine(feed: feed.id, prints, policy: policy, now: now)
        let articles = numbers.enumerated().compactMap { index, number -> PollRecord.Article? in
            guard case .new = examination.verdicts[index] else { return nil }
            var item = Item()
            item.title = "T\(number)"
            let rendered = RenderedItem(
                item, id: ItemID(feed: "f", key: "g\(number)"), feed: "f", markdown: [], journal: .thin)
            return PollRecord.Article(entry: index, item: rendered, webhooks: ["hook"])
        }
        _ = try store.commit(
            [
                PollRecord(
                    feed: feed.id, state: FeedState(),
                    outcome: PollOutcome(time: now, status: 200, milliseconds: 1), examination: examination,
                    articles: articles)
            ], now: now)
    }
}

/// Time that passes when the test says so.
final class ManualTime: Sendable {
    private struct State {
        var now: Date
        var waiting: [Int: (until: Date, continuation: CheckedContinuation<Void, Never>)] = [:]
        var cancelled: Set<Int> = []
        var last = 0
    }

    private let state: Mutex<State>

    init(_ start: Date) { state = Mutex(State(now: start)) }

    var now: Date { state.withLock { $0.now } }

    var clock: Timekeeper {
        Timekeeper(
            now: { self.now }, uptime: { .seconds(self.now.timeIntervalSince1970) },
            sleep: { await self.wait(until: self.now + $0 / .seconds(1)) }, makeAlarm: Timekeeper.system.makeAlarm)
    }

    /// Another time, which wakes none that waits.
    func advance(by seconds: Double) { state.withLock { $0.now += seconds } }

    /// Lets time pass, from one that waits to the next, until something has happened.
    func pass(until isDone: () async throws -> Bool) async throws {
        let end = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < end {
            if try await isDone() { return }
            let due = state.withLock { state in
                guard let first = state.waiting.min(by: { $0.value.until < $1.value.until }) else {
                    return CheckedContinuation<Void, Never>?.none
                }
                state.now = max(state.now, first.value.until)
                return state.waiting.removeValue(forKey: first.key)?.continuation
            }
            due?.resume()
            try await Task.sleep(for: .milliseconds(2))  // sinks tell no one that they begin to wait
        }
        Issue.record("it does not come")
    }

    private func wait(until: Date) async {
        let number = state.withLock { state in
            state.last += 1
            return state.last
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if state.cancelled.remove(number) != nil || until <= state.now { return true }
                    state.waiting[number] = (until, continuation)
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            let waiting = state.withLock { state in
                let waiting = state.waiting.removeValue(forKey: number)
                if waiting == nil { state.cancelled.insert(number) }
                return waiting
            }
            waiting?.continuation.resume()
        }
    }
}

/// Waits for what a sink does by itself.
func eventually(_ isDone: () async throws -> Bool) async throws {
    let end = ContinuousClock.now + .seconds(60)
    while try await !isDone() {
        guard ContinuousClock.now < end else {
            Issue.record("it does not come")
            return
        }
        try await Task.sleep(for: .milliseconds(2))  // sinks tell no one when they are done
    }
}
