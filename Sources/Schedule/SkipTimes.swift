import FoundationEssentials

/// Hours and weekdays (UTC) in which a feed asks not to be polled: `skipHours` and `skipDays` of RSS 2.0.
public struct SkipTimes: Equatable, Sendable {
    /// Bit n: the hour that starts at n:00.
    let hours: UInt32
    /// Bit n: the weekday, 0 is Sunday.
    let days: UInt8

    /// A feed that forbids every hour or every day means nothing by it.
    init(hours: UInt32, days: UInt8) {
        self.hours = hours & 0xFF_FFFF == 0xFF_FFFF ? 0 : hours & 0xFF_FFFF
        self.days = days & 0x7F == 0x7F ? 0 : days & 0x7F
    }

    /// Hours 0 to 23, 24 counts as 0; English names of days in any case. What does not fit is ignored.
    public init(hours: [Int] = [], days: [String] = []) {
        let names = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"]
        self.init(
            hours: hours.reduce(0) { (0...24).contains($1) ? $0 | 1 << UInt32($1 % 24) : $0 },
            days: days.reduce(0) { mask, day in
                names.firstIndex(of: day.lowercased()).map { mask | 1 << UInt8($0) } ?? mask
            })
    }

    public var isEmpty: Bool { hours == 0 && days == 0 }

    /// The date itself, or the start of the first hour after it that is not to be skipped.
    func firstAllowed(from date: Date) -> Date {
        guard !isEmpty, isSkipped(UTCHour(date)) else { return date }
        var hour = UTCHour(date)
        // A whole week has at least one hour left: neither mask is full.
        for _ in 0..<(24 * 7) where isSkipped(hour) { hour = hour.next }
        return hour.start
    }

    private func isSkipped(_ hour: UTCHour) -> Bool {
        hours & 1 << UInt32(hour.ofDay) != 0 || days & 1 << UInt8(hour.weekday) != 0
    }
}
