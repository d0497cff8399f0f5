/// The one form that most RSS dates have, to the letter: `Thu, 01 Jan 2004 19:48:21 GMT` (RFC 822 with four digits of year),
/// with or without the day of the week. `LooseDate` reads all others, and would read these: this only saves time.
enum RFC822Date {
    /// Seconds since 1970; nil where the text has another form.
    static func seconds(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
        var index = 0
        if text.count > 5, text[3] == UInt8(ascii: ","), text[4] == 0x20 { index = 5 }
        guard text.count >= index + 24 else { return nil }
        var time = CivilTime()
        guard let day = digits(text, index, 2) ?? digits(text, index, 1) else { return nil }
        index += digits(text, index, 2) == nil ? 1 : 2
        guard text.count >= index + 22, text[index] == 0x20, text[index + 4] == 0x20, text[index + 9] == 0x20,
            text[index + 12] == UInt8(ascii: ":"), text[index + 15] == UInt8(ascii: ":"), text[index + 18] == 0x20,
            let month = month(text, index + 1), let year = digits(text, index + 5, 4),
            let hour = digits(text, index + 10, 2), let minute = digits(text, index + 13, 2),
            let second = digits(text, index + 16, 2), let offset = offset(text, index + 19)
        else { return nil }
        (time.year, time.month, time.day) = (year, month, day)
        (time.hour, time.minute, time.second, time.offset) = (hour, minute, Double(second), offset)
        return time.seconds
    }

    private static func digits(_ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ count: Int) -> Int? {
        var value = 0
        for index in start..<(start + count) {
            guard text[index] >= 0x30, text[index] <= 0x39 else { return nil }
            value = value * 10 + Int(text[index] - 0x30)
        }
        return value
    }

    private static func month(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int? {
        let letters =
            UInt32(text[start] | 0x20) << 16 | UInt32(text[start + 1] | 0x20) << 8 | UInt32(text[start + 2] | 0x20)
        return switch letters {
        case 0x6A616E: 1  // jan
        case 0x666562: 2
        case 0x6D6172: 3
        case 0x617072: 4
        case 0x6D6179: 5
        case 0x6A756E: 6
        case 0x6A756C: 7
        case 0x617567: 8
        case 0x736570: 9
        case 0x6F6374: 10
        case 0x6E6F76: 11
        case 0x646563: 12
        default: nil
        }
    }

    /// The rest of the text: `GMT`, `UTC`, `Z`, `+0100`, `-0500`.
    private static func offset(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int? {
        let count = text.count - start
        if count == 3 {
            let isGMT = text[start] == UInt8(ascii: "G") && text[start + 1] == UInt8(ascii: "M")
            let isUTC = text[start] == UInt8(ascii: "U") && text[start + 1] == UInt8(ascii: "T")
            return isGMT && text[start + 2] == UInt8(ascii: "T") || isUTC && text[start + 2] == UInt8(ascii: "C")
                ? 0 : nil
        }
        guard count == 5, let hours = digits(text, start + 1, 2), let minutes = digits(text, start + 3, 2) else {
            return nil
        }
        switch text[start] {
        case UInt8(ascii: "+"): return hours * 60 + minutes
        case UInt8(ascii: "-"): return -(hours * 60 + minutes)
        default: return nil
        }
    }
}
