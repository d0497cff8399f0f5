/// What holds for all feeds: the defaults of `[daemon]` in feeds.toml. Times are in seconds.
public struct ScheduleOptions: Equatable, Sendable {
    /// How long a feed waits between polls, where nothing speaks for more or less.
    public var interval: Double
    /// No feed is polled sooner than this after its last poll, and none rests longer than `maxInterval`
    /// (only Retry-After and 410 may hold it back for longer).
    public var minInterval: Double
    public var maxInterval: Double
    /// Whether feeds are polled by their own rhythm (`Rhythm`); `interval` then is what a feed of typical rate gets.
    public var adaptive: Bool
    /// Polls under way at once: in all, and for one host.
    public var concurrency: Int
    public var perHost: Int
    /// The least time between the starts of two polls of one host; private hosts are the user's own and have theirs.
    public var hostDelay: Double
    public var privateHostDelay: Double
    /// What is set for single hosts, by the name that `ScheduledFeed.host` has.
    public var hosts: [String: HostManners]
    /// So many feeds that are due when the schedule is filled (never polled, or overdue after a pause) start at once:
    /// a user who has just written a list is waiting for it. The rest of a longer list is spread over `interval`.
    public var promptStarts: Int

    public init(
        interval: Double = 1800, minInterval: Double = 300, maxInterval: Double = 86400, adaptive: Bool = true,
        concurrency: Int = 64, perHost: Int = 2, hostDelay: Double = 1, privateHostDelay: Double = 0,
        hosts: [String: HostManners] = [:], promptStarts: Int = 1000
    ) {
        self.interval = interval
        self.minInterval = minInterval
        self.maxInterval = max(minInterval, maxInterval)
        self.adaptive = adaptive
        self.concurrency = max(1, concurrency)
        self.perHost = max(1, perHost)
        self.hostDelay = max(0, hostDelay)
        self.privateHostDelay = max(0, privateHostDelay)
        self.hosts = hosts
        self.promptStarts = max(0, promptStarts)
    }

    func places(at host: Host) -> Int { max(1, hosts[host.name]?.places ?? perHost) }

    func delay(at host: Host) -> Double {
        hosts[host.name]?.delay ?? (host.isPrivate ? privateHostDelay : hostDelay)
    }

    /// The rules for one feed, its own settings first.
    /// An interval that is written down is never cut: who asks for a week is not polled daily.
    func pace(interval: Double?, adaptive: Bool?) -> Pace {
        let interval = max(interval ?? self.interval, minInterval)
        return Pace(
            interval: interval, minInterval: minInterval, maxInterval: max(maxInterval, interval),
            adaptive: adaptive ?? self.adaptive)
    }
}

/// How one host wants to be asked; nil: as all others.
public struct HostManners: Equatable, Sendable {
    /// Seconds between the starts of two polls.
    public var delay: Double?
    /// Polls under way at once.
    public var places: Int?

    public init(delay: Double? = nil, places: Int? = nil) {
        (self.delay, self.places) = (delay, places)
    }
}

/// How often one feed may be polled; seconds, `minInterval` ≤ `interval` ≤ `maxInterval`.
struct Pace: Equatable, Sendable {
    var interval: Double
    var minInterval: Double
    var maxInterval: Double
    var adaptive: Bool
}
