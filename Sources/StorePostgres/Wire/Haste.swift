import Synchronization

/// When calls stop to wait for a server: at their own time, or sooner where the process is about to end.
final class Haste: Sendable {
    private struct State {
        var limit: ContinuousClock.Instant?
        /// A call has waited in vain since then: no other waits.
        var isInVain = false
    }

    /// What a healthy server needs for an answer, many times over.
    private static let answer = Duration.seconds(1)
    /// Between two looks of a call that waits already.
    static let look = Duration.milliseconds(250)

    private let state = Mutex(State())

    /// Calls that wait now are given up then, and later ones after a second.
    func begin(within duration: Duration) { state.withLock { $0.limit = $0.limit ?? .now + duration } }

    var hasBegun: Bool { state.withLock { $0.limit != nil } }

    /// - Parameters:
    ///   - start: of the call.
    ///   - end: the latest that it may wait for.
    /// - Returns: for how long it may wait from now on; nil: no longer.
    func left(since start: ContinuousClock.Instant, until end: ContinuousClock.Instant) -> Duration? {
        state.withLock { state in
            if state.isInVain { return nil }
            let limit = state.limit.map { min(end, max($0, start + Self.answer)) } ?? end
            let left = limit - .now
            state.isInVain = left <= .zero && state.limit != nil
            return left > .zero ? left : nil
        }
    }
}
