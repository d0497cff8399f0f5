import Files
import Foundation

/// Notices when the time of day goes another way than the time that passes: the clock was set, or the machine slept.
struct ClockWatch {
    /// Less is the drift and the slewing of an ordinary clock.
    private static let least = 15.0

    private let clock: Timekeeper
    private var date: Date, uptime: Duration

    init(_ clock: Timekeeper) {
        self.clock = clock
        (date, uptime) = (clock.now(), clock.uptime())
    }

    /// Seconds by which the clock jumped since the last look, forward or (below zero) back; nil: it did not.
    mutating func jump() -> Double? {
        let (date, uptime) = (clock.now(), clock.uptime())
        let jump = date.timeIntervalSince(self.date) - (uptime - self.uptime).seconds
        (self.date, self.uptime) = (date, uptime)
        return abs(jump) < Self.least ? nil : jump
    }
}
