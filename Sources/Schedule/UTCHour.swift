import FoundationEssentials

/// One hour of the UTC calendar, counted from 1970-01-01T00:00:00Z: all the calendar that rhythms and skipHours need.
struct UTCHour: Equatable {
    let number: Int

    /// Dates out of range (hostile headers) count as the nearest that fits.
    init(_ date: Date) {
        let seconds = date.timeIntervalSince1970
        self.number = seconds.isFinite ? Int((max(-1e15, min(1e15, seconds)) / 3600).rounded(.down)) : 0
    }

    init(number: Int) { self.number = number }

    /// 0 to 23.
    var ofDay: Int { number.modulo(24) }

    /// 0 is Sunday: 1970-01-01 was a Thursday.
    var weekday: Int { (number.floored(by: 24) + 4).modulo(7) }

    var next: UTCHour { UTCHour(number: number + 1) }

    var start: Date { Date(timeIntervalSince1970: Double(number) * 3600) }
}

extension Int {
    fileprivate func floored(by divisor: Int) -> Int { self >= 0 ? self / divisor : -((divisor - 1 - self) / divisor) }
    fileprivate func modulo(_ divisor: Int) -> Int { self - floored(by: divisor) * divisor }
}
