import FoundationEssentials
import Files
import Model

/// Which days of the spool have had their time. Whole days go, so that a reader finds a day whole or not at all.
enum Retention {
    /// The first day that stays: `Spool.removeDays(before:limit:)` and `Journal.removeDays(before:)` take it.
    ///
    /// - Parameters:
    ///   - keep: how long an article stays at least; a day goes when its last second is that old.
    ///   - oldestUndelivered: when the oldest article was committed that still waits for a sink; its day stays.
    /// - Returns: a UTC day such as `2026-11-23`.
    static func firstKeptDay(now: Date, keep: Duration, oldestUndelivered: Date?) -> String {
        let oldest = now.addingTimeInterval(-Double(keep.components.seconds))
        return Timestamp.day(min(oldest, oldestUndelivered ?? oldest))
    }
}

extension Spool {
    /// The hidden name of a day that is being removed; one that a crash left is taken up again.
    private static let expired = ".expired-"

    /// Removes the directories of days before `day` (see `Retention`), oldest first and at most `limit` files a call, so
    /// that articles which land meanwhile do not wait long.
    ///
    /// - Returns: whether there is more to remove.
    func removeDays(before day: String, limit: Int = 1_000) throws(DeliverError) -> Bool {
        try DeliverError.mapping { () throws(FileError) in
            guard let articles = try articlesIfThere() else { return false }
            return try removeDays(of: articles, before: day, limit: limit)
        }
    }

    private func removeDays(of articles: Directory, before day: String, limit: Int) throws(FileError) -> Bool {
        var left = limit
        let names = try articles.names()
        for name in names.filter({ $0.hasPrefix(Self.expired) }).sorted() {
            guard try remove(name, in: articles, left: &left) else { return true }
        }
        for old in names.filter({ Day.isName($0) && $0 < day }).sorted() {
            let hidden = Self.expired + old
            try articles.rename(old, to: hidden)
            FaultPoint.pass("retention.after-rename")
            guard try remove(hidden, in: articles, left: &left) else { return true }
        }
        return false
    }

    /// - Returns: whether all of it is gone.
    private func remove(_ name: String, in articles: Directory, left: inout Int) throws(FileError) -> Bool {
        let directory = try articles.openDirectory(name)
        let files = try directory.names(limit: left)
        for file in files { try directory.remove(file) }
        left -= files.count
        guard left > 0 else { return false }
        try articles.removeDirectory(name)
        return true
    }
}
