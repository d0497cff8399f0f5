import GRDB
import Identity
import Model

/// The table `document` within one transaction.
struct DocumentTable {
    let database: Database

    /// Empty where the feed has shown none.
    func document(of feed: FeedID) throws -> LastDocument {
        let select = try PreparedStatement(database, "SELECT day, entries FROM document WHERE feed = ?")
        return try select.first({ $0.set(1, feed) }) { LastDocument(day: $0.integer(0), blob: $0.bytes(1)) }
            ?? LastDocument()
    }

    func save(_ document: LastDocument, of feed: FeedID) throws {
        try PreparedStatement(database, "INSERT OR REPLACE INTO document (feed, day, entries) VALUES (?, ?, ?)").run {
            $0.set(1, feed)
            $0.set(2, document.day)
            $0.set(3, document.blob)
        }
    }
}
