public import Identity
public import Model

/// All that one poll changes; `PollStore.commit` writes it in one transaction, often with others.
public struct PollRecord: Sendable {
    /// An article to deliver.
    public struct Article: Sendable {
        /// The entry's place in the examined document. Its verdict is `.new` or `.updated`.
        public var entry: Int
        public var item: RenderedItem
        /// Names of the webhooks that are to be told.
        public var webhooks: [String]

        public init(entry: Int, item: RenderedItem, webhooks: [String] = []) {
            (self.entry, self.item, self.webhooks) = (entry, item, webhooks)
        }
    }

    /// Opaque here.
    public struct HostManners: Sendable {
        public var host: String
        public var bytes: [UInt8]

        public init(host: String, bytes: [UInt8]) { (self.host, self.bytes) = (host, bytes) }
    }

    public var feed: FeedID
    /// What the next poll starts from.
    public var state: FeedState
    public var outcome: PollOutcome
    /// Not all that the poll brought: the rest comes later (`parts(of:)`), or came before and these are articles that had to
    /// wait for their pages. `state` and `outcome` are not written.
    public var isPart = false
    /// That of its feed's shard when it began; nil where no other process has feeds. Another one by now: it is not written.
    public var lease: Lease?
    /// The shard of the address that `state` leaves the feed at; nil where there are none.
    public var shard: Int?
    /// What its host has asked for, where that has changed: for the process that polls there next.
    public var manners: HostManners?
    /// Nil where no document was read: an error, a 304, a body that was known.
    public var examination: Examination?
    /// In the order in which they are numbered: oldest first reads best. An examined entry that is new but has no article
    /// here (a filter dropped it) is only remembered.
    public var articles: [Article]

    public init(
        feed: FeedID, state: FeedState, outcome: PollOutcome, examination: Examination? = nil, articles: [Article] = []
    ) {
        (self.feed, self.state, self.outcome) = (feed, state, outcome)
        (self.examination, self.articles) = (examination, articles)
    }
}
