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

    private func open(_ node: String = "", directory: String? = nil) throws -> PostgresStore {
        try PostgresStore(Target(url: url, password: nil, caFile: nil), node: node, directory: directory)
    }

    private let report = NodeReport(roles: [.poll, .spool], configuration: [1], isTaking: true)

    private func join(_ name: String, directory: String? = nil) throws -> PostgresStore {
        let store = try open(name, directory: directory)
        #expect(try store.nodes?.join(report, name: name, version: "test") == .joined)
        return store
    }

    private func poll(_ feed: FeedID, _ lease: Lease?) -> PollRecord {
        var record = PollRecord(
            feed: feed, state: FeedState(), outcome: PollOutcome(time: .day(1), status: 200, milliseconds: 1))
        record.lease = lease
        return record
    }

    private var database: String { url.split(separator: "/").last.map(String.init) ?? "" }

    @Test func manyProcessesMakeTheTablesAtOnce() throws {
        try concurrently(6) { _ in _ = try open() }
        #expect(try server.sql("SELECT count(*) FROM newspool_schema", in: database) == "\(Schema.migrations.count)")
    }

    @Test func tablesOfALaterVersionAreRefused() throws {
        _ = try open()
        try server.sql("INSERT INTO newspool_schema VALUES (1000)", in: database)
        #expect(throws: StoreError.newerVersion(location: url)) { try open() }
        #expect(throws: StoreError.newerVersion(location: url)) {
            try PostgresReader(Target(url: url, password: nil, caFile: nil)).hasTables()
        }
    }

    @Test func aDaemonsStoreWaitsForItsDatabase() throws {
        let target = Target(url: url + "_later", password: nil, caFile: nil)
        #expect(throws: StoreError.self) { try PostgresStore(target) }
        let store = try PostgresStore(target, node: "a", for: .daemon)
        do {
            _ = try store.nodes?.join(report, name: "a", version: "test")
            Issue.record("there is no database")
        } catch {
            guard case StoreError.unreachable = error else { throw error }
        }
        try server.sql("CREATE DATABASE \(database)_later")
        let end = ContinuousClock.now + .seconds(10)
        var joining: Joining?
        while joining == nil, .now < end { joining = try? store.nodes?.join(report, name: "a", version: "test") }
        #expect(joining == .joined)
        #expect(try store.statuses(now: .day(1)).isEmpty)
        // What it cannot read does not become right by waiting.
        try server.sql("INSERT INTO newspool_schema VALUES (1000)", in: "\(database)_later")
        #expect(throws: StoreError.newerVersion(location: target.url)) { try PostgresStore(target, for: .daemon) }
    }

    @Test func aSpoolsLagIsOfTheMomentWhenTheNodeSaidWhatItHas() throws {
        let store = try join("a")
        var report = report
        #expect(try store.cluster()?.nodes.map(\.spoolLag) == [nil])
        report.spooled = 7
        try store.raiseSeq(above: 9)
        #expect(try store.nodes?.renew(report) != nil)
        #expect(try store.cluster()?.nodes.map(\.spoolLag) == [2])
        try store.raiseSeq(above: 20)
        #expect(try store.cluster()?.nodes.map(\.spoolLag) == [2])
        try store.nodes?.leave()
        #expect(try store.cluster()?.nodes.map(\.spoolLag) == [13])
    }

    @Test func aDocumentGoesToTheNodeThatPollsTheFeed() throws {
        let (one, other) = (try #require(try join("a").nodes), try #require(try join("b").nodes))
        try one.publish([1], [FeedSource(url: "https://a.example/", name: "a")]) { _ in 7 }
        let document = BroughtDocument(bytes: [1, 0, 2], contentType: "text/xml", address: nil)
        #expect(try other.bring(document, for: "nobody") == nil)
        let before = try one.signal().changes
        let id = try #require(try other.bring(document, for: "a"))
        #expect(try one.signal().changes > before)
        #expect(try one.brought().isEmpty)
        #expect(try one.take([7]).count == 1)
        // It stays until it is answered: who takes the feed over finds it.
        for _ in 0..<2 { #expect(try one.brought().map(\.document) == [document]) }
        #expect(try one.brought().map(\.name) == ["a"] && other.brought().isEmpty)
        #expect(try other.takeAnswer(to: id) == nil)
        try one.answer([3], to: id)
        #expect(try one.brought().isEmpty)
        #expect(try other.takeAnswer(to: id) == [3])
        #expect(try other.takeAnswer(to: id) == nil)
    }

    /// Of three nodes hubs reach one: its are the feeds of the others.
    @Test func feedsThatNameHubsGoToTheNodeThatHubsReach() throws {
        let (store, poller) = (try join("b"), try join("c"))
        let (front, back) = (try #require(store.nodes), try #require(poller.nodes))
        var reached = report
        reached.takesPushes = true
        _ = try front.renew(reached)
        let sources = ["x", "y", "z"].map { FeedSource(url: "https://\($0).example/", name: $0) }
        try front.publish([1], sources) { $0.contains("//z") ? 8 : 7 }
        let leases = try back.take([7]) + front.take([8])
        #expect(leases.count == 2)
        #expect(try front.hubFeeds().isEmpty)
        let feeds = try back.feeds(of: [7])
        var record = poll(feeds[0].id, leases[0])
        record.state.hubs = HubLinks(topic: "https://x.example/", hubs: ["https://hub.example/"])
        #expect(try poller.commit([record], now: .day(1)).polls == [.success(.init())])
        #expect(
            try front.hubFeeds() == [
                HubFeed(
                    feed: feeds[0].id, url: "https://x.example/", shard: 7, links: try #require(record.state.hubs),
                    why: nil)
            ])
        let view = try #require(try front.renew(reached))
        #expect(view.shardsPushed(to: front.process) == [7] && view.shardsPushed(to: back.process).isEmpty)
        // What hubs send there goes with the time until which more is to come.
        let document = BroughtDocument(
            bytes: [1], contentType: nil, address: nil, pushedUntil: Date(timeIntervalSince1970: 1_800_000_000))
        #expect(try front.bring(document, of: feeds[0].id))
        let pushed = try #require(try back.brought().first)
        #expect(pushed.document == document && pushed.feed == feeds[0].id)
        try back.answer([1], to: pushed.id)
        #expect(try server.sql("SELECT count(*) FROM brought", in: database) == "0")
        // One that hubs reach by itself sees to its own.
        _ = try back.renew(reached)
        #expect(try #require(try front.renew(reached)).shardsPushed(to: front.process).isEmpty)
        // Who has left polls nothing, and subscribes to nothing.
        _ = try back.renew(report)
        try front.leave()
        #expect(try #require(try back.renew(report)).shardsPushed(to: front.process).isEmpty)
        // A feed that is gone, and its subscription is not yet.
        var subscription = HubSubscription(
            path: "1", secret: "2", feed: feeds[0].id, topic: "t", hub: "https://hub.example/", due: .day(1))
        subscription.until = .day(2)
        try poller.save([subscription], removing: [])
        try back.publish([2], [sources[1]]) { _ in 7 }
        #expect(try back.hubFeeds().map(\.links) == [.none])
        try poller.save([], removing: ["1"])
        #expect(try back.hubFeeds().isEmpty)
    }

    @Test func aDatabaseWithoutTablesIsNoStore() throws {
        #expect(try !PostgresReader(Target(url: url, password: nil, caFile: nil)).hasTables())
    }

    @Test func whatALeaseDoesNotCoverIsNotWritten() throws {
        let (first, second) = (try join("a"), try join("b"))
        let (one, other) = (try #require(first.nodes), try #require(second.nodes))
        try one.publish([1], [FeedSource(url: "https://a.example/", name: "a")]) { _ in 7 }
        let lease = try #require(try one.take(Array(Shard.feeds)).first { $0.shard == 7 })
        let feed = try #require(try one.feeds(of: [7]).first)
        #expect(try first.commit([poll(feed.id, lease)], now: .day(1)).polls == [.success(.init())])
        #expect(try first.commit([poll(feed.id, nil)], now: .day(1)).polls == [.failure(.lost(feed.id))])
        #expect(try second.commit([poll(feed.id, lease)], now: .day(1)).polls == [.failure(.lost(feed.id))])
        // Nothing is taken from one that lives.
        #expect(try other.take([7]) == [])
        try one.giveBack([7])
        let later = try #require(try other.take([7]).first)
        #expect(later.token == lease.token + 1)
        #expect(try first.commit([poll(feed.id, lease)], now: .day(1)).polls == [.failure(.lost(feed.id))])
        #expect(try second.commit([poll(feed.id, later)], now: .day(1)).polls == [.success(.init())])
        // A poll that began under an earlier lease of the same process is void as well.
        try other.giveBack([7])
        #expect(try other.take([7]).first?.token == lease.token + 2)
        #expect(try second.commit([poll(feed.id, later)], now: .day(1)).polls == [.failure(.lost(feed.id))])
        #expect(try second.statuses(now: .day(1))[0].polls.count == 2)
    }

    @Test func aLeaseThatRanOutIsTakenAndNotRenewed() throws {
        let (first, second) = (try join("a"), try join("b"))
        let (one, other) = (try #require(first.nodes), try #require(second.nodes))
        #expect(try one.take([1, 2]).count == 2)
        #expect(try one.renew(report) != nil)
        try server.sql("UPDATE node SET until = now() - interval '1 second' WHERE name = 'a'", in: database)
        #expect(try one.renew(report) == nil)
        #expect(try one.take([3]) == [])
        #expect(try other.take([1, 2]).map(\.token) == [2, 2])
        // It begins anew, as another process.
        #expect(try one.join(report, name: "a", version: "test") == .joined)
        #expect(try one.renew(report)?.shards.filter { $0.holder == one.process }.isEmpty == true)
    }

    /// At rest nothing else is asked. A planner that expects many rows compiles the statement, which takes longer than it runs.
    @Test func whatIsAskedAtRestIsCheapWithoutStatistics() throws {
        _ = try open()
        for query in [NodeTable.signal, NodeTable.select] {
            let plan = try #require(try server.sql("EXPLAIN " + query.sql, in: database))
            let cost = try #require(plan.firstMatch(of: #/cost=[0-9.]+\.\.([0-9]+)/#).flatMap { Double($0.1) })
            #expect(cost < 10_000, "\(plan)")
        }
    }

    @Test func aNameBelongsToOneLivingProcess() throws {
        let directory = try TemporaryStore.makeDirectory()
        let first = try join("a", directory: directory)
        #expect(try first.nodes?.take([5]).count == 1)
        let stranger = try open("a")
        guard case .taken(let seconds)? = try stranger.nodes?.join(report, name: "a", version: "test") else {
            Issue.record("the name was given twice")
            return
        }
        #expect((5...10).contains(seconds))
        // The next process of the same state directory knows that the last one is dead.
        let next = try join("a", directory: directory)
        #expect(try next.nodes?.take([5]).map(\.token) == [2])
        #expect(try first.nodes?.renew(report) == nil)
        try next.nodes?.leave()
        #expect(try stranger.nodes?.join(report, name: "a", version: "test") == .joined)
    }

    @Test func eachMachineHasItsPlace() throws {
        let (first, second) = (try join("a"), try join("b"))
        try first.raiseSeq(above: 9)
        try first.acknowledge(.spool, through: 9)
        #expect(try first.backlog(of: .spool).seq == 9)
        #expect(try second.backlog(of: .spool).seq == 0)
    }

    @Test func whatHostsAskedForAndWhereFeedsMovedIsKept() throws {
        let store = try join("a")
        let nodes = try #require(store.nodes)
        try nodes.publish([1], [FeedSource(url: "https://a.example/", name: "a")]) { _ in 7 }
        let lease = try #require(try nodes.take([7, 8]).first { $0.shard == 7 })
        let feed = try #require(try nodes.feeds(of: [7]).first)
        let before = try nodes.signal().changes
        var record = poll(feed.id, lease)
        record.state.movedTo = "https://b.example/"
        (record.shard, record.manners) = (8, .init(host: "b.example", bytes: [1, 2]))
        #expect(try store.commit([record], now: .day(1)).polls == [.success(.init())])
        #expect(try nodes.manners() == ["b.example": [1, 2]])
        #expect(try nodes.feeds(of: [8]).map(\.shard) == [8])
        #expect(try nodes.signal().changes > before)
        #expect(try nodes.ask(for: ["a", "nobody"]) == 1)
        #expect(try nodes.takeAsked() == [feed.id])
        #expect(try nodes.takeAsked() == [])
    }

    /// As many as are read at once, and gaps that are wider than that.
    @Test func feedsOfShardsComeInPartsAndAllOfThem() throws {
        let nodes = try #require(try join("a").nodes)
        try server.sql(
            """
            INSERT INTO feed (id, url, name, shard, active) SELECT n, 'https://' || n || '.example/', n, n % 3, n % 5 > 0
            FROM generate_series(1, 50000) AS n WHERE n < 20000 OR n > 49000
            """, in: database)
        let expected = (1...50_000).filter { ($0 < 20_000 || $0 > 49_000) && $0 % 3 > 0 && $0 % 5 > 0 }
        let feeds = try nodes.feeds(of: [1, 2])
        #expect(feeds.map(\.id) == expected.map(Int64.init))
        #expect(feeds.allSatisfy { $0.shard == Int($0.id) % 3 && $0.name == "\($0.id)" })
        #expect(try nodes.feeds(of: [1, 2], from: 1).records.count < 8_192)
        #expect(try nodes.feeds(of: [9]).isEmpty)
        #expect(try nodes.feeds([1, 2, 3, 5, 60_000], of: [1, 2]).map(\.id) == [1, 2])
    }

    @Test func whatIsPublishedAgainIsNotWritten() throws {
        let store = try join("a")
        let nodes = try #require(store.nodes)
        let sources = ["a", "b"].map { FeedSource(url: "https://\($0).example/", name: $0) }
        func shards() throws -> String? {
            try server.sql("SELECT string_agg(url || shard || active, ' ' ORDER BY id) FROM feed", in: database)
        }
        try nodes.publish([1], sources) { $0.contains("//a") ? 7 : 8 }
        #expect(try shards() == "https://a.example/7true https://b.example/8true")
        let changes = try nodes.signal().changes
        try nodes.publish([1], sources.reversed()) { $0.contains("//a") ? 7 : 8 }
        #expect(try nodes.signal().changes == changes)
        // Each alone is a change: where feeds belong, a name, one that goes, one that comes.
        try nodes.publish([1], sources) { $0.contains("//a") ? 7 : 9 }
        #expect(try shards() == "https://a.example/7true https://b.example/9true")
        try nodes.publish([1], [sources[0], FeedSource(url: sources[1].url, name: "c")]) { $0.contains("//a") ? 7 : 9 }
        #expect(try store.statuses(now: .day(1)).map(\.record.name) == ["a", "c"])
        try nodes.publish([1], [sources[0]]) { _ in 7 }
        #expect(try shards() == "https://a.example/7true https://b.example/9false")
        try nodes.publish([1], sources + [FeedSource(url: "https://d.example/", name: "d")]) { _ in 3 }
        #expect(try shards() == "https://a.example/3true https://b.example/3true https://d.example/3true")
        #expect(try nodes.signal().changes > changes)
    }

    /// As a pooler that has never reached its server: it takes connections, and says nothing.
    @Test func aSilentServerIsWaitedForOnceByAllWhoAskTogether() throws {
        let server = try LoopbackServer { _ in .status(200) }
        defer { server.stop() }
        let start = ContinuousClock.now
        let target = Target(url: "postgresql://a@127.0.0.1:\(server.port)/a", password: nil, caFile: nil)
        let store = try PostgresStore(target, node: "a", for: .daemon)
        #expect(throws: StoreError.self) { try store.backlog(of: .spool) }
        #expect(throws: StoreError.self) { try store.nodes?.join(report, name: "a", version: "test") }
        #expect(ContinuousClock.now - start < .seconds(2 * Target.connectSeconds))
    }

    /// One call waits before the end is near, the other begins then.
    @Test(.timeLimit(.minutes(1))) func whoIsToEndSoonDoesNotWaitForAServer() throws {
        let store = try join("a")
        let start = ContinuousClock.now
        try concurrently(2) { number in
            if number == 1 { store.haste.begin(within: .milliseconds(300)) }
            #expect(throws: StoreError.self) {
                try store.write { _ = try $0.run(Query("SELECT pg_sleep(30)")) }
            }
        }
        // Nothing else waits for a server that did not answer.
        for _ in 0..<20 {
            #expect(throws: StoreError.self) { try store.write { _ = try $0.run(Query("SELECT pg_sleep(30)")) } }
        }
        #expect(ContinuousClock.now - start < .seconds(15))
    }

    @Test func whoIsToEndSoonHearsAServerThatAnswers() throws {
        let store = try join("a")
        store.nodes?.hurry()
        #expect(try store.read(Query("SELECT 1::bigint")).first?.integer(0) == 1)
        try store.nodes?.leave()
        #expect(try store.cluster()?.nodes.map(\.hasLeft) == [true])
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
