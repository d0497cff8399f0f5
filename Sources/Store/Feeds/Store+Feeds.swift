import Foundation
import GRDB

extension Store {
    /// Makes the rows of `feed` those of feeds.toml, and returns them in its order.
    ///
    /// A feed is known by its URL. Where only the URL of a name has changed, the row goes with the name: what was seen stays
    /// seen, while validators and dates, which belong to an address, are dropped. Rows of feeds that are no longer
    /// configured stay too: whoever adds one again does not get its articles twice.
    public func synchronize(_ feeds: [FeedSource]) throws(StoreError) -> [FeedRecord] {
        try write { db in
            try db.execute(sql: "UPDATE feed SET is_active = 0")
            let byURL = try db.makeStatement(sql: "UPDATE feed SET is_active = 1, name = ? WHERE url = ?")
            var missing: [FeedSource] = []
            for feed in feeds {
                try byURL.execute(arguments: [feed.name, feed.url])
                if db.changesCount == 0 { missing.append(feed) }
            }
            for feed in missing {
                try db.execute(
                    sql: """
                        UPDATE feed SET url = ?, is_active = 1, etag = NULL, last_modified = NULL, validators_url = NULL,
                            body_digest = NULL, moved_to = NULL, timing = NULL, next_poll = NULL, failures = 0,
                            last_status = NULL, last_error = NULL
                        WHERE id = (SELECT id FROM feed WHERE name = ? AND is_active = 0 LIMIT 1)
                        """, arguments: [feed.url, feed.name])
                if db.changesCount == 0 {
                    try db.execute(
                        sql: "INSERT INTO feed (url, name, is_active) VALUES (?, ?, 1)",
                        arguments: [feed.url, feed.name])
                }
            }
            var records: [String: FeedRecord] = [:]
            let cursor = try GRDB.Row.fetchCursor(db, sql: Self.feedColumns + " WHERE is_active = 1")
            while let row = try cursor.next() {
                let record = FeedRecord(row)
                records[record.url] = record
            }
            return feeds.compactMap { records[$0.url] }
        }
    }

    /// One feed; nil for an unknown id.
    public func feed(_ id: Int64) throws(StoreError) -> FeedRecord? {
        try read { db in
            try GRDB.Row.fetchOne(db.cachedStatement(sql: Self.feedColumns + " WHERE id = ?"), arguments: [id])
                .map(FeedRecord.init)
        }
    }

    /// All feeds of the last configuration, unsorted.
    public func feeds() throws(StoreError) -> [FeedRecord] {
        try read { db in
            try GRDB.Row.fetchAll(db, sql: Self.feedColumns + " WHERE is_active = 1").map(FeedRecord.init)
        }
    }

    private static let feedColumns = """
        SELECT id, url, name, etag, last_modified, validators_url, body_digest, moved_to, timing, why, next_poll, failures,
            last_poll, last_success, last_status, last_error, title FROM feed
        """

    static func update(_ id: Int64, _ update: FeedUpdate, in db: Database) throws {
        let validators = update.validators
        try db.cachedStatement(
            sql: """
                UPDATE feed SET timing = ?, why = ?, next_poll = ?, failures = ?, last_poll = ?, last_status = ?,
                    last_error = ?, last_success = CASE WHEN ? THEN ? ELSE last_success END,
                    title = COALESCE(?, title), body_digest = COALESCE(?, body_digest),
                    etag = CASE WHEN ? THEN ? ELSE etag END,
                    last_modified = CASE WHEN ? THEN ? ELSE last_modified END,
                    validators_url = CASE WHEN ? THEN ? ELSE validators_url END
                WHERE id = ?
                """
        ).execute(arguments: [
            Data(update.timing), update.why, update.nextPoll?.timeIntervalSince1970, update.failures,
            update.polledAt.timeIntervalSince1970, update.status, update.error,
            update.isSuccess, update.polledAt.timeIntervalSince1970, update.title, update.bodyDigest.map { Data($0) },
            validators != nil, validators?.etag.map { Data($0) }, validators != nil,
            validators?.lastModified.map { Data($0) }, validators != nil, validators?.url, id,
        ])
    }
}

extension FeedRecord {
    init(_ row: GRDB.Row) {
        func bytes(_ column: Int) -> [UInt8]? { (row[column] as Data?).map(Array.init) }
        func date(_ column: Int) -> Date? { (row[column] as Double?).map(Date.init(timeIntervalSince1970:)) }
        self.init(
            id: row[0], url: row[1], name: row[2], etag: bytes(3), lastModified: bytes(4), validatorsURL: row[5],
            bodyDigest: bytes(6), movedTo: row[7], timing: bytes(8), why: row[9], nextPoll: date(10), failures: row[11],
            lastPoll: date(12), lastSuccess: date(13), lastStatus: row[14], lastError: row[15], title: row[16])
    }
}
