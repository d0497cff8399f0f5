/// Taking a date apart.
extension LooseDate {
    mutating func scan() -> Bool {
        var mark = UInt8(ascii: " ")
        while !scanner.isAtEnd {
            let byte = scanner.byte
            if byte >= 0x30 && byte <= 0x39 {
                guard takeNumber(after: mark) else { return false }
                mark = UInt8(ascii: " ")
            } else if isOffsetHere, let minutes = scanner.offset() {
                offset = offset ?? minutes
                last = .zone
            } else if byte >= 0xE3 && byte <= 0xED {
                takeHan()
                mark = UInt8(ascii: " ")
            } else if DateScanner.isLetter(byte) {
                takeWord()
                mark = UInt8(ascii: " ")
            } else if byte == UInt8(ascii: "(") || byte == UInt8(ascii: "[") {
                takeComment(until: byte == UInt8(ascii: "(") ? UInt8(ascii: ")") : UInt8(ascii: "]"))
            } else {
                if byte > 0x20 && byte != UInt8(ascii: ",") { mark = byte }
                scanner.index += 1
            }
        }
        return true
    }

    /// A sign behind a time, a half of the day or a zone's name begins an offset.
    private var isOffsetHere: Bool {
        guard scanner.byte == UInt8(ascii: "+") || scanner.byte == UInt8(ascii: "-") else { return false }
        switch last {
        case .time, .half, .zone: return true
        default: return false
        }
    }

    // MARK: Numbers

    private mutating func takeNumber(after mark: UInt8) -> Bool {
        guard let (value, digits) = scanner.number(most: 14) else { return false }
        defer { (expectsTime, expectsHour) = (false, false) }
        if digits <= 2, scanner.byte == UInt8(ascii: ":") {
            // Of two times the first is meant.
            var time = hasTime ? CivilTime() : time
            time.hour = value
            guard scanner.minutesAndSeconds(&time) else { return false }
            scanner.fraction(&time)
            if !hasTime { self.time = time }
            (hasTime, last) = (true, .time)
            return true
        }
        if digits <= 2, !hasTime, takeTime(hour: value, after: mark) { return true }
        if let unit = takeUnit() {
            set(unit, value)
            return true
        }
        last = .number
        if digits == 14 || digits == 12 || digits == 8, takeCompact(value, digits) { return true }
        numbers.append(Number(value: value, digits: digits, mark: mark))
        return numbers.count <= 8
    }

    /// `20040525`, `200405251123` and `20040525112317`.
    private mutating func takeCompact(_ value: Int, _ digits: Int) -> Bool {
        let date = digits == 14 ? value / 1_000_000 : digits == 12 ? value / 10_000 : value
        guard isCompact(date) else { return false }
        (year, month, day) = (date / 10_000, date / 100 % 100, date % 100)
        guard digits > 8 else { return true }
        let clock = digits == 14 ? value : value * 100
        (time.hour, time.minute, time.second) = (clock / 10_000 % 100, clock / 100 % 100, Double(clock % 100))
        (hasTime, last) = (true, .time)
        return true
    }

    /// `22h13`, `22 h 13`, `10.30 Uhr`, `10.30 pm`, and `10.30` or `10` behind a word that says so.
    private mutating func takeTime(hour: Int, after mark: UInt8) -> Bool {
        guard hour <= 24 else { return false }
        if takeHourMark() {
            time.hour = hour
            return endTime()
        }
        var ahead = scanner
        if mark <= 0x20, ahead.byte == UInt8(ascii: "."), let minute = Self.twoDigits(&ahead), minute < 60 {
            var second = 0.0
            var end = ahead
            if end.byte == UInt8(ascii: "."), let more = Self.twoDigits(&end), more < 60 {
                (second, ahead) = (Double(more), end)
            }
            guard ahead.byte < 0x30 || ahead.byte > 0x39, ahead.byte != UInt8(ascii: ".") || ahead.isLastByte else {
                return false
            }
            guard expectsTime || isBehindDate || isBeforeTimeWord(ahead) else { return false }
            (time.hour, time.minute, time.second, scanner) = (hour, minute, second, ahead)
            return endTime()
        }
        guard expectsHour else { return false }
        time.hour = hour
        return endTime()
    }

    /// Day, the name of the month and a year of four digits were read: what comes now is a time.
    private var isBehindDate: Bool {
        last == .number && !months.isEmpty && numbers.count == 2 && numbers.contains { $0.digits == 4 }
    }

    private mutating func endTime() -> Bool {
        (hasTime, last) = (true, .time)
        return true
    }

