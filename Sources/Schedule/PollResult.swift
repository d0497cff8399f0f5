public import FoundationEssentials

/// What became of a poll, as far as it matters for the next one.
public enum PollResult: Equatable, Sendable {
    /// A feed came, or a 304, without a new item.
    case unchanged(Signals)
    /// New items came: when each was published, nil where the feed does not say. In any order.
    case changed(published: [Date?], Signals)
    /// No answer, a cut body, or no feed in it.
    case failed
    /// An error status; `retryAfter` in seconds from now, nil where absent or unreadable (then it is an ordinary failure).
    case refused(status: Int, retryAfter: Double?)
    /// 410: no further poll until the feed is edited or added again.
    case gone
    /// This machine had no network: that says nothing about the feed.
    case unreached
    /// What a hub sent could not be read: what it was to say is asked for.
    case unreadable
}

extension PollResult {
    /// Whether the host has answered as it should.
    var isAnswer: Bool {
        switch self {
        case .unchanged, .changed, .gone: true
        case .failed, .refused, .unreached, .unreadable: false
        }
    }
}

/// What an answer says about when to come again.
public struct Signals: Equatable, Sendable {
    /// The rest of the freshness lifetime in seconds (RFC 9111 section 4.2: max-age less Age, else Expires less Date).
    public var freshness: Double?
    /// What the feed itself asks for; nil where no body was read (304, known body), which leaves the known hints alone.
    public var hints: FeedHints?
    /// The server answers only where no validators are sent.
    public var spurnsConditions: Bool

    public init(freshness: Double? = nil, hints: FeedHints? = nil, spurnsConditions: Bool = false) {
        self.freshness = freshness
        self.hints = hints
        self.spurnsConditions = spurnsConditions
    }
}

/// What a feed document asks of its readers.
public struct FeedHints: Equatable, Sendable {
    /// Seconds between polls, at least: the longer of `ttl` and the `sy:` update period; 0 where neither is there.
    public let restSeconds: UInt32
    /// When not to come.
    public let skip: SkipTimes

    public init(restSeconds: UInt32 = 0, skip: SkipTimes = SkipTimes()) {
        self.restSeconds = restSeconds
        self.skip = skip
    }

    /// - Parameters:
    ///   - ttl: RSS `ttl`, in seconds (the document has minutes).
    ///   - updateInterval: `sy:updatePeriod` over `sy:updateFrequency`, in seconds.
    ///   - skipHours: RSS `skipHours`, UTC, 0 to 23; 24 is 0; others are ignored.
    ///   - skipDays: RSS `skipDays`, English names of days in any case; others are ignored.
    public init(ttl: Double?, updateInterval: Double?, skipHours: [Int], skipDays: [String]) {
        let rest = max(ttl ?? 0, updateInterval ?? 0)
        self.init(
            restSeconds: rest > 0 ? UInt32(min(rest, 1e9)) : 0,
            skip: SkipTimes(hours: skipHours, days: skipDays))
    }
}
