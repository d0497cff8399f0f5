/// One feed as `status` shows it.
public struct FeedStatus: Sendable {
    public let record: FeedRecord
    /// Mean of the last 30 days by the entries' own dates, or of as many days as the feed is known for.
    public let itemsPerDay: Double
    /// Articles that it brought as well, after another feed.
    public let alsoIn: Int
    /// The last ten, oldest first.
    public let polls: [PollOutcome]

    package init(record: FeedRecord, itemsPerDay: Double, alsoIn: Int, polls: [PollOutcome]) {
        (self.record, self.itemsPerDay, self.alsoIn, self.polls) = (record, itemsPerDay, alsoIn, polls)
    }
}
