package import Foundation

/// The time of day and the waiting for it, handed in so that a test can let days pass at once.
package struct SinkClock: Sendable {
    var now: @Sendable () -> Date
    /// Returns then, or at once when the task is cancelled.
    var wait: @Sendable (_ until: Date) async -> Void

    package init(now: @escaping @Sendable () -> Date, wait: @escaping @Sendable (_ until: Date) async -> Void) {
        (self.now, self.wait) = (now, wait)
    }

    package static let system = SinkClock(
        now: { Date() },
        wait: { date in
            try? await Task.sleep(for: .seconds(max(0.01, date.timeIntervalSinceNow)))  // cancelled: the wait is over
        })
}
