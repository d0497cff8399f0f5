import Dispatch

/// Runs an actor on a queue of its own, so that a slow disk holds up no thread of Swift's pool. (Dispatch on Linux has no
/// `DispatchSerialQueue` that could do it.)
final class QueueExecutor: SerialExecutor, @unchecked Sendable {  // `queue` never changes and is safe to share
    let queue: DispatchQueue

    init(label: String) {
        queue = DispatchQueue(label: label)
    }

    func enqueue(_ job: UnownedJob) {
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}
