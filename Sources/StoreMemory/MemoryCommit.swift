import FoundationEssentials
import Identity
import Model
import Store

extension Contents {
    mutating func commit(_ polls: [PollRecord], now: Date) -> CommitResult {
        var transaction = MemoryCommit(self, now: now)
        self = Contents()  // a second owner would have each change copy all there is
        defer { self = transaction.contents }
        let first = transaction.contents.outbox.seq + 1
        var result = CommitResult()
        for poll in polls {
            // That there is no such feed is found before anything is changed, and nothing else can fail.
            result.polls.append(
                Result { try transaction.write(poll) }.mapError { $0 as? StoreError ?? .noFeed(poll.feed) })
        }
        result.seqs = first..<transaction.contents.outbox.seq + 1
        return result
    }
}

/// One transaction of `MemoryStore.commit`.
private struct MemoryCommit: CommitTransaction {
    var contents: Contents
    let today: Int64
    /// The articles' time (milliseconds since 1970).
    private let time: Int64

    init(_ contents: Contents, now: Date) {
        self.contents = contents
        today = Instant.days(now)
        time = max(Instant.milliseconds(now), contents.outbox.time)
    }

    func seen(by feed: FeedID) -> SeenRows.ByFeed { SeenRows.ByFeed(rows: contents.seen, feed: feed) }

    mutating func insert(_ row: SeenRow) -> Int64 { contents.seen.insert(row) }

    mutating func rewrite(_ row: SeenRow) {
        contents.seen.change(row.id) { old in
            let feed = old.feed
            old = row
            old.feed = feed
        }
    }

    mutating func touch(row: Int64) { contents.seen.change(row) { $0.shown = today } }

    mutating func forgetURL(row: Int64) { contents.seen.change(row) { $0.url = nil } }

    mutating func note(_ item: ItemID, alsoIn feed: FeedID) { contents.alsoIn[item, default: []].insert(feed) }

    mutating func save(_ memory: FeedMemory, of feed: FeedID) { contents.feeds[feed]?.memory = memory }

    mutating func save(_ document: LastDocument, of feed: FeedID) { contents.feeds[feed]?.document = document }

    mutating func append(_ item: RenderedItem) -> OutboxEntry {
        let similar = contents.sketches.place(item, now: time)
        return contents.outbox.append(item, similarTo: similar, now: time)
    }

    mutating func queue(_ entry: OutboxEntry, for webhook: String) {
        contents.webhooks[webhook, default: MessageRows()][entry.seq] = MessageRow(due: time)
    }

    func dailyCounts(of feed: FeedID) throws -> DailyCounts {
        guard let row = contents.feeds[feed] else { throw StoreError.noFeed(feed) }
        return row.counts
    }

    mutating func save(_ counts: DailyCounts, of feed: FeedID) { contents.feeds[feed]?.counts = counts }

    mutating func save(_ state: FeedState, _ outcome: PollOutcome, _ counts: DailyCounts, of feed: FeedID) {
        contents.feeds[feed]?.state = state
        contents.feeds[feed]?.counts = counts
        contents.feeds[feed]?.keep(outcome)
    }
}
