import FoundationEssentials

/// Leaves a receiver alone that fails message after message, or that asked for it, and looks now and then whether it is
/// back.
///
/// While it is open, messages wait without using up their attempts; one of them goes out as a probe.
struct CircuitBreaker: Sendable, Equatable {
    /// Failures in a row that open it.
    static let threshold = 5
    /// Seconds until the first probe; each one that fails doubles them, up to `longestPause`. The first is as long as the
    /// schedule's first delay at most (`RetryRule.standard` and its jitter): the second attempt of what opened it is the probe.
    static let shortestPause = 5.5, longestPause = 600.0
    /// Seconds for which a receiver may ask to be left alone, at most.
    static let longestRequest = 86_400.0

    private var failures = 0
    private(set) var nextProbe: Date?

    init() {}

    enum Permit: Sendable, Equatable {
        /// Send what is due, oldest first.
        case all
        /// Send one message, and note what comes of it before the next.
        case probe
        /// Send nothing before this.
        case none(until: Date)
    }

    func permit(now: Date) -> Permit {
        guard let nextProbe else { return .all }
        return now >= nextProbe ? .probe : .none(until: nextProbe)
    }

    /// Failures in a row after which an answer means that an outage is over, be it of seconds. One alone may be the message's fault:
    /// if each success made it due, it would use up the attempts of three days in an hour.
    static let outage = 2

    /// Takes note of an attempt.
    ///
    /// - Returns: whether the receiver is back after an outage: what waits for it may go out now.
    @discardableResult
    mutating func note(_ answer: WebhookAnswer, now: Date) -> Bool {
        guard answer.isOutage else {
            defer { self = CircuitBreaker() }
            return nextProbe != nil || failures >= Self.outage
        }
        failures += 1
        if failures >= Self.threshold {
            let doublings = min(failures - Self.threshold, 10)
            let pause = min(Self.shortestPause * Double(1 << doublings), Self.longestPause)
            nextProbe = now.addingTimeInterval(pause)
        }
        // "Not before then" is said of the receiver, not of the one message.
        if case .response(429, let request?) = answer { wait(until: request, now: now) }
        if case .response(503, let request?) = answer { wait(until: request, now: now) }
        return false
    }

    private mutating func wait(until request: Date, now: Date) {
        let request = min(request, now.addingTimeInterval(Self.longestRequest))
        nextProbe = max(nextProbe ?? request, request)
    }
}
