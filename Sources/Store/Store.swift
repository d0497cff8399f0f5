public import Dispatch

/// What newspool remembers: its feeds, every entry they showed, and the articles on their way to the sinks.
///
/// What holds for every store, and what the suite `StoreContract` tries on each:
///
/// - **Atomic.** A call that writes does all of it or, when it throws, nothing. `commit` alone reports by poll.
/// - **Durable.** What a call wrote survives a power cut once the call has returned (but for a store that says that it
///   keeps nothing).
/// - **In order.** `seq` rises without gaps in the order of the commits, and is never given twice, whatever is removed;
///   the articles' times rise with it. A read sees every commit that returned before it began.
/// - **Again.** Each call that writes may be made again with the same arguments: an acknowledged number, a receipt, a plan,
///   a removal. `commit` places what it is given against what is there, so an entry that is known by now lands no second
///   time.
/// - **Blocking.** A call takes as long as the store needs: some 50 microseconds for a look-up, a sync of the disk for a
///   commit, seconds for `faults`. It may be made from any thread that may wait, from many at once. Swift's own threads may
///   not: tasks go through `perform`.
public protocol Store: StoreReading, FeedStore, PollStore, OutboxStore, WebhookStore, HubStore, StoreUpkeep,
    StoreRecovery
{
    /// A queue of the store's own, for `perform`.
    var workQueue: DispatchQueue { get }

    /// What several processes that share the store ask; nil for one that a process has alone.
    var nodes: (any NodeStore)? { get }
}

extension Store {
    public var nodes: (any NodeStore)? { nil }

    /// Runs calls on the store's own queue, one closure after the other, while the task waits without a thread.
    public func perform<T: Sendable>(
        _ body: @escaping @Sendable () throws(StoreError) -> T
    ) async throws(StoreError) -> T {
        let result: Result<T, StoreError> = await withCheckedContinuation { continuation in
            workQueue.async { continuation.resume(returning: Result(catching: body)) }
        }
        return try result.get()
    }
}
