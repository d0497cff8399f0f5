public import FoundationEssentials
public import Model

/// Articles of the outbox as those that pull them get them, and where they are in it: all of one moment.
public struct OutboxSlice: Sendable, Equatable {
    public struct Article: Sendable, Equatable {
        public let seq: Int64
        /// When it was committed.
        public let time: Date
        public let id: ItemID
        /// The feed's name when it was committed.
        public let feed: String
        /// A JSON Feed item.
        public let json: [UInt8]

        package init(seq: Int64, time: Date, id: ItemID, feed: String, json: [UInt8]) {
            (self.seq, self.time, self.id, self.feed, self.json) = (seq, time, id, feed, json)
        }
    }

    /// By rising `seq`.
    public var articles: [Article]
    /// The first number after the one asked for that the outbox holds, whatever the feed; nil: none.
    public var nextSeq: Int64?
    /// The last number given out.
    public var headSeq: Int64

    package init(articles: [Article], nextSeq: Int64?, headSeq: Int64) {
        (self.articles, self.nextSeq, self.headSeq) = (articles, nextSeq, headSeq)
    }
}
