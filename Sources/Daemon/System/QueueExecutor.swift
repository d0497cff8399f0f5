import Dispatch

/// A serial Dispatch queue as an actor's executor: for work that blocks, which must not hold a thread of Swift's pool.
final class QueueExecutor: SerialExecutor, @unchecked Sendable {  // `queue` never changes and is safe to share
    let queue: DispatchQueue

    init(label: String) {
        queue = DispatchQueue(label: label)
    }

    func enqueue(_ job: UnownedJob) {
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }

    /// Lets Dispatch's own callbacks use `assumeIsolated`.
    func checkIsolated() { dispatchPrecondition(condition: .onQueue(queue)) }
}
