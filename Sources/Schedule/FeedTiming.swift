import Bytes
public import FoundationEssentials

/// Why a feed is next polled when it is; the raw values are what `status` prints. The store keeps a case's place in
/// this list: add at the end.
public enum Why: String, CaseIterable, Codable, Sendable {
    /// The configured interval: the feed is not adaptive, or nothing is known of it yet.
    case interval
    /// Its own rhythm.
    case adaptive
    /// Until then its last answer is fresh (RFC 9111).
    case maxAge = "max-age"
    /// The feed asks for it: `ttl`, or `sy:updatePeriod`.
    case ttl
    /// The feed asks not to be polled at these hours or on these days.
    case skipHours = "skip-hours"
    /// A 429 or 503 said when to come again; of this feed, or of its host.
    case retryAfter = "retry-after"
    /// It failed.
    case backoff
    /// 410: never again.
    case gone
    /// Switched off in feeds.toml.
    case disabled
    /// It is due and waits for its turn: its host is asked one feed at a time.
    case host
    /// It is due and waits for the network, which this machine does not have.
    case network
    /// Its documents are brought: it is never polled, or seldom while a hub pushes.
    case push
}

/// All that the schedule knows of one feed. Kept in the store with each poll, so that a restart changes nothing.
public struct FeedTiming: Equatable, Sendable {
    /// When it is due; nil: it was never polled and is due at once, or (`gone`, `disabled`) never.
    @SmallDate public internal(set) var nextPoll: Date?
    /// Retry-After of its last answer; holds however the poll is asked for.
    @SmallDate public internal(set) var retryAfterUntil: Date?
    @SmallDate public internal(set) var lastPoll: Date?
    @SmallDate public internal(set) var lastSuccess: Date?
    /// From then on one request goes out without validators; put off by every new item.
    @SmallDate var unconditionalAfter: Date?
    /// Until then no request has validators: the server cannot bear them.
    @SmallDate var plainUntil: Date?
    /// Until then its hub's pushes are believed to come; nil: none has come, or a poll found what none had brought.
    @SmallDate public internal(set) var pushedUntil: Date?
    public internal(set) var rhythm = Rhythm()
    public internal(set) var hints = FeedHints()
    /// Polls in a row that failed.
    public internal(set) var failures: Int32 = 0
    public internal(set) var why: Why = .interval
    /// That Retry-After was a 429 of a public host: it holds for all feeds there.
    var isHostWide = false

    /// Of a feed that was never polled.
    public init() {}

    public var isGone: Bool { why == .gone }

    /// Whether a request is to go without validators.
    func asksPlainly(now: Date) -> Bool {
        unconditionalAfter.map { $0 <= now } ?? false || plainUntil.map { $0 > now } ?? false
    }

    /// The same feed after an edit or a second `add`: neither gone nor failing, and due now. What was learned stays.
    /// - Parameter moved: it has another URL now, so its former host's Retry-After no longer holds.
    public func revived(moved: Bool) -> FeedTiming {
        var timing = self
        timing.nextPoll = nil
        timing.why = .interval
        timing.failures = 0
        if moved { (timing.retryAfterUntil, timing.isHostWide) = (nil, false) }
        return timing
    }

    /// The same feed without a hub: due at once where it was only waiting for pushes.
    public func withoutPushes() -> FeedTiming {
        var timing = self
        if pushedUntil != nil, why == .push { (timing.nextPoll, timing.why) = (nil, .interval) }
        timing.pushedUntil = nil
        return timing
    }

    /// Moves what is to come by a correction of the clock.
    mutating func shift(by seconds: Double, now: Date) {
        nextPoll = nextPoll.map { $0 + seconds }
        retryAfterUntil = retryAfterUntil.map { $0 + seconds }
        lastPoll = lastPoll.map { min($0, now) }
        lastSuccess = lastSuccess.map { min($0, now) }
        unconditionalAfter = unconditionalAfter.map { $0 + seconds }
        pushedUntil = pushedUntil.map { $0 + seconds }
    }
}

// MARK: - In the store

extension FeedTiming {
    /// 1 had no `plainUntil`, 2 no `pushedUntil`.
    private static let version: UInt8 = 3

    /// What to keep in the store; about 250 bytes. Opaque: only `init(encoded:)` reads it.
    public var encoded: [UInt8] {
        var writer = ByteWriter(capacity: 256)
        writer.put(Self.version)
        writer.put(UInt8(Why.allCases.firstIndex(of: why) ?? 0))
        writer.put(failures)
        writer.put(UInt8(isHostWide ? 1 : 0))
        for date in [nextPoll, retryAfterUntil, lastPoll, lastSuccess, unconditionalAfter] { writer.put(date) }
        writer.put(hints.restSeconds)
        writer.put(hints.skip.hours)
        writer.put(hints.skip.days)
        rhythm.write(to: &writer)
        writer.put(plainUntil)
        writer.put(pushedUntil)
        return writer.bytes
    }

    /// Nil for bytes of another version or a damaged row: the feed then counts as never polled.
    public init?(encoded: [UInt8]) {
        var reader = ByteReader(encoded)
        do throws(ByteReader.Short) {
            let version: UInt8 = try reader.integer()
            guard (1...Self.version).contains(version) else { return nil }
            let why = Int(try reader.integer(UInt8.self))
            guard why < Why.allCases.count else { return nil }
            self.why = Why.allCases[why]
            failures = max(0, try reader.integer())
            isHostWide = try reader.integer(UInt8.self) != 0
            nextPoll = try reader.date()
            retryAfterUntil = try reader.date()
            lastPoll = try reader.date()
            lastSuccess = try reader.date()
            unconditionalAfter = try reader.date()
            hints = FeedHints(
                restSeconds: try reader.integer(),
                skip: SkipTimes(hours: try reader.integer(), days: try reader.integer()))
            rhythm = try Rhythm(&reader)
            if version > 1 { plainUntil = try reader.date() }
            if version > 2 { pushedUntil = try reader.date() }
        } catch {
            return nil
        }
    }
}
