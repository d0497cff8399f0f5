import FoundationEssentials

/// A feed in its slot of the schedule.
struct Entry: Sendable {
    let key: FeedKey
    var timing: FeedTiming
    private var interval: Double?
    private var adaptive: Bool?
    private(set) var isEnabled: Bool
    private(set) var isPushed: Bool
    /// Removed while its poll is under way.
    var isLeaving = false
    private(set) var host: Int32
    /// Of the only valid `Ticket`; counts up with every move.
    var number: UInt32 = 0
    /// The host whose place its poll takes; nil when it does not run. An edit may have moved the feed since.
    var runningAt: Int32?
    /// It runs without a place of `concurrency`.
    var isStalled = false
    /// Its document came by itself.
    var isReceiving = false
    /// It came from a hub, whose pushes are believed to come until then.
    var receivingUntil: Date?

    init(_ feed: ScheduledFeed, host: Int32) {
        key = feed.key
        timing = feed.timing
        self.host = host
        (isEnabled, isPushed) = (feed.enabled, feed.isPushed)
        interval = feed.interval
        adaptive = feed.adaptive
    }

    var isRunning: Bool { runningAt != nil }
    var isPollable: Bool { isEnabled && !isPushed && !timing.isGone }

    func isHeldBack(now: Date) -> Bool { timing.retryAfterUntil.map { $0 > now } ?? false }

    func pace(_ options: ScheduleOptions) -> Pace { options.pace(interval: interval, adaptive: adaptive) }

    mutating func configure(_ feed: ScheduledFeed, host: Int32) {
        self.host = host
        (isEnabled, isPushed) = (feed.enabled, feed.isPushed)
        interval = feed.interval
        adaptive = feed.adaptive
    }

    /// Brings stored dates within what the rules can give: a clock that was wrong, or a longer interval that was since
    /// shortened, must not put a feed off for years.
    mutating func bound(maxInterval: Double, now: Date) {
        let latest = now + NextPoll.longestRetryAfter
        if let until = timing.retryAfterUntil { timing.retryAfterUntil = min(until, latest) }
        guard let next = timing.nextPoll else { return }
        let isHeldBack = timing.why == .retryAfter && self.isHeldBack(now: now)
        timing.nextPoll = min(next, now + (isHeldBack ? 1.05 * NextPoll.longestRetryAfter : maxInterval))
    }
}
