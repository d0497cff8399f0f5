/// The encoding that most text without a right declaration is in, and that is meant by “latin1”
/// (<https://encoding.spec.whatwg.org/#windows-1252>).
public enum Windows1252 {
    /// U+0080 to U+009F; the five bytes without a character stay the control characters they are.
    private static let high: [UInt32] = [
        0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,
        0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
        0x0153, 0x9D, 0x017E, 0x0178,
    ]

    /// The character that a byte means.
    public static func scalar(_ byte: UInt8) -> UInt32 {
        byte >= 0x80 && byte < 0xA0 ? high[Int(byte) - 0x80] : UInt32(byte)
    }

    /// The byte for a character beyond U+00FF; nil where none does.
    public static func byte(_ scalar: UInt32) -> UInt8? { high.firstIndex(of: scalar).map { UInt8($0 + 0x80) } }

    /// Appends the character of a byte as UTF-8.
    public static func append(_ byte: UInt8, to utf8: inout [UInt8]) {
        // Every value of the table is a scalar.
        utf8.append(contentsOf: UTF8.encode(Unicode.Scalar(scalar(byte))!)!)
    }
}
