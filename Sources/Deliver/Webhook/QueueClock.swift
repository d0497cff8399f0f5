import Foundation

/// The time of day and the waiting for it, handed in so that a test can let days pass at once.
struct QueueClock: Sendable {
    var now: @Sendable () -> Date
    /// Returns then, or at once when the task is cancelled.
    var wait: @Sendable (_ until: Date) async -> Void

    static let system = QueueClock(
        now: { Date() },
        wait: { date in
            try? await Task.sleep(for: .seconds(max(0.01, date.timeIntervalSinceNow)))  // cancelled: then nobody waits
        })
}
