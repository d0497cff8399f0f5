public import FoundationEssentials

/// A feed's subscription at one hub: what both know, and where it has come to.
public struct HubSubscription: Sendable, Equatable {
    public enum Phase: String, Sendable, CaseIterable {
        /// The hub was asked, or is to be, and has not called back yet.
        case pending
        /// The hub has called back, and the lease runs.
        case active
        /// It is given up, and the hub is to know.
        case leaving
    }

    /// The last part of the callback's address: 128 bits of chance, in hexadecimal digits.
    public let path: String
    /// What the hub signs with.
    public let secret: String
    public let feed: FeedID
    public let topic: String
    /// As the feed names it.
    public let hub: String

    public var phase = Phase.pending
    /// When the hub was asked and not heard of since; nil: it is to be asked at `due`.
    public var asked: Date?
    /// When something is to be done: to ask, to renew, or to give up waiting.
    public var due: Date
    /// When the lease ends; nil: there is none.
    public var until: Date?
    /// Since when there was a lease at every moment.
    public var since: Date?
    /// Times in a row that the hub failed, refused, or did not call back.
    public var failures = 0
    /// Why it does not work: a sentence; nil where it does.
    public var trouble: String?

    public init(path: String, secret: String, feed: FeedID, topic: String, hub: String, due: Date) {
        (self.path, self.secret, self.feed) = (path, secret, feed)
        (self.topic, self.hub, self.due) = (topic, hub, due)
    }

    /// Pushes come, as far as is known: there is a lease, and the hub did not fail since.
    public func isServing(now: Date) -> Bool {
        phase == .active && failures == 0 && until.map { $0 > now } ?? false
    }
}
