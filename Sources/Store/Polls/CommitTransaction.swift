package import Identity
package import Model

/// One transaction of `PollStore.commit`: what each store reads and writes in it. The order of the steps is the same for all,
/// and the decisions are Identity's.
package protocol CommitTransaction {
    associatedtype Seen: SeenMemory

    /// Days since 1970.
    var today: Int64 { get }

    /// What a feed and the others are known for now.
    func seen(by feed: FeedID) throws -> Seen
    /// - Returns: the new row's id.
    mutating func insert(_ row: SeenRow) throws -> Int64
    /// Writes all but the id and the feed. A row that was pruned meanwhile stays away.
    mutating func rewrite(_ row: SeenRow) throws
    mutating func touch(row: Int64) throws
    mutating func forgetURL(row: Int64) throws
    mutating func note(_ item: ItemID, alsoIn feed: FeedID) throws
    mutating func save(_ memory: FeedMemory, of feed: FeedID) throws
    mutating func save(_ document: LastDocument, of feed: FeedID) throws

    /// Puts an article into the outbox, with its number, its time, and an earlier article that says nearly the same.
    mutating func append(_ item: RenderedItem) throws -> OutboxEntry
    mutating func queue(_ entry: OutboxEntry, for webhook: String) throws

    /// - Throws: `noFeed`.
    mutating func dailyCounts(of feed: FeedID) throws -> DailyCounts
    mutating func save(_ counts: DailyCounts, of feed: FeedID) throws
    /// All that a poll leaves in its feed: the state, one more poll, the counts.
    mutating func save(_ state: FeedState, _ outcome: PollOutcome, _ counts: DailyCounts, of feed: FeedID) throws
}

extension CommitTransaction {
    /// Writes one poll, each of its entries placed against what is there by now.
    package mutating func write(_ poll: PollRecord) throws -> CommitResult.Poll {
        var tally = CommitResult.Poll()
        var counts = try dailyCounts(of: poll.feed)
        if let examination = poll.examination {
            var deliverable = Set(poll.articles.map(\.entry))
            let document = try write(examination, deliverable: &deliverable, &tally, &counts)
            if let memory = examination.memory { try save(memory, of: examination.feed) }
            if !examination.verdicts.isEmpty, document != examination.previousDocument {
                try save(document, of: examination.feed)
            }
            for article in poll.articles where deliverable.contains(article.entry) {
                let entry = try append(article.item)
                for webhook in article.webhooks { try queue(entry, for: webhook) }
                if entry.event == .new { tally.new += 1 } else { tally.updated += 1 }
            }
        }
        if poll.isPart {
            try save(counts, of: poll.feed)
        } else {
            var outcome = poll.outcome
            outcome.articles += tally.new + tally.updated
            try save(poll.state, outcome, counts, of: poll.feed)
        }
        return tally
    }

    /// - Parameter deliverable: entries with an article; those leave that are known by now, or are another feed's.
    /// - Returns: the document for the next poll.
    private mutating func write(
        _ examination: Examination, deliverable: inout Set<Int>, _ tally: inout CommitResult.Poll,
        _ counts: inout DailyCounts
    ) throws -> LastDocument {
        var document = examination.document
        for change in examination.changes {
            switch change {
            case .touch(let id): try touch(row: id)
            case .forgetURL(let id): try forgetURL(row: id)
            case .rewrite(var row, let entry):
                if deliverable.contains(entry) { row.revision += 1 }
                try rewrite(row)
            case .insert(let new, let entry, let state):
                let isDelivered = deliverable.contains(entry)
                let placed = try new.placed(
                    isDelivered: isDelivered, scope: examination.scope, in: seen(by: new.feed))
                guard let row = placed else {
                    deliverable.remove(entry)
                    continue
                }
                document.set(state, row: try insert(row))
                if row.flags.contains(.duplicate) {
                    deliverable.remove(entry)
                    tally.duplicates += 1
                    try note(row.item, alsoIn: row.feed)
                } else {
                    counts.add(published: row.published.map { $0 / 86_400 }, today: today)
                }
            }
        }
        return document
    }
}
