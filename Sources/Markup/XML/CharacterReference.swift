/// Numeric character references (`&#8217;`, `&#x2019;`), read as browsers do: U+0080 to U+009F are the characters of
/// windows-1252 that were meant (<https://html.spec.whatwg.org/#numeric-character-reference-end-state>).
enum CharacterReference {
    /// The code point of the reference that starts with `&#` at `index`, and the index behind it; the `;` may be missing.
    /// Nil where no digits follow. The code point is 0 where XML does not allow it.
    static func number(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> (scalar: UInt32, end: Int)? {
        var end = index + 2
        guard end < bytes.count else { return nil }
        let isHex = bytes[end] | 0x20 == UInt8(ascii: "x")
        if isHex { end += 1 }
        let first = end
        var value: UInt32 = 0
        while end < bytes.count, let digit = digit(bytes[end], isHex: isHex) {
            value = min(value * (isHex ? 16 : 10) + digit, 0x11_0000)
            end += 1
        }
        guard end > first else { return nil }
        if end < bytes.count, bytes[end] == UInt8(ascii: ";") { end += 1 }
        return (allowed(value), end)
    }

    /// The text with its numeric references replaced by what they stand for.
    static func decodingNumbers(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var decoded: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "&"), index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "#"),
                let (scalar, end) = number(bytes, at: index)
            {
                append(scalar, to: &decoded)
                index = end
            } else {
                decoded.append(bytes[index])
                index += 1
            }
        }
        return decoded
    }

    /// Appends a code point as UTF-8; 0 is nothing.
    static func append(_ value: UInt32, to bytes: inout [UInt8]) {
        guard value != 0, let scalar = Unicode.Scalar(value) else { return }
        bytes.append(contentsOf: UTF8.encode(scalar)!)
    }

    private static func digit(_ byte: UInt8, isHex: Bool) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - 0x30)
        case UInt8(ascii: "a")...UInt8(ascii: "f") where isHex: UInt32(byte - 0x57)
        case UInt8(ascii: "A")...UInt8(ascii: "F") where isHex: UInt32(byte - 0x37)
        default: nil
        }
    }

    private static func allowed(_ value: UInt32) -> UInt32 {
        switch value {
        case 0x09, 0x0A, 0x0D: value
        case 0x80..<0xA0: Windows1252.scalar(UInt8(value))
        case 0x20..<0xD800, 0xE000..<0xFFFE, 0x1_0000..<0x11_0000: value
        default: 0
        }
    }
}
