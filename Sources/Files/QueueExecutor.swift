package import Dispatch

/// A serial Dispatch queue as an actor's executor: for work that blocks, which must not hold a thread of Swift's pool, and
/// for libraries that report on a queue. (Dispatch on Linux has no `DispatchSerialQueue`, which could do it.)
///
/// Tasks may prefer it as well (SE-0417). Swift resumes who waits for a continuation on its pool, from where the function goes
/// back to its actor: two changes of threads. A task that prefers the actor's own queue is resumed there.
package final class QueueExecutor: SerialExecutor, TaskExecutor {
    package let queue: DispatchQueue
    private let isPreferred: Bool

    /// - Parameter isPreferred: by most of the tasks that come here. What runs here is said to be theirs: else each call of a
    ///   method of an actor here would be queued anew.
    package init(label: String, isPreferred: Bool = false) {
        queue = DispatchQueue(label: label)
        self.isPreferred = isPreferred
    }

    package func enqueue(_ job: UnownedJob) {
        queue.async { [self] in
            if isPreferred {
                job.runSynchronously(isolatedTo: asUnownedSerialExecutor(), taskExecutor: asUnownedTaskExecutor())
            } else {
                job.runSynchronously(on: asUnownedSerialExecutor())
            }
        }
    }

    /// Lets code that Dispatch or a C library calls on the queue use `assumeIsolated`.
    package func checkIsolated() { dispatchPrecondition(condition: .onQueue(queue)) }
}
