import FoundationEssentials
import GRDB
import Identity
import Model
import Store

extension SQLiteStore {
    func remember(toldBefore date: Date) throws(StoreError) {
        try write { database in
            let sql = "UPDATE feed SET last_document = ? WHERE first_document IS NULL"
            try PreparedStatement(database, sql).run { $0.set(1, EntryTime.seconds(date)) }
        }
    }

    func adopt(_ articles: [SpoolArticle], of feed: FeedID, now: Date) throws(StoreError) {
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
