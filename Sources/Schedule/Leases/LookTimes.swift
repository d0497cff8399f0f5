/// When a node looks at what it shares with others, and when it renews its lease with the look: often enough for its own lease,
/// and as soon as another one's has ended, for until then no one polls what that one had.
public struct LookTimes: Sendable, Equatable {
    private static let pause = Duration.milliseconds(500), renewal = Duration.seconds(2)
    /// After a change others follow: a node that leaves gives its shards back in parts.
    private static let shortPause = Duration.milliseconds(100), unrest = Duration.seconds(2)
    /// Behind the end of another one's lease, so that it has ended.
    private static let margin = Duration.milliseconds(20)

    private var lastRenewal: Duration?
    private var lastChange: Duration?
    /// Of the lease of others that ends first.
    private var firstEnd: Duration?

    public init() {}

    /// - Parameters:
    ///   - request: when the renewal was asked for.
    ///   - leases: seconds for which those of others are valid, as of `now`.
    public mutating func renewed(askedAt request: Duration, others leases: [Double], now: Duration) {
        lastRenewal = request
        firstEnd = leases.min().map { now + .seconds($0) + Self.margin }
    }

    /// The next look is to be a renewal.
    public mutating func renewSoon() { lastRenewal = nil }

    /// There was news, and more may follow.
    public mutating func changed(at time: Duration) { lastChange = time }

    public func isRenewalDue(at time: Duration) -> Bool {
        guard let lastRenewal else { return true }
        return time >= lastRenewal + Self.renewal || firstEnd.map { time >= $0 } ?? false
    }

    /// Until the next look.
    public func pause(at time: Duration) -> Duration {
        let isRestless = lastChange.map { time - $0 < Self.unrest } ?? false
        let pause = isRestless ? Self.shortPause : Self.pause
        guard let firstEnd, firstEnd > time else { return pause }
        return min(pause, firstEnd - time)
    }
}
