import Foundation
import GRDB

/// The next number and the time of a transaction's articles. Both only rise: numbers are never used again, and the time
/// never goes back, so that no journal file gets a line after the next day's has begun.
struct OutboxCounters {
    let time: Date
    private var lastSeq: Int64
    private let firstSeq: Int64

    init(_ db: Database, now: Date) throws {
        lastSeq = try Self.value("seq", db).map { Int64($0) } ?? 0
        firstSeq = lastSeq
        let last = try Self.value("time", db) ?? 0
        time = Date(timeIntervalSince1970: max(last, now.timeIntervalSince1970.rounded(.down)))
    }

    mutating func nextSeq() -> Int64 {
        lastSeq += 1
        return lastSeq
    }

    func save(_ db: Database) throws {
        guard lastSeq > firstSeq else { return }
        try Self.set("seq", Double(lastSeq), db)
        try Self.set("time", time.timeIntervalSince1970, db)
    }

    /// Exact as a number up to 2⁵³: a thousand articles a second for 285,000 years.
    static func value(_ name: String, _ db: Database) throws -> Double? {
        try Double.fetchOne(db.cachedStatement(sql: "SELECT value FROM counter WHERE name = ?"), arguments: [name])
    }

    static func set(_ name: String, _ value: Double, _ db: Database) throws {
        try db.cachedStatement(sql: "INSERT OR REPLACE INTO counter (name, value) VALUES (?, ?)")
            .execute(arguments: [name, value])
    }
}
