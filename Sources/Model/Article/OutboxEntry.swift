public import FoundationEssentials

/// One article that is committed and waits for its sinks: every byte that any of them will write, fixed for good.
public struct OutboxEntry: Sendable, Equatable {
    public enum Event: String, Sendable {
        case new, updated
    }

    /// Strictly rising over the life of the spool, never used again.
    public var seq: Int64
    /// When the article was committed; names its day.
    public var time: Date
    public var event: Event
    public var id: ItemID
    public var revision: Int
    /// The feed's name in feeds.toml.
    public var feed: String
    /// An entry older than what its feed had already shown: it lands in the spool, but no one is notified.
    public var isBackfill: Bool
    /// The article's files relative to the spool, without their extension:
    /// `articles/2026-11-23/134501-title-k3f7x2abq5mnd4ru`.
    public var path: String
    /// A JSON Feed item.
    public var json: [UInt8]
    /// The article as a person reads it; empty where the spool keeps no Markdown.
    public var markdown: [UInt8]
    /// One line with its `\n`; empty where the journal is off.
    public var journalLine: [UInt8]

    public init(
        seq: Int64, time: Date, event: Event, id: ItemID, revision: Int, feed: String, isBackfill: Bool, path: String,
        json: [UInt8], markdown: [UInt8], journalLine: [UInt8]
    ) {
        (self.seq, self.time, self.event, self.id, self.revision) = (seq, time, event, id, revision)
        (self.feed, self.isBackfill, self.path) = (feed, isBackfill, path)
        (self.json, self.markdown, self.journalLine) = (json, markdown, journalLine)
    }
}
