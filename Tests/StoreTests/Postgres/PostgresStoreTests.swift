import Foundation
import Identity
import Model
import Store
import TestSupport
import Testing

@testable import StorePostgres

/// What a database has that a file has not: other processes, other versions, and its own outages.
@Suite(.enabled(if: PostgresServer.isAvailable, "there is no PostgreSQL"))
struct PostgresStoreTests {
    private let server: PostgresServer
    private let url: String

    init() throws {
        server = try #require(PostgresServer.shared)
        url = try server.makeDatabase()
    }

    private func open(polls: Bool = false) throws -> PostgresStore {
        try PostgresStore(Target(url: url, password: nil, caFile: nil), polls: polls)
    }

    private var database: String { url.split(separator: "/").last.map(String.init) ?? "" }

    @Test func manyProcessesMakeTheTablesAtOnce() throws {
        try concurrently(6) { _ in _ = try open() }
        #expect(try server.sql("SELECT count(*) FROM newspool_schema", in: database) == "1")
    }

    @Test func tablesOfALaterVersionAreRefused() throws {
        _ = try open()
        try server.sql("INSERT INTO newspool_schema VALUES (1000)", in: database)
        #expect(throws: StoreError.newerVersion(location: url)) { try open() }
        #expect(throws: StoreError.newerVersion(location: url)) {
            try PostgresReader(Target(url: url, password: nil, caFile: nil)).hasTables()
        }
    }

    @Test func aDatabaseWithoutTablesIsNoStore() throws {
        #expect(try !PostgresReader(Target(url: url, password: nil, caFile: nil)).hasTables())
    }

    @Test func whoComesLaterHasTheFeeds() throws {
        let first = try open(polls: true)
        let feed = try first.synchronize([FeedSource(url: "https://a.example/", name: "a")])[0]
        func poll() -> PollRecord {
            PollRecord(
                feed: feed.id, state: FeedState(), outcome: PollOutcome(time: .day(1), status: 200, milliseconds: 1))
        }
        #expect(try first.commit([poll()], now: .day(1)).polls == [.success(.init())])
        let second = try open(polls: true)
        #expect(try first.commit([poll()], now: .day(1)).polls == [.failure(.lost(feed.id))])
        #expect(try second.commit([poll()], now: .day(1)).polls == [.success(.init())])
        #expect(try second.statuses(now: .day(1))[0].polls.count == 2)
    }

    /// Each writer has feeds of its own, and they bring the same articles.
    @Test func numbersOfManyWritersHaveNoGapsAndArticlesLandOnce() throws {
        let (writers, rounds) = (6, 12)
        let sources = (0..<writers).map { FeedSource(url: "https://\($0).example/", name: "\($0)") }
        let feeds = try open().synchronize(sources)
        let reader = try open()
        let seen = try concurrently(writers + 1) { number -> [Int64] in
            if number == writers { return try readAll(reader, until: Int64(2 * rounds)) }
            let store = try open()
            for round in 1...rounds {
                let entries = [
                    entry("\(round)", "https://x.example/\(round)", "Shared \(round)", day: 1),
                    entry("n\(round)", "https://y.example/\(round % 7)/\(round)", "More \(round)", day: 1),
                ]
                let examination = try store.examine(
                    feed: feeds[number].id, entries, policy: IdentityPolicy(), now: .day(1))
                let articles = examination.verdicts.enumerated().compactMap { index, verdict -> PollRecord.Article? in
                    guard case .new(let id, _) = verdict else { return nil }
                    var item = Item()
                    item.title = entries[index].title
                    return PollRecord.Article(
                        entry: index,
                        item: RenderedItem(item, id: id, feed: FeedLabel(name: "f"), markdown: [], journal: .thin))
                }
                _ = try store.commit(
                    [
                        PollRecord(
                            feed: feeds[number].id, state: FeedState(),
                            outcome: PollOutcome(time: .day(1), status: 200, milliseconds: 1),
                            examination: examination, articles: articles)
                    ], now: .day(1))
            }
            return []
        }
        #expect(seen[writers] == Array(1...Int64(2 * rounds)))
        let titles = try reader.latestArticles(limit: 999).map { String(decoding: $0.json, as: UTF8.self) }
        #expect(titles.count == 2 * rounds)
        #expect(try reader.faults() == [])
    }

    /// As a sink reads: it never goes back.
    private func readAll(_ store: PostgresStore, until last: Int64) throws -> [Int64] {
        var seqs: [Int64] = []
        let end = ContinuousClock.now + .seconds(60)
        while (seqs.last ?? 0) < last, .now < end {
            seqs += try store.entries(after: seqs.last ?? 0, limit: 100).map(\.seq)
        }
        return seqs
    }

    @Test func textsWithNulsAreKeptWithoutThem() throws {
        let store = try open()
        let feed = try store.synchronize([FeedSource(url: "https://a.example/", name: "a")])[0]
        var state = FeedState()
        state.title = "a\0b"
        let outcome = PollOutcome(time: .day(1), status: 200, milliseconds: 1)
        #expect(
            try store.commit([PollRecord(feed: feed.id, state: state, outcome: outcome)], now: .day(1)).polls
                == [.success(.init())])
        #expect(try store.statuses(now: .day(1))[0].record.state.title == "ab")
    }

    @Test func aServerThatIsAwayIsSaidAndComesBack() throws {
        let nowhere = Target(url: "postgresql://newspool@127.0.0.1:1/x", password: [1], caFile: nil)
        #expect {
            try PostgresStore(nowhere)
        } throws: {
            guard case .unreachable(let location, _)? = $0 as? StoreError else { return false }
            return location == nowhere.url
        }
        let store = try open()
        try server.sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '\(database)'")
        #expect(try store.outboxStatus(now: .day(1)).lastSeq == 0)
    }
}

/// Runs all of them at once, on threads of their own: calls of the store wait.
@discardableResult
private func concurrently<T: Sendable>(
    _ count: Int, _ body: @escaping @Sendable (Int) throws -> T
) throws -> [T] {
    let results = Results<T>(count)
    let group = DispatchGroup()
    for number in 0..<count {
        group.enter()
        Thread.detachNewThread {
            results.set(number, Result { try body(number) })
            group.leave()
        }
    }
    group.wait()
    return try results.all.map { try $0.get() }
}

private final class Results<T: Sendable>: @unchecked Sendable {
    // Used under its lock.
    private let lock = NSLock()
    private var values: [Result<T, any Error>?]

    init(_ count: Int) { values = Array(repeating: nil, count: count) }

    func set(_ number: Int, _ value: Result<T, any Error>) {
        lock.withLock { values[number] = value }
    }

    var all: [Result<T, any Error>] { lock.withLock { values.compactMap(\.self) } }
}
