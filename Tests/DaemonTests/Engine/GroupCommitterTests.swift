import Dispatch
import Foundation
import Identity
import Model
import Store
import StoreMemory
import Synchronization
import TestSupport
import Testing

@testable import Daemon

/// Which polls share a transaction, and what becomes of one that brings very many articles.
@Suite(.timeLimit(.minutes(1)))
struct GroupCommitterTests {
    private final class Rig: Sendable {
        let store: MemoryStore
        let committer: GroupCommitter
        let feeds: [FeedRecord]
        private let hook: Hook

        /// What is called after transactions that brought articles.
        private final class Hook: Sendable {
            private let action = Mutex<(@Sendable () -> Void)?>(nil)

            func set(_ action: @escaping @Sendable () -> Void) { self.action.withLock { $0 = action } }

            func run() {
                let action = action.withLock { action in
                    defer { action = nil }
                    return action
                }
                action?()
            }
        }

        init(feeds count: Int = 1, on store: MemoryStore = MemoryStore()) throws {
            let hook = Hook()
            (self.store, self.hook) = (store, hook)
            feeds = try store.synchronize(
                (0..<count).map { FeedSource(url: "https://\($0).example/", name: "\($0)") })
            committer = GroupCommitter(
                store: store, answers: DispatchQueue(label: "test.answers"), now: { ManualClock.start },
                onArticles: { hook.run() }, onBrokenDisk: { _ in })
        }

        /// Called once, on the queue of the transactions.
        func afterTheFirst(_ action: @escaping @Sendable () -> Void) { hook.set(action) }

        /// A first document of so many articles.
        func record(of feed: Int, _ count: Int) throws -> PollRecord {
            let entries = (0..<count).map { entry("\($0)", nil, "\(feed)-\($0)") }
            let examination = try store.examine(
                feed: feeds[feed].id, entries, policy: IdentityPolicy(), now: ManualClock.start)
            let articles = examination.verdicts.enumerated().compactMap { index, verdict -> PollRecord.Article? in
                guard case .new(let id, _) = verdict else { return nil }
                let item = RenderedItem(
                    Item(), id: id, feed: FeedLabel(name: "\(feed)"), markdown: [], journal: .thin)
                return PollRecord.Article(entry: index, item: item)
            }
            return PollRecord(
                feed: feeds[feed].id, state: feeds[feed].state,
                outcome: PollOutcome(time: ManualClock.start, status: 200, milliseconds: 1), examination: examination,
                articles: articles)
        }

        func commit(_ record: PollRecord) async -> GroupCommitter.Outcome {
            await withCheckedContinuation { continuation in
                committer.commit(record) { continuation.resume(returning: $0) }
            }
        }

        /// Of which feeds there are articles in the outbox, with how many in a row.
        func runs() throws -> [String] {
            var runs: [(feed: String, count: Int)] = []
            for entry in try store.entries(after: 0, limit: 100_000) {
                if runs.last?.feed == entry.feed {
                    runs[runs.count - 1].count += 1
                } else {
                    runs.append((entry.feed, 1))
                }
            }
            return runs.map { "\($0.feed): \($0.count)" }
        }

        func polls(of feed: Int) throws -> [Int] {
            try store.statuses(now: ManualClock.start).first { $0.record.id == feeds[feed].id }?.polls.map(\.articles)
                ?? []
        }
    }

    @Test func aPollOfVeryManyArticlesGivesWayAfterEachThousandAndIsOnePoll() async throws {
        let rig = try Rig(feeds: 3)
        let (large, small, other) = (
            try rig.record(of: 0, 2_500), try rig.record(of: 1, 2), try rig.record(of: 2, 1_001)
        )
        let (outcomes, others) = AsyncStream<GroupCommitter.Outcome>.makeStream()
        rig.afterTheFirst {
            rig.committer.commit(other) { others.yield($0) }
            rig.committer.commit(small) { others.yield($0) }
        }
        #expect(try await rig.commit(large).get() == .init(new: 2_500))
        var brought: [Int] = []
        for await outcome in outcomes.prefix(2) { brought.append(try outcome.get().new) }
        #expect(brought == [2, 1_001])
        #expect(try rig.runs() == ["0: 2000", "1: 2", "0: 500", "2: 1001"])
        #expect(try rig.polls(of: 0) == [2_500] && rig.polls(of: 2) == [1_001])
    }

    @Test func whatIsLeftOfItWhenTheDaemonStopsComesWithTheNextPollOfAnotherOne() async throws {
        let rig = try Rig()
        rig.afterTheFirst { rig.committer.stop() }
        let record = try rig.record(of: 0, 2_500)
        #expect(await rig.commit(record).isStopped)
        #expect(try rig.runs() == ["0: 1000"] && rig.polls(of: 0) == [])
        #expect(await rig.commit(record).isStopped)
        let next = try Rig(on: rig.store)
        let rest = try next.record(of: 0, 2_500)
        #expect(rest.articles.map(\.entry) == Array(1_000..<2_500))
        #expect(try await next.commit(rest).get() == .init(new: 1_500))
        #expect(Set(try next.store.entries(after: 0, limit: 9_999).map(\.id)).count == 2_500)
        #expect(try next.polls(of: 0) == [1_500])
    }

    @Test func oneThatCannotBeSavedFailsAlone() async throws {
        let rig = try Rig(feeds: 2)
        let small = try rig.record(of: 1, 2)
        var large = try rig.record(of: 0, 2_500)
        large.feed = 99
        #expect(await rig.commit(large).storeError == .noFeed(99))
        #expect(try await rig.commit(small).get() == .init(new: 2))
        #expect(try rig.polls(of: 1) == [2])
    }

    @Test func rowsWithoutArticlesAreWrittenInPartsAsWell() throws {
        let rig = try Rig()
        var record = try rig.record(of: 0, 2_500)
        record.articles.removeFirst(2_490)
        let parts = record.parts(of: 1_000)
        #expect(parts.map(\.articles.count) == [0, 0, 0, 10] && parts.map(\.isPart) == [true, true, true, false])
        #expect(parts.allSatisfy { $0.rows <= 1_000 })
        #expect(parts.last?.examination?.verdicts.count == 2_500 && parts.first?.examination?.verdicts == [])
    }
}

extension GroupCommitter.Outcome {
    fileprivate var isStopped: Bool { if case .failure(.stopped) = self { true } else { false } }
    fileprivate var storeError: StoreError? { if case .failure(.store(let error)) = self { error } else { nil } }
}
