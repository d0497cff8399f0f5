import Synchronization

@testable import Daemon

/// Waits for polls to end, by what a conductor tells of its progress.
final class PollWatch: Sendable {
    private struct State {
        var tally = PollTally()
        var watchers: [(isThere: @Sendable (PollTally) -> Bool, task: CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())

    func note(_ tally: PollTally) {
        let ready = state.withLock { state in
            state.tally = tally
            let ready = state.watchers.filter { $0.isThere(tally) }.map(\.task)
            state.watchers.removeAll { $0.isThere(tally) }
            return ready
        }
        for task in ready { task.resume() }
    }

    /// Returns when so many polls have ended in all.
    @discardableResult
    func polls(count: Int) async -> PollTally { await tally { $0.polled >= count } }

    /// Returns when so many articles are committed in all.
    @discardableResult
    func articles(count: Int) async -> PollTally { await tally { $0.articles >= count } }

    private func tally(where isThere: @escaping @Sendable (PollTally) -> Bool) async -> PollTally {
        await withCheckedContinuation { task in
            let isReady = state.withLock { state in
                if !isThere(state.tally) { state.watchers.append((isThere, task)) }
                return isThere(state.tally)
            }
            if isReady { task.resume() }
        }
        return state.withLock { $0.tally }
    }
}
