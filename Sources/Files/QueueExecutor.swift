package import Dispatch

/// A serial Dispatch queue as an actor's executor: for work that blocks, which must not hold a thread of Swift's pool, and
/// for libraries that report on a queue. (Dispatch on Linux has no `DispatchSerialQueue`, which could do it.)
package final class QueueExecutor: SerialExecutor {
    package let queue: DispatchQueue

    package init(label: String) { queue = DispatchQueue(label: label) }

    package func enqueue(_ job: UnownedJob) {
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }

    /// Lets code that Dispatch or a C library calls on the queue use `assumeIsolated`.
    package func checkIsolated() { dispatchPrecondition(condition: .onQueue(queue)) }
}
