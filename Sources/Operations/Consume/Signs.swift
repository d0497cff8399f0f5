import Deliver
import Synchronization

/// A journal watch's signs, waited for with a limit.
final class Signs: Sendable {
    private struct State {
        var isSet = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())
    private let task: Mutex<Task<Void, Never>?> = Mutex(nil)

    init(_ watch: JournalWatch) {
        let reading = Task { [weak self] in
            for await _ in watch.changes { self?.set() }
        }
        task.withLock { $0 = reading }
    }

    func stop() { task.withLock { $0 }?.cancel() }

    /// Returns at once where something changed since the last call; else with the next sign, at `end`, or when the task is
    /// cancelled.
    func next(until end: ContinuousClock.Instant? = nil) async {
        let clock = end.map { end in
            Task { [weak self] in
                try? await Task.sleep(until: end)
                if !Task.isCancelled { self?.set() }
            }
        }
        defer { clock?.cancel() }
        await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                let isSet = state.withLock { state in
                    guard !state.isSet, !Task.isCancelled else {
                        state.isSet = false
                        return true
                    }
                    state.waiter = waiter
                    return false
                }
                if isSet { waiter.resume() }
            }
        } onCancel: {
            set()
        }
    }

    private func set() {
        let waiter = state.withLock { state in
            defer { state.waiter = nil }
            if state.waiter == nil { state.isSet = true }
            return state.waiter
        }
        waiter?.resume()
    }
}
