import Bytes

/// ISO 8601 and its profiles (RFC 3339, W3CDTF): the order is year first, and all is digits.
enum ISODate {
    /// Seconds since 1970; nil where the text is written in another way.
    static func seconds(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
        var scanner = DateScanner(text)
        guard let (year, digits) = scanner.number(most: 8), digits == 4 || digits >= 7 else { return nil }
        var time = CivilTime()
        var dayOffset = 0
        if digits == 8 {
            (time.year, time.month, time.day) = (year / 10_000, year / 100 % 100, year % 100)
        } else if digits == 7 {
            (time.year, dayOffset) = (year / 1_000, year % 1_000 - 1)
            guard isDay(dayOffset, of: time.year) else { return nil }
        } else {
            time.year = year
            guard readDate(&scanner, &time, &dayOffset) else { return nil }
        }
        guard readTime(&scanner, &time), scanner.isAtEnd else { return nil }
        return time.seconds.map { $0 + Double(dayOffset * 86_400) }
    }

    private static func isDay(_ offset: Int, of year: Int) -> Bool {
        offset >= 0 && offset < CivilDate.days(inYear: year)
    }

    /// The Thursday of a week lies in the week's year.
    private static func hasWeek53(_ year: Int) -> Bool {
        CivilTime.days(year: year, week: 53, weekday: 4) < CivilTime.days(year: year + 1, month: 1, day: 1)
    }

    /// What follows the year: `-12-31`, `-365` (a day of the year), `-W52-7` (a week), or nothing.
    private static func readDate(_ scanner: inout DateScanner, _ time: inout CivilTime, _ dayOffset: inout Int) -> Bool
    {
        if scanner.isAtEnd { return true }
        guard scanner.take("-") || scanner.take("/") else { return scanner.peekIs("T") }
        if scanner.take("W") {
            guard let (week, digits) = scanner.number(most: 2), digits == 2, (1...53).contains(week),
                week < 53 || hasWeek53(time.year)
            else { return false }
            var weekday = 1
            if scanner.take("-") {
                guard let (day, _) = scanner.number(most: 1), (1...7).contains(day) else { return false }
                weekday = day
            }
            dayOffset =
                CivilTime.days(year: time.year, week: week, weekday: weekday)
                - CivilTime.days(year: time.year, month: 1, day: 1)
            if dayOffset < 0 {
                // The first days of week 1 lie in the year before.
                time.year -= 1
                dayOffset += CivilDate.days(inYear: time.year)
            }
            return true
        }
        guard let (month, digits) = scanner.number(most: 3) else { return false }
        if digits == 3 {
            dayOffset = month - 1
            return isDay(dayOffset, of: time.year)
        }
        time.month = month
        if scanner.take("-") || scanner.take("/") {
            guard let (day, digits) = scanner.number(most: 2), digits > 0 else { return false }
            time.day = day
        }
        return true
    }

    /// `T10:14:55.5+01:00`, `T101455Z`, `T10Z`, with a space for `T`, or nothing.
    private static func readTime(_ scanner: inout DateScanner, _ time: inout CivilTime) -> Bool {
        if scanner.isAtEnd { return true }
        guard scanner.take("T") || scanner.take(" ") else { return scanner.zone(&time) }
        scanner.skipSpaces()
        guard let (first, digits) = scanner.number(most: 6) else { return scanner.zone(&time) }
        switch digits {
        case 6: (time.hour, time.minute, time.second) = (first / 10_000, first / 100 % 100, Double(first % 100))
        case 4: (time.hour, time.minute) = (first / 100, first % 100)
        case 1, 2:
            time.hour = first
            guard scanner.minutesAndSeconds(&time) else { return false }
        default: return false
        }
        scanner.fraction(&time)
        return scanner.zone(&time)
    }
}
