import Synchronization

/// What all connections of a store know of its server together.
final class Reach: Sendable {
    private struct State {
        /// A server that did not answer is not asked again by each of many calls at once.
        var failure: (fault: ServerFault, until: ContinuousClock.Instant)?
        /// Which of several hosts took writes when a connection was made.
        var place = 0
    }

    private static let pause = Duration.milliseconds(500)

    let haste = Haste()
    private let state = Mutex(State())

    /// Why no connection is tried now; nil: one may be.
    var failure: ServerFault? {
        guard let failure = state.withLock(\.failure) else { return nil }
        return failure.until > .now || haste.hasBegun ? failure.fault : nil
    }

    func note(_ failure: ServerFault?) {
        state.withLock { $0.failure = failure.map { ($0, .now + Self.pause) } }
    }

    var place: Int {
        get { state.withLock(\.place) }
        set { state.withLock { $0.place = newValue } }
    }
}
