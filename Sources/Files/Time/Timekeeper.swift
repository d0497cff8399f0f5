package import Dispatch
package import FoundationEssentials

/// The time of day, the time that passes, and waiting: handed in, so that a test lets days pass at once.
package struct Timekeeper: Sendable {
    /// The time of day, which may jump.
    package var now: @Sendable () -> Date
    /// The time since some moment, which never jumps.
    package var uptime: @Sendable () -> Duration
    /// Returns after the time, or at once when the task is cancelled.
    package var sleep: @Sendable (Duration) async -> Void
    /// Makes an alarm that goes off on the queue. It is not set.
    package var makeAlarm: @Sendable (DispatchQueue, @escaping @Sendable () -> Void) -> any Alarm

    package static let system = Timekeeper(
        now: { Date() },
        uptime: { started.duration(to: .now) },
        sleep: { try? await Task.sleep(for: $0) },  // cancelled: the wait is over
        makeAlarm: { SystemAlarm(queue: $0, action: $1) })

    private static let started = ContinuousClock.now

    package init(
        now: @escaping @Sendable () -> Date, uptime: @escaping @Sendable () -> Duration,
        sleep: @escaping @Sendable (Duration) async -> Void,
        makeAlarm: @escaping @Sendable (DispatchQueue, @escaping @Sendable () -> Void) -> any Alarm
    ) {
        (self.now, self.uptime, self.sleep, self.makeAlarm) = (now, uptime, sleep, makeAlarm)
    }

    /// Returns when it is that time of day, or at once when the task is cancelled.
    package func sleep(until date: Date) async { await sleep(.seconds(max(0.01, date.timeIntervalSince(now())))) }
}

/// Goes off once each time that it is set.
package protocol Alarm: Sendable {
    /// Forgets the time that was set before.
    func set(after: Duration)
}

/// `@unchecked Sendable`: Dispatch sources may be set from any thread.
private final class SystemAlarm: Alarm, @unchecked Sendable {
    private let timer: any DispatchSourceTimer

    init(queue: DispatchQueue, action: @escaping @Sendable () -> Void) {
        timer = DispatchSource.makeTimerSource(queue: queue)
        timer.setEventHandler(handler: action)
        timer.schedule(deadline: .distantFuture)
        timer.activate()  // here, because Dispatch traps when a source is freed that never ran
    }

    deinit { timer.cancel() }

    func set(after time: Duration) {
        timer.schedule(deadline: .now() + max(0, time / .seconds(1)), leeway: .milliseconds(10))
    }
}

extension Duration {
    package var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) * 1e-18
    }
}
