import Synchronization

/// How many connections a listener may have: some whose requests are read and answered, and many more that only wait for news.
final class ConnectionPlaces: Sendable {
    /// Those of the connection that the task answers.
    @TaskLocal static var current: ConnectionPlaces?

    /// Connections that wait.
    static let waitingLimit = 4_096

    private struct State {
        var open = 0
        var waiting = 0
    }

    private let limit: Int
    private let state = Mutex(State())

    init(limit: Int) { self.limit = limit }

    var isFull: Bool { state.withLock { $0.open >= limit } }

    func enter() { state.withLock { $0.open += 1 } }

    func leave() { state.withLock { $0.open -= 1 } }

    /// - Returns: false where too many wait already: then there is an answer at once.
    func beginWait() -> Bool {
        state.withLock { state in
            guard state.waiting < Self.waitingLimit else { return false }
            state.open -= 1
            state.waiting += 1
            return true
        }
    }

    /// The answer is made and sent, also where there are more open connections than the limit for a moment.
    func endWait() {
        state.withLock { state in
            state.waiting -= 1
            state.open += 1
        }
    }
}
