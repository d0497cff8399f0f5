/// Every date that is not in ISO order: RFC 822 and its many dialects, asctime, US and dotted dates, names of months in
/// many languages, Chinese, Korean and Japanese marks, and times since 1970.
///
/// The text is taken apart into a time, a zone, names of months and plain numbers (`LooseDate+Scan`); what the numbers are
/// follows from their size, their order and the marks between them. A numeric offset counts before a zone's name, and what
/// can be read in two ways is not read.
struct LooseDate {
    enum Reading: Equatable {
        /// Since 1970. `order` is what the date shows of the order of its numbers.
        case seconds(Double, order: NumericOrder?)
        /// Day and month are numbers up to twelve, and nothing tells which is which.
        case ambiguous
    }

    struct Number {
        var value: Int, digits: Int
        /// The mark before it: `/`, `.`, `-` or a space.
        var mark: UInt8
    }

    /// What was read last, as far as it decides what the next sign means.
    enum Token { case none, number, month, time, half, zone }

    var scanner: DateScanner
    var time = CivilTime()
    var numbers: [Number] = []
    /// Names of months that were met.
    var months: [MonthNames.Meaning] = []
    var year: Int?, month: Int?, day: Int?
    /// Added to the year: behind the name of an era.
    var era = 0
    var hasTime = false
    var half: DateNames.HalfDay?
    /// Index of the number that is an hour where no time is written with a colon: `5 pm`.
    var hourCandidate: Int?
    /// Minutes east: as a number, by a zone's name, and the place whose clocks were read.
    var offset: Int?, zoneOffset: Int?, place: String?
    /// The text is in Thai: years count from 543 BC.
    var isThai = false
    /// A word such as `kl.` says that a time follows.
    var expectsTime = false
    /// The same, and that it may be an hour alone.
    var expectsHour = false
    var last = Token.none
    private let order: NumericOrder?

    /// Nil where no date can be made out.
    static func read(_ text: UnsafeBufferPointer<UInt8>, order: NumericOrder?) -> Reading? {
        DateText.plain(text).withUnsafeBufferPointer { bytes in
            var date = LooseDate(scanner: DateScanner(bytes), order: order)
            return date.read()
        }
    }

    private init(scanner: DateScanner, order: NumericOrder?) { (self.scanner, self.order) = (scanner, order) }

    private mutating func read() -> Reading? {
        if let seconds = clockOfPrograms() { return .seconds(seconds, order: nil) }
        guard scan() else { return nil }
        takeHourCandidate()
        guard let shown = assign() else { return nil }
        if case .ambiguous = shown { return .ambiguous }
        takeDottedTime()
        switch half {
        case .afternoon: if time.hour < 12 { time.hour += 12 }
        case .morning:
            // 13 o'clock is in no morning: one of the two is wrong.
            guard time.hour <= 12 else { return nil }
            if time.hour == 12 { time.hour = 0 }
        case nil: break
        }
        return seconds.map { .seconds($0, order: shown.order) }
    }

    private var seconds: Double? {
        var time = time
        time.offset = offset ?? zoneOffset ?? 0
        guard let seconds = time.seconds else { return nil }
        guard offset == nil, zoneOffset == nil || DateNames.isPlaceWord(place), let place else { return seconds }
        guard let zone = ZonePlace.named(DateNames.placeOfWord(place) ?? place) else {
            // A word has a usual meaning; a place that is not known has none.
            return zoneOffset == nil ? nil : seconds
        }
        time.offset = 0
        return time.seconds.map { $0 - Double(zone.offset(atLocal: $0)) }
    }

    // MARK: Numbers

    private enum Assignment {
        case done(order: NumericOrder?), ambiguous
        var order: NumericOrder? { if case .done(let order) = self { order } else { nil } }
    }

    private mutating func assign() -> Assignment? {
        if let month = month ?? monthByName() { return assign(month: month) ? .done(order: nil) : nil }
        guard months.isEmpty else { return nil }
        return assignWithoutName()
    }

