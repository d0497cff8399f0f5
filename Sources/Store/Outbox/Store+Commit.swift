public import FoundationEssentials
import GRDB
import Identity
import Model

extension Store {
    /// Writes many polls in one transaction: what was seen, the articles with their `seq`, a row for each webhook, and each
    /// feed's state. When this returns, all of it survives a power cut; when it throws, nothing of it was done.
    ///
    /// What `examine` called new is looked up again: if another poll has brought the article since, it is noted as its
    /// duplicate, and not delivered.
    ///
    /// - Parameter now: the articles' time, unless the clock went back: time never does, so `seq` and time rise together.
    public func commit(_ polls: [PollRecord], now: Date) throws(StoreError) -> CommitResult {
        try write { database in
            var committer = try Committer(database, now: now)
            for poll in polls { try committer.add(poll) }
            return try committer.finish()
        }
    }
}

/// One transaction of `Store.commit`.
private struct Committer {
    private let seen: SeenTable
    private let writer: SeenWriter
    private let documents: DocumentTable
    private let feeds: FeedTable
    private let polls: PollWriter
    private let alsoIn: AlsoIn
    private let webhooks: WebhookTable
    private let near: NearTable
    private var outbox: OutboxWriter
    private let today: Int64
    private var result = CommitResult()

    init(_ database: Database, now: Date) throws {
        seen = try SeenTable(database)
        writer = try SeenWriter(database)
        documents = DocumentTable(database: database)
        feeds = FeedTable(database: database)
        polls = try PollWriter(database)
        alsoIn = AlsoIn(database: database)
        webhooks = WebhookTable(database: database)
        outbox = try OutboxWriter(database, now: now)
        near = NearTable(database: database, now: outbox.time)
        today = Instant.days(now)
    }

    mutating func add(_ poll: PollRecord) throws {
        guard let (history, daily) = try polls.bookkeeping(of: poll.feed) else {
            // Removed from feeds.toml while it was polled: rows stay, so this is a mistake of the caller.
            throw DatabaseError(resultCode: .SQLITE_MISUSE, message: "there is no feed \(poll.feed)")
        }
        var tally = CommitResult.Poll()
        var counts = DailyCounts(daily)
        if let examination = poll.examination {
            try write(examination, articles: poll.articles, tally: &tally, counts: &counts)
        }
        if poll.isLate {
            try polls.save(daily: counts.blob, of: poll.feed)
        } else {
            var outcome = poll.outcome
            outcome.articles = tally.new + tally.updated
            try polls.save(
                poll.state, history: PollHistory.appending(outcome, to: history), daily: counts.blob, of: poll.feed)
        }
        result.polls.append(tally)
    }

    consuming func finish() throws -> CommitResult {
        let (new, updated) = result.polls.reduce((0, 0)) { ($0.0 + $1.new, $0.1 + $1.updated) }
        try outbox.finish(new: new, updated: updated)
        var result = result
        result.seqs = outbox.seqs
        return result
    }

    private mutating func write(
        _ examination: Examination, articles: [PollRecord.Article], tally: inout CommitResult.Poll,
        counts: inout DailyCounts
    ) throws {
        var deliverable = Set(articles.map(\.entry))
        var document = examination.document
        for change in examination.changes {
            switch change {
            case .touch(let id): try writer.touch(id: id, day: today)
            case .forgetURL(let id): try writer.forgetURL(id: id)
            case .rewrite(var row, let entry):
                if deliverable.contains(entry) { row.revision += 1 }
                try writer.rewrite(row)
            case .insert(let row, let entry, let state):
                let isDelivered = deliverable.contains(entry)
                guard
                    let row =
                        try row.placed(isDelivered: isDelivered, scope: examination.scope, in: seen.of(row.feed))
                else {
                    deliverable.remove(entry)
                    continue
                }
                document.set(state, row: try writer.insert(row))
                if row.flags.contains(.duplicate) {
                    deliverable.remove(entry)
                    tally.duplicates += 1
                    try alsoIn.note(row.item, in: row.feed)
                } else {
                    counts.add(published: row.published.map { $0 / 86_400 }, today: today)
                }
            }
        }
        if let memory = examination.memory { try feeds.save(memory, of: examination.feed) }
        if !examination.verdicts.isEmpty, document != examination.previousDocument {
            try documents.save(document, of: examination.feed)
        }
        for article in articles where deliverable.contains(article.entry) {
            let entry = try outbox.append(article.item, similarTo: try near.place(article.item))
            for webhook in article.webhooks { try webhooks.add(seq: entry.seq, to: webhook, due: outbox.time) }
            if entry.event == .new { tally.new += 1 } else { tally.updated += 1 }
        }
    }
}
