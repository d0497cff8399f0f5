import Dispatch
import Foundation
import Model
import Store

/// Puts polls that end together into one transaction, so that they share its fsync.
///
/// While one transaction is written, polls that end meanwhile wait in line; all of them make up the next one. No timer is
/// needed: an idle store commits at once, a busy one in ever larger groups.
actor GroupCommitter {
    /// Articles in one transaction, so that a large first poll does not hold the writer for seconds.
    private static let groupLimit = 2_000

    private struct Waiting {
        var record: PollRecord
        var done: CheckedContinuation<Result<CommitResult.Poll, StoreError>, Never>
    }

    private let executor = QueueExecutor(label: "newspool.commit")
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let store: Store
    private let onArticles: @Sendable () -> Void
    private let onBrokenDisk: @Sendable (StoreError) -> Void
    private var waiting: [Waiting] = []
    private var isScheduled = false

    /// - Parameters:
    ///   - onArticles: called after a transaction that put articles into the outbox.
    ///   - onBrokenDisk: called when the store's file could not be written or synced: nothing may go on.
    init(
        store: Store, onArticles: @escaping @Sendable () -> Void,
        onBrokenDisk: @escaping @Sendable (StoreError) -> Void
    ) {
        (self.store, self.onArticles, self.onBrokenDisk) = (store, onArticles, onBrokenDisk)
    }

    /// Returns when the poll is on disk for good.
    /// - Returns: what this poll brought.
    @discardableResult
    func commit(_ record: PollRecord) async throws(StoreError) -> CommitResult.Poll {
        let result = await withCheckedContinuation { done in
            waiting.append(Waiting(record: record, done: done))
            guard !isScheduled else { return }
            isScheduled = true
            // Behind the calls that queued up while the last transaction was written.
            executor.queue.async { self.assumeIsolated { $0.writeGroup() } }
        }
        return try result.get()
    }

    private func writeGroup() {
        isScheduled = false
        while !waiting.isEmpty {
            var articles = 0
            let end = waiting.firstIndex { waiting in
                articles += waiting.record.articles.count
                return articles > Self.groupLimit
            }
            let group = waiting.prefix(max(1, end ?? waiting.count))
            waiting.removeFirst(group.count)
            do throws(StoreError) {
                FaultPoint.pass("store.before-commit")
                let committed = try store.commit(group.map(\.record), now: Date())
                FaultPoint.pass("store.after-commit")
                if !committed.entries.isEmpty { onArticles() }
                for (member, poll) in zip(group, committed.polls) { member.done.resume(returning: .success(poll)) }
            } catch {
                if error.isBrokenDisk { onBrokenDisk(error) }
                for member in group { member.done.resume(returning: .failure(error)) }
            }
        }
    }
}