    /// `.30`
    private static func twoDigits(_ scanner: inout DateScanner) -> Int? {
        var ahead = scanner
        ahead.index += 1
        guard let (value, digits) = ahead.number(most: 2), digits == 2 else { return nil }
        scanner = ahead
        return value
    }

    /// A word that only is behind a time, and says what it is.
    private func isBeforeTimeWord(_ scanner: DateScanner) -> Bool {
        var scanner = scanner
        scanner.skipSpaces()
        let word = scanner.word()
        if word.isEmpty { return false }
        if word == "p" || word == "a" { return scanner.byte == UInt8(ascii: ".") }
        return DateNames.afterTime.contains(word) || DateNames.halfDay(word) != nil
    }

    /// `h`, with the minutes behind it.
    private mutating func takeHourMark() -> Bool {
        var ahead = scanner
        let hasSpace = ahead.byte == 0x20
        if hasSpace { ahead.index += 1 }
        guard ahead.take("h"), !DateScanner.isLetter(ahead.byte) else { return false }
        var minute = ahead
        if hasSpace { minute.skipSpaces() }
        if let (value, digits) = minute.number(most: 2), digits == 2 || hasSpace, value < 60 {
            time.minute = value
            ahead = minute
            if ahead.takeWord("min") || ahead.take("m") {
                var second = ahead
                if let (value, _) = second.number(most: 2), second.take("s") {
                    (time.second, ahead) = (Double(value), second)
                }
            }
        }
        scanner = ahead
        return true
    }

    /// The mark behind a number in Chinese, Japanese and Korean dates; no part of the name of a weekday.
    private mutating func takeUnit() -> DateNames.Unit? {
        var ahead = scanner
        ahead.skipSpaces()
        guard ahead.byte >= 0xE3, let first = ahead.scalar(), let unit = DateNames.unit(String(first)) else {
            return nil
        }
        var behind = ahead
        if let next = behind.scalar(), next == "曜" || next == "요" { return nil }
        // `时` and `点` may have a `半` behind them; `年` in Korean a `도`.
        scanner = ahead
        return unit
    }

    private mutating func set(_ unit: DateNames.Unit, _ value: Int) {
        switch unit {
        case .year: year = value
        case .month: month = value
        case .day: day = value
        case .hour: (time.hour, hasTime, last) = (value, true, .time)
        case .minute: (time.minute, last) = (value, .time)
        case .second: (time.second, last) = (Double(value), .time)
        }
    }

    // MARK: Words

    private mutating func takeWord() {
        let start = scanner.index
        var word = scanner.word()
        while word.utf8.first ?? 0 >= 0x80, scanner.byte == UInt8(ascii: "."), scanner.index + 1 < scanner.bytes.count,
            scanner.bytes[scanner.index + 1] >= 0x80
        {
            // Abbreviations of several letters: `ม.ค.`, `μ.μ.`
            scanner.index += 1
            word += "." + scanner.word()
        }
        if takePlace(from: start) { return }
        if let half = takeHalf(word) {
            self.half = half
            noteHourCandidate()
            last = .half
        } else if DateNames.beforeTime.contains(word) {
            (expectsTime, expectsHour) = (true, DateNames.beforeHour.contains(word))
            _ = scanner.take(".")
        } else if DateNames.afterTime.contains(word), !hasTime {
            noteHourCandidate()
            last = .time
        } else if takeVietnameseMonth(word) || (hasTime && takeZone(word, from: start)) {
            return
        } else if var meaning = takeMonth(word) {
            // `1 mar` is a month whatever `mar 1` is.
            if last == .number, numbers.last?.digits ?? 4 <= 2 { meaning.isWeekday = false }
            months.append(meaning)
            if word.unicodeScalars.first.map({ (0xE00...0xE7F).contains($0.value) }) == true { isThai = true }
            last = .month
        } else if word.hasPrefix("พ.ศ") {
            isThai = true
        }
    }

    /// The number just read is an hour where the text has no other time.
    private mutating func noteHourCandidate() {
        guard last == .number, let number = numbers.last, number.digits <= 2, number.value <= 24, hourCandidate == nil
        else { return }
        hourCandidate = numbers.count - 1
    }

    private mutating func takeMonth(_ word: String) -> MonthNames.Meaning? {
        if word == "كانون" || word == "تشرين" {
            var ahead = scanner
            ahead.skipSpaces()
            guard let meaning = MonthNames.meaning(word, ahead.word()) else { return nil }
            scanner = ahead
            return meaning
        }
        return MonthNames.meaning(word)
    }

