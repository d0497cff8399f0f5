import Synchronization

/// Carries the error that must end the daemon from whichever sink met it to the one who stops everything.
final class FatalSignal: Sendable {
    private struct State {
        var error: DaemonError?
        var handler: (@Sendable (DaemonError) -> Void)?
    }

    private let state = Mutex(State())

    func raise(_ error: DaemonError) {
        let handler = state.withLock { state in
            if state.error == nil { state.error = error }
            return state.handler
        }
        handler?(error)
    }

    /// Sets what is called; at once, if something has happened already.
    func handler(_ handler: @escaping @Sendable (DaemonError) -> Void) {
        let error = state.withLock { state in
            state.handler = handler
            return state.error
        }
        if let error { handler(error) }
    }

    var error: DaemonError? { state.withLock { $0.error } }
}
