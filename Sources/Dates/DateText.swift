/// The text of a date in the signs that `LooseDate` knows: digits of all scripts, full-width signs and the many dashes
/// and blanks are ASCII, marks of direction are gone.
enum DateText {
    static func plain(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        guard text.contains(where: { $0 >= 0x80 }) else { return Array(text) }
        var plain: [UInt8] = []
        plain.reserveCapacity(text.count)
        for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
            if scalar.isASCII {
                plain.append(UInt8(scalar.value))
            } else if let digit = digit(scalar) {
                plain.append(0x30 + digit)
            } else if let sign = sign(scalar.value) {
                if sign > 0 { plain.append(sign) }
            } else {
                plain.append(contentsOf: UTF8.encode(scalar)!)  // every scalar has a form in UTF-8
            }
        }
        return plain
    }

    private static func digit(_ scalar: Unicode.Scalar) -> UInt8? {
        guard scalar.properties.generalCategory == .decimalNumber, let value = scalar.properties.numericValue else {
            return nil
        }
        return UInt8(value)
    }

    /// 0 for what only tells directions or joins letters.
    private static func sign(_ value: UInt32) -> UInt8? {
        switch value {
        case 0xA0, 0x2000...0x200A, 0x202F, 0x205F, 0x3000, 0x3001: UInt8(ascii: " ")
        case 0xAD, 0x200B, 0x200E, 0x200F, 0x202A...0x202E, 0x2060...0x2069, 0xFEFF: 0
        case 0x2010...0x2015, 0x2212, 0xFE63: UInt8(ascii: "-")
        case 0x60C, 0xFF0C: UInt8(ascii: ",")
        case 0x2044, 0x2215: UInt8(ascii: "/")
        case 0x2236, 0xA789: UInt8(ascii: ":")
        case 0x3002, 0xB7, 0x30FB, 0x6D4: UInt8(ascii: ".")
        case 0xFF01...0xFF5E: UInt8(value - 0xFEE0)
        case 0x3010, 0x3014, 0x300C: UInt8(ascii: "(")
        case 0x3011, 0x3015, 0x300D: UInt8(ascii: ")")
        default: nil
        }
    }
}

/// Numbers as Chinese and Japanese write them: `二〇二四`, `十五`, `廿三`.
enum HanNumber {
    /// The value and the number of scalars of the numeral at the start; nil where none is there.
    static func read(_ scalars: some Sequence<Unicode.Scalar>) -> (value: Int, count: Int)? {
        var (value, pending, count) = (0, -1, 0)
        for scalar in scalars.prefix(8) {
            if let digit = digits[scalar] {
                pending = pending < 0 ? digit : pending * 10 + digit
            } else if let tens = tens[scalar] {
                value += tens == 10 ? 10 * (pending < 0 ? 1 : pending) : tens
                pending = -1
            } else {
                break
            }
            count += 1
        }
        return count > 0 ? (value + max(pending, 0), count) : nil
    }

    private static let digits: [Unicode.Scalar: Int] = [
        "〇": 0, "零": 0, "○": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "元": 1,
        "正": 1,
    ]
    private static let tens: [Unicode.Scalar: Int] = ["十": 10, "廿": 20, "卅": 30]

    /// What is added to a year behind the name of an era.
    static let eras: [String: Int] = [
        "令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "民国": 1911, "民國": 1911,
    ]
}
