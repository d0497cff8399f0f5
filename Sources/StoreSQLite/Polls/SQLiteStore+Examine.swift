import FoundationEssentials
import GRDB
import Identity
import Model
import Store

extension SQLiteStore {
    func examine(
        feed: FeedID, _ entries: [Fingerprint], policy: IdentityPolicy, now: Date
    ) throws(StoreError) -> Examination {
        try read { database in
            guard let identity = try FeedTable(database: database).identity(of: feed) else {
                throw StoreError.noFeed(feed)
            }
            let alsoIn = AlsoIn(database: database)
            let isFirst = identity.memory.firstDocument == nil
            let adopted = isFirst ? try SeenTable.adopted(by: feed, in: database) : []
            let examiner = Examiner(
                feed: feed, feedURL: identity.url, policy: policy, memory: identity.memory, now: EntryTime.seconds(now),
                adopted: adopted, alsoIn: alsoIn.names)
            let isNew = isFirst && adopted.isEmpty
            let last = try DocumentTable(database: database).document(of: feed)
            return try examiner.examine(entries, last: last, in: SeenTable(database).of(feed, isNew: isNew))
        }
    }
}
