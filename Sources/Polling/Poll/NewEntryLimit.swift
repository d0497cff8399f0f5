import Config
import Foundation
import Store

/// How many new entries of one document may come in: what is beyond stays unknown to the store, so that the next polls find
/// it new. A feed that lists a hundred thousand entries, or invents new ones for each poll, then costs no more than a busy one.
struct NewEntryLimit: Sendable {
    /// Web pages that one poll asks for (`full_text`).
    static let pages = 50

    /// Entries that may come in still; those of the first document are as many as `first_fetch` lets in.
    private var entries: Int
    private(set) var pagesLeft = Self.pages
    /// New entries so far, and those of them that have to wait.
    private var found = 0
    private(set) var leftOut: Set<Int> = []
    private let most: Int

    /// - Parameter state: as the feed's last poll left it.
    init(_ daemon: Configuration.Daemon, _ state: FeedState, isFirstDocument: Bool, now: Date) {
        let today = state.newDay == Self.day(now) ? state.newOnDay : 0
        most = isFirstDocument ? .max : min(daemon.maxNew, max(0, daemon.maxNewPerDay - today))
        entries = most
    }

    /// Whether a new entry may come in now.
    /// - Parameter needsPage: it may be completed from its page.
    mutating func admits(_ entry: Int, needsPage: Bool) -> Bool {
        found += 1
        guard entries > 0, !needsPage || pagesLeft > 0 else {
            leftOut.insert(entry)
            return false
        }
        entries -= 1
        return true
    }

    /// An entry that was admitted is completed from its page.
    mutating func takePage() { pagesLeft -= 1 }

    /// Entries that came in and count; those of a first document do not.
    var admitted: Int { most == .max ? 0 : found - leftOut.count }
    /// Entries that wait because there were too many; 0 where only pages are yet to be fetched.
    var waiting: Int { found > most ? leftOut.count : 0 }

    static func day(_ date: Date) -> Int64 { Int64((date.timeIntervalSince1970 / 86_400).rounded(.down)) }
}

extension FeedState.Fields {
    /// Counts new entries on the day (UTC) on which they came in.
    mutating func countNew(_ entries: Int, now: Date) {
        let day = NewEntryLimit.day(now)
        (newDay, newOnDay) = (day, (newDay == day ? newOnDay : 0) + entries)
    }
}
