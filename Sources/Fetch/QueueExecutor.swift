import Dispatch

/// A serial Dispatch queue as an actor's executor. libcurl's sockets and timers report on the same queue, so the actor's
/// state and the multi handle have one owner.
final class QueueExecutor: SerialExecutor {
    let queue = DispatchQueue(label: "newspool.fetch")

    func enqueue(_ job: UnownedJob) {
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }

    /// Lets code that Dispatch or libcurl calls on the queue use `assumeIsolated`.
    func checkIsolated() { dispatchPrecondition(condition: .onQueue(queue)) }
}
