import Dispatch
import Files
import Foundation
import Model
import Store
import Synchronization

/// Puts polls that end together into one transaction, so that they share its fsync.
///
/// While one transaction is written, polls that end meanwhile wait in line; all of them make up the next one. No timer is
/// needed: an idle store commits at once, a busy one in ever larger groups. Those with few articles go before those with
/// many. Their callers are called back by the group as well: threads change twice a transaction, not twice a poll.
final class GroupCommitter: Sendable {
    typealias Outcome = Result<CommitResult.Poll, StoreError>

    /// Articles in one transaction, so that a large first poll does not hold the writer for seconds.
    private static let groupLimit = 2_000

    private struct Waiting {
        var record: PollRecord
        var done: @Sendable (Outcome) -> Void
    }

    private struct Line {
        var waiting = TurnLine<Waiting>()
        /// The queue is on its way to write what waits.
        var isTaken = false
    }

    private let queue = DispatchQueue(label: "newspool.commit")
    private let answers: DispatchQueue
    private let store: any Store
    private let now: @Sendable () -> Date
    private let onArticles: @Sendable () -> Void
    private let onBrokenDisk: @Sendable (StoreError) -> Void
    private let line = Mutex(Line())

    /// - Parameters:
    ///   - answers: the queue on which callers are called back.
    ///   - onArticles: called after a transaction that put articles into the outbox.
    ///   - onBrokenDisk: called when the store's file could not be written or synced: nothing may go on.
    init(
        store: any Store, answers: DispatchQueue, now: @escaping @Sendable () -> Date,
        onArticles: @escaping @Sendable () -> Void,
        onBrokenDisk: @escaping @Sendable (StoreError) -> Void
    ) {
        (self.store, self.answers, self.now) = (store, answers, now)
        (self.onArticles, self.onBrokenDisk) = (onArticles, onBrokenDisk)
    }

    /// Writes a poll with the next transaction.
    /// - Parameter done: called when the poll is on disk for good, with what it brought, or when it cannot be.
    func commit(_ record: PollRecord, then done: @escaping @Sendable (Outcome) -> Void) {
        let isFirst = line.withLock { line in
            line.waiting.append(Waiting(record: record, done: done), weight: 1 + record.articles.count)
            defer { line.isTaken = true }
            return !line.isTaken
        }
        if isFirst { queue.async { self.writeGroup() } }
    }

    /// Calls the store between two transactions: what was to be committed before is in it, and its callers are called back
    /// before the caller of this goes on, if that is an actor on the queue of the answers.
    nonisolated(nonsending) func perform<T: Sendable>(
        _ body: @escaping @Sendable (any Store) throws(StoreError) -> T
    ) async throws(StoreError) -> T {
        let result: Result<T, StoreError> = await withCheckedContinuation { continuation in
            queue.async { [store] in
                continuation.resume(returning: Result { () throws(StoreError) in try body(store) })
            }
        }
        return try result.get()
    }

    /// One at a time: other calls of the store have their turn, however many polls end.
    private func writeGroup() {
        guard let group = nextGroup() else { return }
        do throws(StoreError) {
            FaultPoint.pass("store.before-commit")
            let committed = try store.commit(group.map(\.record), now: now())
            FaultPoint.pass("store.after-commit")
            if !committed.seqs.isEmpty { onArticles() }
            tell(group.map(\.done), committed.polls)
        } catch {
            if error.isBrokenDisk { onBrokenDisk(error) }
            tell(group.map(\.done), group.map { _ in .failure(error) })
        }
        queue.async { self.writeGroup() }
    }

    /// Nil: nothing waits.
    private func nextGroup() -> [Waiting]? {
        line.withLock { line in
            line.isTaken = !line.waiting.isEmpty
            guard line.isTaken else { return nil }
            var (group, room): ([Waiting], Int) = ([], .max)
            while let next = line.waiting.popFirst(weighingAtMost: room) {
                if group.isEmpty { room = Self.groupLimit }
                room = max(0, room - 1 - next.record.articles.count)
                group.append(next)
            }
            return group
        }
    }

    private func tell(_ waiting: [@Sendable (Outcome) -> Void], _ outcomes: [Outcome]) {
        answers.async {
            for (done, outcome) in zip(waiting, outcomes) { done(outcome) }
        }
    }
}
