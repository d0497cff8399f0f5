/// The one form that most Atom dates have, to the letter: `2004-01-01T19:48:21Z`, or with `+01:00` for the `Z` (RFC 3339 without
/// fractions). `ISODate` reads all others, and would read these: this only saves time.
enum RFC3339Date {
    /// Seconds since 1970; nil where the text has another form.
    static func seconds(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
        guard text.count == 20 || text.count == 25, text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-"),
            text[10] == UInt8(ascii: "T"), text[13] == UInt8(ascii: ":"), text[16] == UInt8(ascii: ":"),
            let year = text.number(at: 0, digits: 4), let month = text.number(at: 5, digits: 2),
            let day = text.number(at: 8, digits: 2), let hour = text.number(at: 11, digits: 2),
            let minute = text.number(at: 14, digits: 2), let second = text.number(at: 17, digits: 2),
            let offset = offset(text)
        else { return nil }
        var time = CivilTime()
        (time.year, time.month, time.day) = (year, month, day)
        (time.hour, time.minute, time.second, time.offset) = (hour, minute, Double(second), offset)
        return time.seconds
    }

    /// `Z`, `+01:00`, `-05:00`.
    private static func offset(_ text: UnsafeBufferPointer<UInt8>) -> Int? {
        if text.count == 20 { return text[19] == UInt8(ascii: "Z") ? 0 : nil }
        guard text[22] == UInt8(ascii: ":"), let hours = text.number(at: 20, digits: 2),
            let minutes = text.number(at: 23, digits: 2), minutes < 60
        else { return nil }
        switch text[19] {
        case UInt8(ascii: "+"): return hours * 60 + minutes
        case UInt8(ascii: "-"): return -(hours * 60 + minutes)
        default: return nil
        }
    }
}
