import Bytes
import FoundationEssentials

/// A moment by its parts, in the proleptic Gregorian calendar.
struct CivilTime {
    var year = 0, month = 1, day = 1
    var hour = 0, minute = 0
    var second = 0.0
    /// Minutes east of Greenwich.
    var offset = 0

    /// No clock is that far from Greenwich: a time with it has no `seconds`.
    static let noOffset = 24 * 60

    /// Seconds since 1970; nil where a part is out of its range. 24:00 is the end of the day, and 60 a leap second.
    var seconds: TimeInterval? {
        guard (0...9999).contains(year), isDay, (0...24).contains(hour), (0...59).contains(minute), second >= 0,
            second < 61, abs(offset) < Self.noOffset
        else { return nil }
        if hour == 24 && (minute > 0 || second > 0) { return nil }
        let days = CivilTime.days(year: year, month: month, day: day)
        return Double(days * 86_400 + hour * 3_600 + minute * 60 - offset * 60) + second
    }

    /// Whether the month has such a day.
    var isDay: Bool {
        (1...12).contains(month) && day >= 1 && (day <= 28 || day <= CivilDate.days(inMonth: month, of: year))
    }

    func isSameDay(as other: CivilTime) -> Bool { (year, month, day) == (other.year, other.month, other.day) }

    /// Days since 1970-01-01.
    static func days(year: Int, month: Int, day: Int) -> Int {
        CivilDate(year: year, month: month, day: day).daysSince1970
    }

    /// The year that a day since 1970 is in.
    static func year(ofDay day: Int) -> Int {
        var year = 1970 + Int((Double(day) / 365.2425).rounded(.down))
        while days(year: year, month: 1, day: 1) > day { year -= 1 }
        while days(year: year + 1, month: 1, day: 1) <= day { year += 1 }
        return year
    }

    /// The first Monday-based week of a year is the one with 4 January in it (ISO 8601).
    static func days(year: Int, week: Int, weekday: Int) -> Int {
        let fourth = days(year: year, month: 1, day: 4)
        let mondayBased = (fourth + 3) % 7  // 1970-01-01 was a Thursday
        return fourth - (mondayBased < 0 ? mondayBased + 7 : mondayBased) + (week - 1) * 7 + weekday - 1
    }
}
