/// The rule of a zone for the years to come, as POSIX writes it: `CET-1CEST,M3.5.0,M10.5.0/3`.
struct ZoneRule: Sendable {
    /// Seconds east of Greenwich.
    private var standard = 0, summer = 0
    private var start: Change?, end: Change?

    private struct Change {
        var month: Int, week: Int, weekday: Int
        /// Seconds after midnight, local time.
        var time: Int

        /// Seconds of local time since 1970.
        func moment(in year: Int) -> Int {
            let first = CivilTime.days(year: year, month: month, day: 1)
            let weekdayOfFirst = ((first + 4) % 7 + 7) % 7  // 1970-01-01 was a Thursday; Sunday is 0
            var day = first + (weekday - weekdayOfFirst + 7) % 7 + (week - 1) * 7
            let next = CivilTime.days(year: month == 12 ? year + 1 : year, month: month % 12 + 1, day: 1)
            if day >= next { day -= 7 }
            return day * 86_400 + time
        }
    }

    init?(_ text: String) {
        var rest = Array(text.utf8)[...]
        guard Self.skipName(&rest), let west = Self.time(&rest) else { return nil }
        (standard, summer) = (-west, -west)
        if rest.isEmpty { return }
        guard Self.skipName(&rest) else { return nil }
        summer = Self.time(&rest).map { -$0 } ?? standard + 3_600
        guard let start = Self.change(&rest), let end = Self.change(&rest), rest.isEmpty else { return nil }
        (self.start, self.end) = (start, end)
    }

    func offset(at moment: Double) -> Int {
        guard let start, let end else { return standard }
        let year = CivilTime.year(ofDay: Int(((moment + Double(standard)) / 86_400).rounded(.down)))
        let from = Double(start.moment(in: year) - standard)
        let to = Double(end.moment(in: year) - summer)
        let isSummer = from < to ? moment >= from && moment < to : moment >= from || moment < to
        return isSummer ? summer : standard
    }

    private static func skipName(_ rest: inout ArraySlice<UInt8>) -> Bool {
        let count = rest.count
        if rest.first == UInt8(ascii: "<") {
            guard let end = rest.firstIndex(of: UInt8(ascii: ">")) else { return false }
            rest = rest[(end + 1)...]
        } else {
            rest = rest.drop { $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A }
        }
        return rest.count < count
    }

    /// `-1`, `5:30`, `03`: hours, minutes and seconds, as seconds.
    private static func time(_ rest: inout ArraySlice<UInt8>) -> Int? {
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
        guard var total = number(&rest).map({ $0 * 3_600 }) else { return nil }
        for unit in [60, 1] where rest.first == UInt8(ascii: ":") {
            rest = rest.dropFirst()
            guard let part = number(&rest) else { return nil }
            total += part * unit
        }
        return isNegative ? -total : total
    }

    private static func number(_ rest: inout ArraySlice<UInt8>) -> Int? {
        let digits = rest.prefix { $0 >= 0x30 && $0 <= 0x39 }
        guard (1...4).contains(digits.count) else { return nil }
        rest = rest.dropFirst(digits.count)
        return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    /// `,M3.5.0/2`: the fifth week is the last. (The other two forms of POSIX are in no zone of the database.)
    private static func change(_ rest: inout ArraySlice<UInt8>) -> Change? {
        guard rest.starts(with: ",M".utf8) else { return nil }
        rest = rest.dropFirst(2)
        var parts: [Int] = []
        while let part = number(&rest) {
            parts.append(part)
            guard parts.count < 3, rest.first == UInt8(ascii: ".") else { break }
            rest = rest.dropFirst()
        }
        guard parts.count == 3, (1...12).contains(parts[0]), (1...5).contains(parts[1]), parts[2] <= 6 else {
            return nil
        }
        var change = Change(month: parts[0], week: parts[1], weekday: parts[2], time: 7_200)
        if rest.first == UInt8(ascii: "/") {
            rest = rest.dropFirst()
            guard let time = time(&rest) else { return nil }
            change.time = time
        }
        return change
    }
}