    /// `am`, `p.m.`, `a. m.`
    private mutating func takeHalf(_ word: String) -> DateNames.HalfDay? {
        if let half = DateNames.halfDay(word) { return half }
        guard word == "p" || word == "a" else { return nil }
        var ahead = scanner
        guard ahead.take(".") else { return nil }
        ahead.skipSpaces()
        guard ahead.take("m"), !DateScanner.isLetter(ahead.byte) else { return nil }
        _ = ahead.take(".")
        scanner = ahead
        return word == "p" ? .afternoon : .morning
    }

    /// `tháng 5`, `thg 5`, `Th5`
    private mutating func takeVietnameseMonth(_ word: String) -> Bool {
        guard ["tháng", "thang", "thg", "th"].contains(word) else { return false }
        var ahead = scanner
        while ahead.byte == 0x20 || ahead.byte == UInt8(ascii: ".") { ahead.index += 1 }
        guard let (value, _) = ahead.number(most: 2), (1...12).contains(value) else { return false }
        (month, scanner, last) = (value, ahead, .month)
        return true
    }

    // MARK: Zones

    /// `Europe/Berlin`
    private mutating func takePlace(from start: Int) -> Bool {
        let bytes = scanner.bytes
        guard scanner.byte == UInt8(ascii: "/"), scanner.index + 1 < bytes.count,
            DateScanner.isLetter(bytes[scanner.index + 1])
        else { return false }
        var end = scanner.index
        while end < bytes.count, ZonePlace.isNameByte(bytes[end]) || bytes[end] == UInt8(ascii: "/") { end += 1 }
        place = String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<end]), as: UTF8.self)
        (scanner.index, last) = (end, .zone)
        return true
    }

    private mutating func takeZone(_ word: String, from start: Int) -> Bool {
        var ahead = scanner
        for (phrase, minutes) in DateNames.zonePhrases {
            ahead.index = start
            guard ahead.takeWord(phrase), !DateScanner.isLetter(ahead.byte) else { continue }
            zoneOffset = zoneOffset ?? minutes
            (scanner, last) = (ahead, .zone)
            return true
        }
        guard let zone = DateNames.zone(word) else { return false }
        if DateNames.placeOfWord(word) != nil { place = place ?? word }
        zoneOffset = zoneOffset ?? zone
        last = .zone
        return true
    }

    /// What is in brackets: a zone's name, or once more what is before.
    private mutating func takeComment(until end: UInt8) {
        scanner.index += 1
        let start = scanner.index
        while !scanner.isAtEnd, scanner.byte != end { scanner.index += 1 }
        let inner = UnsafeBufferPointer(rebasing: scanner.bytes[start..<scanner.index])
        if !scanner.isAtEnd { scanner.index += 1 }
        guard hasTime, zoneOffset == nil, place == nil else { return }
        var comment = DateScanner(inner)
        comment.skipSpaces()
        let word = comment.word()
        if comment.byte == UInt8(ascii: "/") {
            place = String(decoding: inner, as: UTF8.self)
        } else if comment.isAtEnd, word.utf8.count > 1 {
            zoneOffset = DateNames.zone(word)
        }
    }

    // MARK: Han

    /// Weekdays, numerals, halves of the day and eras, which no blank parts from each other.
    private mutating func takeHan() {
        let rest = String(decoding: UnsafeBufferPointer(rebasing: scanner.bytes[scanner.index...]), as: UTF8.self)
        let scalars = rest.unicodeScalars
        func skip(_ count: Int) {
            scanner.index += scalars.prefix(count).reduce(0) { $0 + UTF8.width($1) }
        }
        for weekday in ["星期", "礼拜", "禮拜", "週", "周"] where rest.hasPrefix(weekday) {
            return skip(weekday.unicodeScalars.count + 1)
        }
        if scalars.dropFirst().first == "曜" { return skip(2) }
        for (name, base) in HanNumber.eras where rest.hasPrefix(name) {
            era = base
            return skip(2)
        }
        for length in [2, 1] {
            if let half = DateNames.halfDay(String(String.UnicodeScalarView(scalars.prefix(length)))) {
                self.half = half
                noteHourCandidate()
                last = .half
                return skip(length)
            }
        }
        if rest.hasPrefix("中午") {
            half = .afternoon
            return skip(2)
        }
        if let (value, count) = HanNumber.read(scalars) {
            skip(count)
            if let unit = takeUnit() { set(unit, value) }
            return
        }
        skip(1)
    }
}
