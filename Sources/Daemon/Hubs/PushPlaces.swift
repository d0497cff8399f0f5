import Schedule
import Synchronization

/// How much of what hubs send may wait to be read: beyond it they are asked to come again.
final class PushPlaces: Sendable {
    private struct State {
        var bytes = 0
        var feeds: [FeedKey: Int] = [:]
    }

    /// Of one feed at a time.
    private static let perFeed = 8
    private let mostBytes: Int
    private let state = Mutex(State())

    init(mostBytes: Int) { self.mostBytes = mostBytes }

    /// - Returns: false where there is no place; else `leave` must follow.
    func enter(_ feed: FeedKey, bytes: Int) -> Bool {
        state.withLock { state in
            guard state.bytes + bytes <= mostBytes, state.feeds[feed, default: 0] < Self.perFeed else { return false }
            state.bytes += bytes
            state.feeds[feed, default: 0] += 1
            return true
        }
    }

    func leave(_ feed: FeedKey, bytes: Int) {
        state.withLock { state in
            state.bytes -= bytes
            state.feeds[feed] = state.feeds[feed].flatMap { $0 > 1 ? $0 - 1 : nil }
        }
    }
}
