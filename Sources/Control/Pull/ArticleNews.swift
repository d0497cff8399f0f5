import Foundation
import Synchronization

/// Tells those that wait for articles that there may be more.
package final class ArticleNews: Sendable {
    private struct State {
        /// Counts the signs.
        var mark = 0
        var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
        var lastWaiter = 0
    }

    private let state = Mutex(State())

    package init() {}

    /// Articles have been committed.
    package func sign() {
        let waiters = state.withLock { state in
            state.mark += 1
            defer { state.waiters = [:] }
            return state.waiters
        }
        for waiter in waiters.values { waiter.resume() }
    }

    /// To be asked for before one looks: what comes after that look is a sign beyond it.
    var mark: Int { state.withLock(\.mark) }

    /// Returns when there is a sign beyond `mark`, at the end of `time`, or when the task is cancelled. No thread waits.
    func wait(beyond mark: Int, for time: Duration) async {
        let waiter = state.withLock { state in
            state.lastWaiter += 1
            return state.lastWaiter
        }
        let clock = Task {
            try? await Task.sleep(for: time)  // ended by the cancel below
            end(waiter)
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if state.mark > mark || Task.isCancelled || clock.isCancelled { return true }
                    state.waiters[waiter] = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            end(waiter)
        }
        clock.cancel()
    }

    private func end(_ waiter: Int) { state.withLock { $0.waiters.removeValue(forKey: waiter) }?.resume() }
}
