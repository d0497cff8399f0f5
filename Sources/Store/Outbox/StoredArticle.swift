public import FoundationEssentials
public import Model

/// An article of the outbox as pages and republished feeds show it: delivered, or on its way.
public struct StoredArticle: Sendable {
    public let seq: Int64
    public let time: Date
    public let id: ItemID
    /// The feed's name when it was committed.
    public let feed: String
    public let path: String
    /// A JSON Feed item.
    public let json: [UInt8]
    /// Other feeds that brought it, by their present names, in the order in which the feeds came to the store.
    public let alsoIn: [String]

    package init(seq: Int64, time: Date, id: ItemID, feed: String, path: String, json: [UInt8], alsoIn: [String]) {
        (self.seq, self.time, self.id, self.feed) = (seq, time, id, feed)
        (self.path, self.json, self.alsoIn) = (path, json, alsoIn)
    }
}
