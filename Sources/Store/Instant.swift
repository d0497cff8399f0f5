package import FoundationEssentials

/// How stores keep time since 1970 in UTC: in milliseconds, and in days.
package enum Instant {
    package static let day: Int64 = 86_400_000

    /// Dates out of reason (a feed may claim any year) stay within a range that no arithmetic here can overflow.
    package static func milliseconds(_ date: Date) -> Int64 {
        let value = (date.timeIntervalSince1970 * 1_000).rounded(.down)
        return value.isNaN ? 0 : Int64(min(max(value, -1e15), 1e15))
    }

    package static func date(_ milliseconds: Int64) -> Date {
        Date(timeIntervalSince1970: Double(milliseconds) / 1_000)
    }

    package static func date(_ milliseconds: Int64?) -> Date? { milliseconds.map(date) }

    package static func days(_ date: Date) -> Int64 { days(milliseconds(date)) }

    /// Rounds down also before 1970.
    package static func days(_ milliseconds: Int64) -> Int64 {
        milliseconds >= 0 ? milliseconds / day : (milliseconds - day + 1) / day
    }
}