    /// Nil where no month is named, or names contradict each other.
    private func monthByName() -> Int? {
        let named = months.filter { !$0.isWeekday }
        guard let last = (named.isEmpty ? months : named).last else { return nil }
        var bits = named.reduce(last.months) { $0 & $1.months }
        if bits.nonzeroBitCount > 1 { bits = byWeekday(bits) }
        return bits.nonzeroBitCount == 1 ? bits.trailingZeroBitCount : nil
    }

    /// `12. listopada 2023.` is Croatian, `12 listopada 2023` Polish: the former has dots behind its numbers, and months that
    /// are a month earlier.
    private func byWeekday(_ bits: UInt16) -> UInt16 {
        guard let day = numbers.first, day.digits <= 2 else { return 0 }
        let earliest = bits & (~bits + 1)
        return dottedDay ? earliest : bits & ~earliest
    }

    /// The first number has a dot behind it.
    private var dottedDay: Bool {
        let digits = scanner.bytes.firstIndex { $0 >= 0x30 && $0 <= 0x39 } ?? scanner.bytes.count
        let end = scanner.bytes[digits...].firstIndex { $0 < 0x30 || $0 > 0x39 } ?? scanner.bytes.count
        return end < scanner.bytes.count && scanner.bytes[end] == UInt8(ascii: ".")
    }

    /// Day and year beside a month that is known, in either order.
    private mutating func assign(month: Int) -> Bool {
        time.month = month
        let isYear = numbers.firstIndex { $0.digits == 4 } ?? numbers.firstIndex { $0.value > 31 }
        if year == nil, let index = isYear {
            year = numbers[index].value
            setYear(numbers.remove(at: index))
        } else if let year {
            setYear(Number(value: year, digits: year < 100 ? 2 : 4, mark: 0))
        }
        if day == nil, let first = numbers.first, first.digits <= 2 {
            day = first.value
            numbers.removeFirst()
        }
        if year == nil, let second = numbers.first, (2...3).contains(second.digits), second.mark != UInt8(ascii: ":") {
            year = second.value
            setYear(numbers.removeFirst())
        }
        // A month alone has no day.
        guard let day, year != nil else { return false }
        time.day = day
        return true
    }

    private mutating func setYear(_ number: Number) {
        if era != 0 {
            time.year = number.value + era
        } else {
            time.year = LooseDate.fullYear(number.value, digits: number.digits)
            if isThai, (2400...2700).contains(time.year) { time.year -= 543 }
        }
    }

    /// Three numbers: `2004/05/25`, `25.05.2004`, `5/25/2004`, `04-05-25`.
    private mutating func assignWithoutName() -> Assignment? {
        if let year, let first = numbers.first, numbers.count >= 2 {
            // The year has a mark, month and day are bare.
            setYear(Number(value: year, digits: year < 100 ? 2 : 4, mark: 0))
            (time.month, time.day) = (first.value, numbers[1].value)
            numbers.removeFirst(2)
            return .done(order: nil)
        }
        guard numbers.count >= 3 else { return nil }
        let (a, b, c) = (numbers[0], numbers[1], numbers[2])
        numbers.removeFirst(3)
        let dash = UInt8(ascii: "-")
        if a.digits == 4 {
            setYear(a)
            (time.month, time.day) = (b.value, c.value)
            return .done(order: nil)
        }
        if a.digits == 2, c.digits == 2, b.mark == dash || order == .yearFirst { return assignShort(a, b, c) }
        guard c.digits > 1 else { return nil }
        setYear(c)
        if b.mark == UInt8(ascii: "."), a.value <= 31, b.value <= 12 {
            (time.day, time.month) = (a.value, b.value)
            return .done(order: nil)
        }
        let isDayFirst: Bool
        if a.value > 12 {
            isDayFirst = true
        } else if b.value > 12 {
            isDayFirst = false
        } else if let order, order != .yearFirst {
            isDayFirst = order == .dayFirst
        } else if a.value != b.value {
            return .ambiguous
        } else {
            isDayFirst = true
        }
        (time.day, time.month) = isDayFirst ? (a.value, b.value) : (b.value, a.value)
        let proves = a.value > 12 || b.value > 12
        return .done(order: proves ? (isDayFirst ? .dayFirst : .monthFirst) : nil)
    }

