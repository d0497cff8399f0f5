public import FoundationEssentials

/// A feed's row id in the store: the only name the schedule has for it.
public typealias FeedKey = Int64

/// One feed as the configuration has it, with what was learned of it before.
public struct ScheduledFeed: Sendable {
    public var key: FeedKey
    /// Where its polls go: polls of one host share places, spacing and a 429. Lower case, with the port where it matters.
    public var host: String
    /// Loopback, link-local, private addresses and names without a dot: one feed's 429 does not hold up the others there.
    public var isPrivateHost: Bool
    /// It is read without a network, whose outages it does not have.
    public var isLocal = false
    /// Its documents are brought: it is never polled, `why` is `push`.
    public var isPushed = false
    /// False: never polled, `why` is `disabled`.
    public var enabled: Bool
    /// Seconds; nil takes the schedule's.
    public var interval: Double?
    public var adaptive: Bool?
    /// As the last `finish` gave it; a fresh one for a feed that was never polled.
    public var timing: FeedTiming

    public init(
        key: FeedKey, host: String, isPrivateHost: Bool = false, enabled: Bool = true, interval: Double? = nil,
        adaptive: Bool? = nil, timing: FeedTiming = FeedTiming()
    ) {
        self.key = key
        self.host = host
        self.isPrivateHost = isPrivateHost
        self.enabled = enabled
        self.interval = interval
        self.adaptive = adaptive
        self.timing = timing
    }
}

/// Why a feed comes to the schedule now, which decides how soon it is due if it was never polled.
public enum Arrival: Sendable {
    /// The daemon fills its schedule: a long list of feeds that are due is spread.
    case start
    /// Somebody added the feed to a running daemon and waits for it: due at once.
    case reload
}

/// A poll to make now.
public struct Poll: Equatable, Sendable {
    public let key: FeedKey
    /// Send no If-None-Match and no If-Modified-Since: for 30 days nothing new came, and some servers
    /// answer 304 to any condition.
    public let unconditional: Bool
}

/// What the schedule wants next.
public enum Decision: Equatable, Sendable {
    /// Start this poll; `finish` must follow.
    case poll(Poll)
    /// Nothing can start before the date, or before a `finish` or a change of the schedule (nil: only by those).
    case wait(until: Date?)
}
