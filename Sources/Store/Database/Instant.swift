import FoundationEssentials

/// How the schema keeps time since 1970 in UTC: the store's own in milliseconds, entries' in seconds, both also in days.
enum Instant {
    static let day: Int64 = 86_400_000

    /// Dates out of reason (a feed may claim any year) stay within a range that no arithmetic here can overflow.
    static func milliseconds(_ date: Date) -> Int64 {
        let value = (date.timeIntervalSince1970 * 1_000).rounded(.down)
        return value.isNaN ? 0 : Int64(min(max(value, -1e15), 1e15))
    }

    static func date(_ milliseconds: Int64) -> Date { Date(timeIntervalSince1970: Double(milliseconds) / 1_000) }

    static func date(_ milliseconds: Int64?) -> Date? { milliseconds.map(date) }

    static func days(_ date: Date) -> Int64 { days(milliseconds(date)) }

    /// Rounds down also before 1970.
    static func days(_ milliseconds: Int64) -> Int64 {
        milliseconds >= 0 ? milliseconds / day : (milliseconds - day + 1) / day
    }
}
