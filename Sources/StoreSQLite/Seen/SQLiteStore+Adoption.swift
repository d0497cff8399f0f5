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
            for row in SeenRow.adopted(articles, by: feed, now: now) { _ = try writer.insert(row) }
        }
    }
}
