import Bytes
public import FoundationEssentials

/// Times as newspool writes them: RFC 3339, UTC, whole seconds (`2026-11-23T13:45:01Z`), by arithmetic alone.
public enum Timestamp {
    /// A moment taken apart in the proleptic Gregorian calendar, UTC.
    public struct Fields: Sendable, Equatable {
        public var year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int
    }

    /// Valid for the years 1 to 9999; earlier and later moments are clamped, because RFC 3339 cannot say them.
    public static func fields(_ moment: Date) -> Fields {
        let first = -62_135_596_800.0  // 0001-01-01T00:00:00Z
        let last = 253_402_300_799.0  // 9999-12-31T23:59:59Z
        let clamped = min(max(moment.timeIntervalSince1970, first), last)
        let seconds = Int(clamped.rounded(.down))
        let days = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
        let rest = seconds - days * 86_400
        let date = CivilDate(daysSince1970: days)
        return Fields(
            year: date.year, month: date.month, day: date.day, hour: rest / 3_600, minute: rest / 60 % 60,
            second: rest % 60)
    }

    /// `2026-11-23T13:45:01Z`.
    public static func string(_ date: Date) -> String {
        unsafe String(unsafeUninitializedCapacity: length) { buffer in
            guard let place = buffer.baseAddress else { return 0 }  // there is one for 20 bytes
            unsafe write(date, to: place)
            return length
        }
    }

    /// Bytes of `string`.
    static let length = 20

    /// Writes what `string` returns.
    static func write(_ date: Date, to place: UnsafeMutablePointer<UInt8>) {
        let f = fields(date)
        unsafe place.update(from: StaticString("0000-00-00T00:00:00Z").utf8Start, count: length)
        func put(_ number: Int, at index: Int) {
            unsafe place[index] += UInt8(truncatingIfNeeded: number / 10)
            unsafe place[index + 1] += UInt8(truncatingIfNeeded: number % 10)
        }
        put(f.year / 100, at: 0)
        put(f.year % 100, at: 2)
        put(f.month, at: 5)
        put(f.day, at: 8)
        put(f.hour, at: 11)
        put(f.minute, at: 14)
        put(f.second, at: 17)
    }

    /// `2026-11-23`: the day that names folders and journal files.
    public static func day(_ date: Date) -> String {
        let f = fields(date)
        return digits(f.year, f.month, f.day, pattern: "YYYY-MM-DD")
    }

    /// `134501`: the time of day that names begin with.
    static func timeOfDay(_ date: Date) -> String {
        let f = fields(date)
        return digits(0, 0, 0, f.hour, f.minute, f.second, pattern: "hhmmss")
    }

    /// `April 23, 2014`: the day as the Markdown article prints it.
    public static func longDay(_ date: Date) -> String {
        let months = [
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November", "December",
        ]
        let f = fields(date)
        return "\(months[f.month - 1]) \(f.day), \(f.year)"
    }

    /// Fills the letters of a pattern with digits, from the right; other characters stand for themselves.
    private static func digits(
        _ year: Int, _ month: Int, _ day: Int, _ hour: Int = 0, _ minute: Int = 0, _ second: Int = 0,
        pattern: StaticString
    ) -> String {
        var (year, month, day, hour, minute, second) = (year, month, day, hour, minute, second)
        func takeDigit(_ number: inout Int) -> UInt8 {
            defer { number /= 10 }
            return UInt8(ascii: "0") + UInt8(number % 10)
        }
        let count = pattern.utf8CodeUnitCount
        return unsafe String(unsafeUninitializedCapacity: count) { buffer in
            for index in (0..<count).reversed() {
                unsafe buffer[index] =
                    switch unsafe pattern.utf8Start[index] {
                    case UInt8(ascii: "Y"): takeDigit(&year)
                    case UInt8(ascii: "M"): takeDigit(&month)
                    case UInt8(ascii: "D"): takeDigit(&day)
                    case UInt8(ascii: "h"): takeDigit(&hour)
                    case UInt8(ascii: "m"): takeDigit(&minute)
                    case UInt8(ascii: "s"): takeDigit(&second)
                    case let other: other
                    }
            }
            return count
        }
    }
}
