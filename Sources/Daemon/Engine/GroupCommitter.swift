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
/// many, and one with very many is written in parts, beside others, one such poll at a time. Their callers are called back by
/// the group as well: threads change twice a transaction, not twice a poll.
final class GroupCommitter: Sendable {
    enum Failure: Error {
        case store(StoreError)
        /// The daemon stops. A part of it may be there: the next poll finds that known, and the rest new.
        case stopped
    }

    typealias Outcome = Result<CommitResult.Poll, Failure>

    /// Rows in one transaction, about, and those of one poll: a hundred thousand of them hold the writer for many seconds, and
    /// a stop as well.
    private static let groupLimit = 2_000
    private static let partLimit = 1_000

    private struct Waiting {
        /// What is yet to be written, the next part first.
        var parts: [PollRecord]
        /// By the parts that are written.
        var brought = CommitResult.Poll()
        var done: @Sendable (Outcome) -> Void

        /// A poll without rows is written as well.
        var weight: Int { 1 + parts[0].rows }

        mutating func takePart(of rows: Int) -> PollRecord {
            if parts.count == 1, weight > rows { parts = parts[0].parts(of: rows) }
            var part = parts.removeFirst()
            part.outcome.articles = brought.new + brought.updated
            return part
        }
    }

    private struct Line {
        var waiting = TurnLine<Waiting>()
        /// Parts of it are written.
        var large: Waiting?
        /// The queue is on its way to write what waits.
        var isTaken = false
        var isStopped = false

        var isEmpty: Bool { large == nil && waiting.isEmpty }

        /// What goes into one transaction of so many rows, and so many of one poll.
        mutating func takeGroup(of rows: Int, part: Int) -> [Waiting] {
            var (group, room) = ([Waiting](), rows)
            if let large {
                (group, room) = ([large], room - part)
                self.large = nil
            }
            while let next = waiting.popFirst(weighingAtMost: group.isEmpty ? .max : min(room, part)) {
                room -= min(next.weight, part)
                group.append(next)
            }
            return group
        }

        mutating func takeAll() -> [Waiting] {
            defer { large = nil }
            return (large.map { [$0] } ?? []) + waiting.removeAll()
        }
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

    /// Writes a poll with the next transaction, or a large one with several.
    /// - Parameter done: called when the poll is on disk for good, with what it brought, or when it cannot be.
    func commit(_ record: PollRecord, then done: @escaping @Sendable (Outcome) -> Void) {
        let isFirst = line.withLock { line in
            let poll = Waiting(parts: [record], done: done)
            line.waiting.append(poll, weight: poll.weight)
            defer { line.isTaken = true }
            return !line.isTaken
        }
        if isFirst { queue.async { self.writeGroup() } }
    }

    /// Writes nothing more but the transaction that is under way, and calls back all whose polls wait.
    func stop() {
        line.withLock { $0.isStopped = true }
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
        guard var group = nextGroup() else { return }
        let records = group.indices.map { group[$0].takePart(of: Self.partLimit) }
        do throws(StoreError) {
            FaultPoint.pass("store.before-commit")
            let committed = try store.commit(records, now: now())
            FaultPoint.pass("store.after-commit")
            if !committed.seqs.isEmpty { onArticles() }
            goOn(group, committed.polls)
        } catch {
            if error.isBrokenDisk { onBrokenDisk(error) }
            tell(group, group.map { _ in .failure(.store(error)) })
        }
        queue.async { self.writeGroup() }
    }

    /// Nil: nothing waits, or nothing more is written.
    private func nextGroup() -> [Waiting]? {
        let (group, isStopped) = line.withLock { line in
            let group = line.isStopped ? line.takeAll() : line.takeGroup(of: Self.groupLimit, part: Self.partLimit)
            line.isTaken = !group.isEmpty && !line.isStopped
            return (group, line.isStopped)
        }
        if isStopped { tell(group, group.map { _ in .failure(.stopped) }) }
        return group.isEmpty || isStopped ? nil : group
    }

    /// - Parameter results: of the parts that were taken out.
    private func goOn(_ group: [Waiting], _ results: [Result<CommitResult.Poll, StoreError>]) {
        var (ended, outcomes) = ([Waiting](), [Outcome]())
        for (var poll, result) in zip(group, results) {
            if case .success(let brought) = result {
                poll.brought += brought
                guard poll.parts.isEmpty else {
                    line.withLock { $0.large = poll }
                    continue
                }
            }
            ended.append(poll)
            outcomes.append(result.map { _ in poll.brought }.mapError(Failure.store))
        }
        tell(ended, outcomes)
    }

    private func tell(_ polls: [Waiting], _ outcomes: [Outcome]) {
        guard !polls.isEmpty else { return }
        answers.async {
            for (poll, outcome) in zip(polls, outcomes) { poll.done(outcome) }
        }
    }
}
