import Bytes
import FoundationEssentials

/// Dates as feeds write them: RFC 822 and 2822, RFC 3339, W3CDTF, ISO 8601 with weeks and ordinal days, asctime, and
/// what people and broken generators make of them, in many languages. Works on bytes; no formatter, no locale.
enum FeedDate {
    enum Outcome: Equatable {
        case date(Date)
        /// Nothing but white space.
        case empty
        case unreadable
        /// A date that no one means: before 1970 (Hugo writes year 1 for “no date”) or far in the future.
        case absurd
        /// Day and month are numbers, and nothing tells which is which.
        case ambiguous
    }

    /// How far ahead of `now` a date may lie: events are announced for months to come.
    static let longestAhead: TimeInterval = 366 * 86_400

    /// - Parameters:
    ///   - now: to tell a date in the far future; without it the year 2100 is.
    ///   - order: how the publisher writes day and month as numbers, where that is known.
    static func parse(_ text: UnsafeBufferPointer<UInt8>, now: Date?, order: NumericOrder? = nil) -> Outcome {
        var reader = DateReader(now: now, order: order)
        return reader.read(text)
    }

    static func parse(_ text: String, now: Date?) -> Outcome {
        var text = text
        return text.withUTF8 { parse($0, now: now) }
    }
}

/// Reads the dates of one document, and learns from them how its publisher writes day and month as numbers.
struct DateReader {
    private let now: Date?
    /// What is known from elsewhere.
    private let order: NumericOrder?
    /// A date could be read in two ways.
    private(set) var sawAmbiguous = false
    private var sawDayFirst = false, sawMonthFirst = false

    init(now: Date?, order: NumericOrder? = nil) { (self.now, self.order) = (now, order) }

    /// The order that the dates of the document show; nil where they show none, or both.
    var provenOrder: NumericOrder? {
        sawDayFirst == sawMonthFirst ? nil : sawDayFirst ? .dayFirst : .monthFirst
    }

    mutating func read(_ text: UnsafeBufferPointer<UInt8>) -> FeedDate.Outcome {
        let trimmed = TextBytes.trim(text)
        guard !trimmed.isEmpty else { return .empty }
        // Longer than any date: not one, and not worth a look at each byte.
        guard trimmed.count <= 128 else { return .unreadable }
        if let seconds = RFC3339Date.seconds(trimmed) ?? RFC822Date.seconds(trimmed) ?? ISODate.seconds(trimmed) {
            return outcome(seconds)
        }
        switch LooseDate.read(trimmed, order: order) {
        case nil: return .unreadable
        case .ambiguous:
            sawAmbiguous = true
            return .ambiguous
        case .seconds(let seconds, let order):
            if order == .dayFirst { sawDayFirst = true }
            if order == .monthFirst { sawMonthFirst = true }
            return outcome(seconds)
        }
    }

    mutating func read(_ text: String) -> FeedDate.Outcome {
        var text = text
        return text.withUTF8 { read($0) }
    }

    private func outcome(_ seconds: Double) -> FeedDate.Outcome {
        let latest = now.map { $0.timeIntervalSince1970 + FeedDate.longestAhead } ?? 4_102_444_800
        guard seconds >= 0, seconds <= latest else { return .absurd }
        return .date(Date(timeIntervalSince1970: seconds))
    }
}

/// A moment by its parts, in the proleptic Gregorian calendar.
struct CivilTime {
    var year = 0, month = 1, day = 1
    var hour = 0, minute = 0
    var second = 0.0
    /// Minutes east of Greenwich.
    var offset = 0

    /// Seconds since 1970; nil where a part is out of its range. 24:00 is the end of the day, 60 a leap second, and the
    /// 31st of a shorter month the day after its last.
    var seconds: TimeInterval? {
        guard (0...9999).contains(year), (1...12).contains(month), (1...31).contains(day), (0...24).contains(hour),
            (0...59).contains(minute), second >= 0, second < 61, abs(offset) <= 24 * 60
        else { return nil }
        if hour == 24 && (minute > 0 || second > 0) { return nil }
        let days = CivilTime.days(year: year, month: month, day: day)
        return Double(days * 86_400 + hour * 3_600 + minute * 60 - offset * 60) + second
    }

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
