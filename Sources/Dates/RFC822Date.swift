/// The one form that most RSS dates have, to the letter: `Thu, 01 Jan 2004 19:48:21 GMT` (RFC 822 with four digits of
/// year), with or without the day of the week. `LooseDate` reads all others, and would read these: this only saves time.
enum RFC822Date {
    /// Seconds since 1970; nil where the text has another form.
    static func seconds(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
        var index = 0
        if text.count > 5, text[3] == UInt8(ascii: ","), text[4] == 0x20 { index = 5 }
        guard text.count >= index + 24 else { return nil }
        var time = CivilTime()
        guard let day = text.number(at: index, digits: 2) ?? text.number(at: index, digits: 1) else { return nil }
        index += text.number(at: index, digits: 2) == nil ? 1 : 2
        guard text.count >= index + 22, text[index] == 0x20, text[index + 4] == 0x20, text[index + 9] == 0x20,
            text[index + 12] == UInt8(ascii: ":"), text[index + 15] == UInt8(ascii: ":"), text[index + 18] == 0x20,
            let month = month(text, index + 1), let year = text.number(at: index + 5, digits: 4),
            let hour = text.number(at: index + 10, digits: 2), let minute = text.number(at: index + 13, digits: 2),
            let second = text.number(at: index + 16, digits: 2), let offset = offset(text, index + 19)
        else { return nil }
        (time.year, time.month, time.day) = (year, month, day)
        (time.hour, time.minute, time.second, time.offset) = (hour, minute, Double(second), offset)
        return time.seconds
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

    /// The rest of the text: `GMT`, `UTC`, `EST`, `PDT`, `+0100`, `-0500`; more spaces may be ahead of it.
    private static func offset(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int? {
        var start = start
        while start < text.count, text[start] == 0x20 { start += 1 }
        let count = text.count - start
        if count == 3 {
            switch UInt32(text[start]) << 16 | UInt32(text[start + 1]) << 8 | UInt32(text[start + 2]) {
            case 0x474D54, 0x555443: return 0  // GMT, UTC
            case 0x454454: return -240  // EDT
            case 0x455354, 0x434454: return -300  // EST, CDT
            case 0x435354, 0x4D4454: return -360  // CST, MDT
            case 0x4D5354, 0x504454: return -420  // MST, PDT
            case 0x505354: return -480  // PST
            default: return nil
            }
        }
        guard count == 5, let hours = text.number(at: start + 1, digits: 2),
            let minutes = text.number(at: start + 3, digits: 2), minutes < 60
        else { return nil }
        switch text[start] {
        case UInt8(ascii: "+"): return hours * 60 + minutes
        case UInt8(ascii: "-"): return -(hours * 60 + minutes)
        default: return nil
        }
    }
}
