/// One feed as `status` shows it.
public struct FeedStatus: Sendable {
    public let record: FeedRecord
    /// Mean of the last 30 days by the entries' own dates, or of as many days as the feed is known for.
    public let itemsPerDay: Double
    /// Articles that it brought as well, after another feed.
    public let alsoIn: Int
    /// The last ten, oldest first.
    public let polls: [PollOutcome]
}
