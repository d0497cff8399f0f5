public import Foundation
import GRDB
public import Model

extension Store {
    /// Says of each entry of a document whether it is new, in the order of the entries, and writes nothing.
    ///
    /// What is new here may have become known when the poll is committed; the commit looks again.
    public func examine(
        feed: Int64, _ entries: [Fingerprint], policy: IdentityPolicy, now: Date
    ) throws(StoreError) -> Examination {
        try read { db in
            let row = try GRDB.Row.fetchOne(
                db.cachedStatement(sql: "SELECT url, has_items, newest FROM feed WHERE id = ?"), arguments: [feed])
            guard let row else { return Examination(verdicts: [], policy: policy, changes: [], oldest: nil) }
            let examiner = Examiner(
                db: db, feed: feed, feedURL: row[0], isFirst: !(row[1] as Bool), floor: row[2], policy: policy,
                today: Day.number(of: now))
            return try examiner.examine(entries)
        }
    }
}

/// Days since 1970, UTC: precise enough to forget by.
enum Day {
    static func number(of date: Date) -> Int64 { Int64((date.timeIntervalSince1970 / 86_400).rounded(.down)) }
}
