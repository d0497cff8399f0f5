public import FoundationEssentials

/// Where a feed is fetched: the URL of feeds.toml, or the one that it moved to for good (301, 308).
///
/// The configured URL is never forgotten and never rewritten. A move within one site is believed at once if the feed at
/// the target shares an item with what was known, or nothing was known yet. All others (another site; the feed of a login page or a parked domain) have to hold for seven days, in which each poll
/// asks the old URL. A target that fails three times gives the old URL a chance, every other poll; when that answers with
/// a feed, it is the address again.
///
/// A feed is gone when its own URL has said so (410) twice, at least a day apart, and no feed came in between.
public struct FeedAddress: Equatable, Sendable {
    /// How the feed that came compares with what was known of it.
    public enum Evidence: Sendable {
        /// No item of it was ever seen.
        case nothingKnown
        case sharesItem
        case stranger
    }

    /// How long a redirect has to hold before it is a move, and how far apart two 410s are, in seconds.
    public static let trial = 7 * 86400.0, farewell = 86400.0
    private static let patience = 3

    /// As written in feeds.toml.
    public let configured: String
    /// Where it moved to for good; nil: nowhere.
    public private(set) var moved: String?
    /// A target that is not believed yet, and since when each poll led there.
    public private(set) var candidate: String?
    public private(set) var candidateSince: Date?
    /// Polls in a row that failed at `moved`.
    public private(set) var failures: Int
    /// When the configured URL first said that it is gone; nil: it has not, or a feed came since.
    public private(set) var goneSince: Date?

    public init(
        configured: String, moved: String? = nil, candidate: String? = nil, candidateSince: Date? = nil,
        failures: Int = 0, goneSince: Date? = nil
    ) {
        self.configured = configured
        self.moved = moved
        self.candidate = candidate
        self.candidateSince = candidateSince
        self.failures = failures
        self.goneSince = goneSince
    }

    /// What to fetch next.
    public var url: String {
        guard let moved else { return configured }
        let triesOld = failures >= Self.patience && (failures - Self.patience).isMultiple(of: 2)
        return triesOld ? configured : moved
    }

    /// A poll gave a feed (also a 304 where that is the answer of the target).
    /// - Parameters:
    ///   - polled: the URL that the poll began with, as `url` gave it.
    ///   - target: the end of the chain's permanent prefix; nil where its first hop was temporary or there was none.
    ///   - isSameSite: whether the target is of the same site as `polled`.
    public mutating func succeeded(
        polled: String, target: String?, isSameSite: Bool, evidence: Evidence, now: Date
    ) {
        goneSince = nil
        guard let target, target != polled else {
            candidate = nil
            candidateSince = nil
            failures = 0
            if polled == configured { moved = nil }
            return
        }
        let isOnTrial = candidate == target && candidateSince.map { $0 <= now } ?? false
        if !isOnTrial {
            candidate = target
            candidateSince = now
        }
        let held = candidateSince.map { now.timeIntervalSince($0) >= Self.trial } ?? false
        // What a stranger on trial shares by now may be what it brought itself.
        let isBelieved = held || isSameSite && evidence != .stranger && !isOnTrial
        failures = 0
        if polled == configured, moved != target { moved = nil }
        guard isBelieved || moved == target else { return }
        moved = target == configured ? nil : target
        candidate = nil
        candidateSince = nil
    }

    /// A poll gave no feed.
    public mutating func failed() {
        guard moved != nil else { return }
        failures = failures == .max ? Self.patience : failures + 1
    }

    /// A poll was answered 410.
    /// - Parameter isOwn: it was the answer of the polled URL's own site.
    /// - Returns: whether the feed is gone. Not where only the target of a move is: then the old URL is next.
    public mutating func gone(polled: String, isOwn: Bool, now: Date) -> Bool {
        if moved != nil {
            failures = polled == configured || failures >= Self.patience ? failures + 1 : Self.patience
        }
        guard isOwn, polled == configured else { return false }
        let since = goneSince ?? now
        goneSince = since
        return now.timeIntervalSince(since) >= Self.farewell
    }
}
