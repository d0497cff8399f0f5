public import Model

/// All that one poll leaves behind, to be written in one transaction.
public struct PollRecord: Sendable {
    /// An article to deliver: entry `index` of the document, rendered.
    public struct Article: Sendable {
        public var index: Int
        public var rendered: RenderedItem
        /// Names of the webhooks that are told.
        public var webhooks: [String]

        public init(index: Int, rendered: RenderedItem, webhooks: [String]) {
            (self.index, self.rendered, self.webhooks) = (index, rendered, webhooks)
        }
    }

    public var feed: Int64
    public var update: FeedUpdate
    /// nil where no document was read.
    public var examination: Examination?
    /// A subset of what the examination calls new or updated: a filter may have left some out, which then count as seen.
    public var articles: [Article]

    public init(feed: Int64, update: FeedUpdate, examination: Examination? = nil, articles: [Article] = []) {
        (self.feed, self.update, self.examination, self.articles) = (feed, update, examination, articles)
    }
}

/// What a transaction put into the outbox.
public struct CommitResult: Sendable, Equatable {
    public var articleCount = 0
}