    /// `04-05-25`: three numbers of two digits, any of which may be the year.
    private mutating func assignShort(_ a: Number, _ b: Number, _ c: Number) -> Assignment? {
        var found: (time: CivilTime, order: NumericOrder)?
        for (order, year, month, day) in [
            (.yearFirst, a, b, c), (.dayFirst, c, b, a), (.monthFirst, c, a, b),
        ] as [(NumericOrder, Number, Number, Number)] {
            var reading = time
            reading.year = LooseDate.fullYear(year.value, digits: 2)
            (reading.month, reading.day) = (month.value, day.value)
            guard reading.isDay, isUsual(order) else { continue }
            if let found, !found.time.isSameDay(as: reading) { return .ambiguous }
            if found == nil { found = (reading, order) }
            if order == .yearFirst, self.order == .yearFirst { break }
        }
        guard let found else { return nil }
        time = found.time
        return .done(order: found.order == .yearFirst ? nil : found.order)
    }

    /// The year may be first whatever else the publisher does.
    private func isUsual(_ order: NumericOrder) -> Bool {
        switch self.order {
        case .dayFirst: order != .monthFirst
        case .monthFirst: order != .dayFirst
        case .yearFirst, nil: true
        }
    }

    /// `Jan 3, 2024 5pm`: the number ahead of the half of the day is the hour, unless a time is written out.
    private mutating func takeHourCandidate() {
        guard !hasTime, let index = hourCandidate, index < numbers.count else { return }
        (time.hour, hasTime) = (numbers.remove(at: index).value, true)
    }

    /// `15.05.2024 10.30`: what is left behind the date, with dots.
    private mutating func takeDottedTime() {
        guard !hasTime, numbers.count == 2 || numbers.count == 3, numbers.allSatisfy({ $0.digits <= 2 }),
            numbers.dropFirst().allSatisfy({ $0.mark == UInt8(ascii: ".") }), numbers[0].value < 24,
            numbers[1].digits == 2
        else { return }
        (time.hour, time.minute) = (numbers[0].value, numbers[1].value)
        if numbers.count == 3 { time.second = Double(numbers[2].value) }
    }

    // MARK: Programs

    /// Seconds, or thousandths, millionths or billionths of one, since 1970: `1709632800`, `1709632800.25`,
    /// `1709632800000`, `@1709632800`, `/Date(1709632800000)/`.
    private func clockOfPrograms() -> Double? {
        var scanner = scanner
        if scanner.takeWord("/date(") || scanner.take("@") { scanner.skipSpaces() }
        let (start, bytes) = (scanner.index, scanner.bytes)
        let digits = bytes[start...].prefix { $0 >= 0x30 && $0 <= 0x39 }.count
        let fraction: Int
        switch digits {
        case 9, 10: fraction = 0
        case 12, 13: fraction = 3
        case 15, 16: fraction = 6
        case 18, 19: fraction = 9
        default: return nil
        }
        // `202405151030` is a day and a time.
        guard let value = bytes.number(at: start, digits: digits - fraction), digits != 12 || !isCompact(value / 10)
        else {
            return nil
        }
        scanner.index += digits
        var time = CivilTime()
        if fraction > 0 {
            time.second = Double(bytes.number(at: start + digits - fraction, digits: 3) ?? 0) / 1_000
        } else {
            scanner.fraction(&time)
        }
        while !scanner.isAtEnd {
            // What .NET writes behind is where the clock hung, and nothing of the moment.
            guard !DateScanner.isLetter(scanner.byte) else { return nil }
            if scanner.byte == UInt8(ascii: "+") || scanner.byte == UInt8(ascii: "-") { _ = scanner.offset() }
            scanner.index += 1
        }
        return Double(value) + time.second
    }

    /// Whether a number of eight digits is a day.
    func isCompact(_ value: Int) -> Bool {
        (1970...2100).contains(value / 10_000) && (1...12).contains(value / 100 % 100) && (1...31).contains(value % 100)
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
