import Foundation
import Identity
import Model
import Store
import TestSupport

/// A script of polls on a real store, and what came out of it.
final class History {
    let temporary: TemporaryStore
    var store: any Store { temporary.store }
    var policy = IdentityPolicy()
    /// Titles of the articles as they were committed, `~` ahead of backfill, `+2` after a revision.
    private(set) var articles: [String] = []
    private var feeds: [FeedRecord] = []
    private(set) var last: Examination?

    init(on stores: StoreFactory, feeds names: [String] = ["a"], policy: IdentityPolicy = IdentityPolicy()) throws {
        (temporary, self.policy) = (try stores.make(), policy)
        feeds = try store.synchronize(names.map { FeedSource(url: "https://\($0).example/feed", name: $0) })
    }

    func feed(_ name: String) -> FeedRecord { feeds.first { $0.name == name }! }

    /// Polls one feed; `delivers: false` drops all new articles, as a filter would.
    /// - Returns: the titles that came out of this poll.
    @discardableResult
    func poll(
        _ name: String = "a", day: Double, _ entries: [Fingerprint], delivers: Bool = true
    ) throws -> [String] {
        try commit([try record(name, day: day, entries, delivers: delivers)], day: day)
    }

    /// What a poll found, not committed yet.
    func record(
        _ name: String = "a", day: Double, _ entries: [Fingerprint], delivers: Bool = true
    ) throws -> PollRecord {
        let feed = feed(name)
        let examination = try store.examine(feed: feed.id, entries, policy: policy, now: .day(day))
        last = examination
        var articles: [PollRecord.Article] = []
        for (index, verdict) in examination.verdicts.enumerated() where delivers {
            var item = Item()
            item.title = entries[index].title
            switch verdict {
            case .new(let id, let isBackfill):
                let rendered = RenderedItem(
                    item, id: id, feed: FeedLabel(name: name), isBackfill: isBackfill, markdown: [], journal: .thin)
                articles.append(PollRecord.Article(entry: index, item: rendered))
            case .updated(let id, let revision, let alsoIn):
                let rendered = RenderedItem(
                    item, id: id, feed: FeedLabel(name: name), alsoIn: alsoIn, revision: revision, markdown: [],
                    journal: .thin)
                articles.append(PollRecord.Article(entry: index, item: rendered))
            case .known, .duplicate, .seeded: break
            }
        }
        titles = titles.merging(
            articles.map { ($0.item.id.text + "\($0.item.revision)", entries[$0.entry].title) }
        ) { $1 }
        return PollRecord(
            feed: feed.id, state: feed.state, outcome: PollOutcome(time: .day(day), status: 200, milliseconds: 12),
            examination: examination, articles: articles)
    }

    @discardableResult
    func commit(_ polls: [PollRecord], day: Double) throws -> [String] {
        let new = try store.committed(polls, now: .day(day)).map { entry in
            let title = titles[entry.id.text + "\(entry.revision)"] ?? "?"
            return (entry.isBackfill ? "~" : "") + title + (entry.revision > 1 ? "+\(entry.revision)" : "")
        }
        articles += new
        return new
    }

    private var titles: [String: String] = [:]
}

extension Store {
    /// Commits, and reads back the articles of it.
    func committed(_ polls: [PollRecord], now: Date) throws -> [OutboxEntry] {
        let seqs = try commit(polls, now: now).seqs
        return try entries(after: seqs.lowerBound - 1, limit: seqs.count)
    }
}
