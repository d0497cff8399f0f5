public import FoundationEssentials
import GRDB
import Identity
public import Model

/// An article of the spool whose row the store has lost.
public struct SpoolArticle: Sendable {
    public var id: ItemID
    public var revision: Int
    /// As far as the spool tells; its content hash means nothing.
    public var fingerprint: Fingerprint

    public init(id: ItemID, revision: Int, fingerprint: Fingerprint) {
        (self.id, self.revision, self.fingerprint) = (id, revision, fingerprint)
    }
}

extension Store {
    /// Takes what feeds show in their first document and published before `date` for told: a spool whose oldest days went tells
    /// of it no more.
    public func remember(toldBefore date: Date) throws(StoreError) {
        try write { database in
            let sql = "UPDATE feed SET last_document = ? WHERE first_document IS NULL"
            try PreparedStatement(database, sql).run { $0.set(1, EntryTime.seconds(date)) }
        }
    }

    /// Remembers articles that a feed brought, so that they are not announced again. The feed's next document counts as its
    /// first: what it shows besides is up to `first_fetch`.
    ///
    /// - Parameter articles: one for each id, the last revision.
    public func adopt(_ articles: [SpoolArticle], of feed: FeedID, now: Date) throws(StoreError) {
        try write { database in
            let writer = try SeenWriter(database)
            let keys = DocumentKeys(articles.map(\.fingerprint)).entries
            for (article, entry) in zip(articles, keys) {
                _ = try writer.insert(
                    SeenRow(
                        feed: feed, key: entry.key, url: entry.ownURL, bare: entry.bare, title: entry.title,
                        published: entry.published, content: SeenRow.unknownContent, shown: Instant.days(now),
                        item: article.id, revision: article.revision, flags: .delivered))
            }
        }
    }
}
