/// Every date that is not in ISO order: RFC 822 and its many dialects, asctime, US and dotted dates, names of months in
/// many languages, and Korean and Japanese marks.
///
/// The text is taken apart into a time, a zone, names of months and plain numbers; what the numbers are follows from
/// their size, their order and the marks between them.
struct LooseDate {
    private struct Number {
        var value: Int, digits: Int
        /// The mark before it: `/`, `.`, `-` or a space.
        var mark: UInt8
    }

    private var scanner: DateScanner
    private var time = CivilTime()
    private var numbers: [Number] = []
    private var month: Int?
    /// How many numbers stood before the name of the month.
    private var numbersBeforeMonth = 0
    private var year: Int?, day: Int?
    private var hasTime = false, isAfternoon = false, isMorning = false

    /// Seconds since 1970; nil where no date can be made out.
    static func seconds(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
        var date = LooseDate(scanner: DateScanner(text))
        guard date.scan(), date.assignNumbers() else { return nil }
        return date.time.seconds
    }

    private init(scanner: DateScanner) { self.scanner = scanner }

    private mutating func scan() -> Bool {
        var mark = UInt8(ascii: " ")
        while !scanner.isAtEnd {
            let byte = scanner.byte
            if byte >= 0x30 && byte <= 0x39 {
                guard takeNumber(after: mark) else { return false }
                mark = UInt8(ascii: " ")
            } else if hasTime, byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-"), let offset = scanner.offset() {
                time.offset = offset
            } else if DateScanner.isLetter(byte) {
                takeWord()
                mark = UInt8(ascii: " ")
            } else if byte == UInt8(ascii: "(") {
                // A comment (RFC 822), mostly the zone's name once more.
                while !scanner.isAtEnd, scanner.byte != UInt8(ascii: ")") { scanner.index += 1 }
            } else {
                if byte > 0x20 && byte != UInt8(ascii: ",") { mark = byte }
                scanner.index += 1
            }
        }
        return true
    }

    private mutating func takeNumber(after mark: UInt8) -> Bool {
        guard let (value, digits) = scanner.number(most: 14) else { return false }
        if digits <= 2, !hasTime, scanner.byte == UInt8(ascii: ":") {
            hasTime = true
            time.hour = value
            guard scanner.minutesAndSeconds(&time) else { return false }
            scanner.fraction(&time)
            return true
        }
        if let unit = takeUnit() {
            switch unit {
            case .year: year = value
            case .month: month = value
            case .day: day = value
            case .hour: (time.hour, hasTime) = (value, true)
            case .minute: time.minute = value
            case .second: time.second = Double(value)
            }
            return true
        }
        if digits == 14 || digits == 8 { return takeCompact(value, digits) }
        numbers.append(Number(value: value, digits: digits, mark: mark))
        return numbers.count <= 6
    }

    /// `20040525` and `20040525112317`.
    private mutating func takeCompact(_ value: Int, _ digits: Int) -> Bool {
        let date = digits == 14 ? value / 1_000_000 : value
        (year, month, day) = (date / 10_000, date / 100 % 100, date % 100)
        if digits == 14 {
            hasTime = true
            (time.hour, time.minute, time.second) = (value / 10_000 % 100, value / 100 % 100, Double(value % 100))
        }
        return true
    }

    /// The mark behind a number in Korean, Japanese and Chinese dates.
    private mutating func takeUnit() -> DateNames.Unit? {
        guard scanner.byte >= 0xE0, scanner.index + 3 <= scanner.bytes.count else { return nil }
        let mark = UnsafeBufferPointer(rebasing: scanner.bytes[scanner.index..<(scanner.index + 3)])
        guard let unit = DateNames.unit(String(decoding: mark, as: UTF8.self)) else { return nil }
        scanner.index += 3
        return unit
    }

    private mutating func takeWord() {
        let word = scanner.word()
        // The day of the week comes first and has a comma: `mar., 23 abr` is a Tuesday.
        if numbers.isEmpty, month == nil, scanner.byte == UInt8(ascii: ",") || followedByComma { return }
        // `a.m.` comes in two words, and `a` would be a zone.
        let isAbbreviated = (word == "p" || word == "a") && scanner.byte == UInt8(ascii: ".")
        if let half = isAbbreviated ? (word == "p" ? .afternoon : .morning) : DateNames.halfDay(word) {
            if half == .afternoon { isAfternoon = true } else { isMorning = true }
            takeHour()
        } else if hasTime, let zone = DateNames.zone(word), word != "m" {
            time.offset = zone
        } else if let found = DateNames.month(word), month == nil || numbers.isEmpty {
            month = found
            numbersBeforeMonth = numbers.count
        }
    }

    /// `Jan 3, 2024 5pm`: the number ahead of the half of the day is the hour, where the date has all its own without it.
    private mutating func takeHour() {
        guard !hasTime, numbers.count > (month == nil ? 3 : 2), let last = numbers.last, last.value <= 12 else {
            return
        }
        numbers.removeLast()
        (time.hour, hasTime) = (last.value, true)
    }

    private var followedByComma: Bool {
        scanner.byte == UInt8(ascii: ".") && scanner.index + 1 < scanner.bytes.count
            && scanner.bytes[scanner.index + 1] == UInt8(ascii: ",")
    }

    private mutating func assignNumbers() -> Bool {
        if isAfternoon, time.hour < 12 { time.hour += 12 }
        if isMorning, time.hour == 12 { time.hour = 0 }
        if year != nil, day == nil, let first = numbers.first { day = first.value }
        if let year, let month {
            (time.year, time.month, time.day) = (LooseDate.fullYear(year, digits: year < 100 ? 2 : 4), month, day ?? 1)
            return true
        }
        if let month { return assign(month: month) }
        return assignWithoutName()
    }

    /// Day and year beside the name of a month, in either order.
    private mutating func assign(month: Int) -> Bool {
        time.month = month
        guard let first = numbers.first else { return false }
        guard numbers.count >= 2 else {
            // `May 2024`
            guard first.digits == 4 else { return false }
            time.year = first.value
            return true
        }
        let second = numbers[1]
        if first.digits == 4 || first.value > 31 {
            (time.year, time.day) = (LooseDate.fullYear(first.value, digits: first.digits), second.value)
        } else {
            (time.day, time.year) = (first.value, LooseDate.fullYear(second.value, digits: second.digits))
        }
        return true
    }

    /// Three numbers: `2004/05/25`, `25.05.2004`, `5/25/2004`, `04-05-25`; one of ten digits is a Unix time.
    private mutating func assignWithoutName() -> Bool {
        if numbers.count == 1, numbers[0].digits == 10, !hasTime {
            time.year = 1970
            let (days, rest) = numbers[0].value.quotientAndRemainder(dividingBy: 86_400)
            return assign(days: days, seconds: rest)
        }
        guard numbers.count >= 3 else { return false }
        let (a, b, c) = (numbers[0], numbers[1], numbers[2])
        if a.digits == 4 || (b.mark == UInt8(ascii: "-") && c.digits == 2) {
            (time.year, time.month, time.day) = (LooseDate.fullYear(a.value, digits: a.digits), b.value, c.value)
        } else if a.value > 12 || (b.mark != UInt8(ascii: "/") && b.value <= 12) {
            (time.day, time.month) = (a.value, b.value)
            time.year = LooseDate.fullYear(c.value, digits: c.digits)
        } else {
            (time.month, time.day) = (a.value, b.value)
            time.year = LooseDate.fullYear(c.value, digits: c.digits)
        }
        if time.month > 12, time.day <= 12 { (time.month, time.day) = (time.day, time.month) }
        return true
    }

    private mutating func assign(days: Int, seconds: Int) -> Bool {
        // Kept apart from the calendar: the first of January and an offset that cannot be one of a zone.
        guard days < 40_000 else { return false }
        var (year, day) = (1970, days)
        while true {
            let length = CivilTime.days(year: year + 1, month: 1, day: 1) - CivilTime.days(year: year, month: 1, day: 1)
            if day < length { break }
            day -= length
            year += 1
        }
        var month = 1
        while month < 12 {
            let length =
                CivilTime.days(year: year, month: month + 1, day: 1) - CivilTime.days(year: year, month: month, day: 1)
            if day < length { break }
            day -= length
            month += 1
        }
        (time.year, time.month, time.day) = (year, month, day + 1)
        (time.hour, time.minute, time.second) = (seconds / 3_600, seconds / 60 % 60, Double(seconds % 60))
        return true
    }

    /// RFC 2822 section 4.3: two digits from 50 on are of the last century, three count from 1900.
    private static func fullYear(_ year: Int, digits: Int) -> Int {
        switch digits {
        case 1, 2: year < 50 ? year + 2000 : year + 1900
        case 3: year + 1900
        default: year
        }
    }
}
