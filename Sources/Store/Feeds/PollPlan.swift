public import FoundationEssentials
public import Model

/// When a feed is next polled, as `status` tells it.
public struct PollPlan: Sendable, Equatable {
    public var feed: FeedID
    /// Nil: never, as things are.
    public var nextPoll: Date?
    public var why: String

    public init(feed: FeedID, nextPoll: Date?, why: String) {
        (self.feed, self.nextPoll, self.why) = (feed, nextPoll, why)
    }
}
