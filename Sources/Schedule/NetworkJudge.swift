public import FoundationEssentials

/// Tells whether this machine lacks its network, or hosts are dead: a value, fed with how polls ended.
///
/// The network is away when five feeds on three hosts were not reached since the last answers, and answers make up less
/// than a tenth of what was tried. One answer brings it back.
public struct NetworkJudge: Sendable {
    static let leastFeeds = 5, leastHosts = 3
    /// A poll that reached no server is judged within so many seconds, by what others meet meanwhile.
    public static let patience = 10.0
    /// Failures that lie farther apart say nothing together.
    private static let window = 900.0

    /// What a poll says, with those before.
    public enum Verdict: Sendable, Equatable {
        /// A host was at fault, or none: polls count as they ended.
        case asItEnded
        /// Too early to say.
        case open
        /// The network is away, from now on or still.
        case away
        /// It was away, and is back.
        case back
    }

    /// When the network was found to be away; nil: it is there.
    public private(set) var awaySince: Date?
    private var unreached: [FeedKey: String] = [:]
    private var answers = 0
    private var last: Date?

    public init() {}

    public mutating func reached() -> Verdict {
        if awaySince != nil {
            self = NetworkJudge()
            return .back
        }
        answers += 1
        if answers * 9 > unreached.count { forget() }
        return .asItEnded
    }

    public mutating func unreached(_ feed: FeedKey, host: String, now: Date) -> Verdict {
        if awaySince != nil { return .away }
        if let last, now.timeIntervalSince(last) > Self.window { forget() }
        unreached[feed] = host
        last = now
        guard unreached.count >= Self.leastFeeds, Set(unreached.values).count >= Self.leastHosts else { return .open }
        awaySince = now
        return .away
    }

    /// Whether any failure is still without a verdict.
    public var isOpen: Bool { awaySince == nil && !unreached.isEmpty }

    private mutating func forget() { (unreached, answers) = ([:], 0) }
}
