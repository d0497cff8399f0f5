import Glibc

/// The characters that URLs are made of, by name, so that code on bytes reads like the standard.
extension UInt8 {
    static var space: UInt8 { UInt8(ascii: " ") }
    static var slash: UInt8 { UInt8(ascii: "/") }
    static var backslash: UInt8 { UInt8(ascii: "\\") }
    static var colon: UInt8 { UInt8(ascii: ":") }
    static var semicolon: UInt8 { UInt8(ascii: ";") }
    static var at: UInt8 { UInt8(ascii: "@") }
    static var question: UInt8 { UInt8(ascii: "?") }
    static var hash: UInt8 { UInt8(ascii: "#") }
    static var ampersand: UInt8 { UInt8(ascii: "&") }
    static var equals: UInt8 { UInt8(ascii: "=") }
    static var percent: UInt8 { UInt8(ascii: "%") }
    static var dot: UInt8 { UInt8(ascii: ".") }
    static var openBracket: UInt8 { UInt8(ascii: "[") }
    static var closeBracket: UInt8 { UInt8(ascii: "]") }

    var isASCIIDigit: Bool { self &- 0x30 < 10 }
    var isASCIILetter: Bool { (self | 0x20) &- 0x61 < 26 }
    var isASCIIAlphanumeric: Bool { isASCIIDigit || isASCIILetter }
    var isASCII: Bool { self < 0x80 }

    /// Tab, line feed, carriage return: removed wherever they stand in a URL.
    var isTabOrNewline: Bool { self == 0x09 || self == 0x0A || self == 0x0D }

    /// A to Z as a to z, every other byte as it is.
    var asciiLowercased: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }

    /// 0 to 15, or nil where the byte is no hexadecimal digit.
    var hexDigitValue: UInt8? {
        if isASCIIDigit { return self &- 0x30 }
        let letter = (self | 0x20) &- 0x61
        return letter < 6 ? letter + 10 : nil
    }

    /// The upper-case hexadecimal digit for the low four bits.
    var upperHexDigit: UInt8 { self & 15 < 10 ? 0x30 + (self & 15) : 0x37 + (self & 15) }
}

extension Span<UInt8> {
    /// Whether `byte` is one of the bytes.
    func contains(_ byte: UInt8) -> Bool {
        withUnsafeBufferPointer { bytes in
            bytes.baseAddress.map { memchr($0, CInt(byte), bytes.count) != nil } ?? false
        }
    }

    /// Whether `text` stands at `offset`, byte for byte; false where the bytes end before it does.
    func matches(_ text: StaticString, at offset: Int) -> Bool {
        guard offset >= 0, count - offset >= text.utf8CodeUnitCount else { return false }
        let text = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)  // lives forever
        for index in text.indices where self[offset + index] != text[index] { return false }
        return true
    }

    /// Whether the bytes of `range` are `text`, A to Z counting as a to z; `text` is lower-case.
    func equals(_ text: StaticString, in range: Range<Int>) -> Bool {
        guard range.count == text.utf8CodeUnitCount else { return false }
        let text = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)  // lives forever
        for index in text.indices where self[range.lowerBound + index].asciiLowercased != text[index] { return false }
        return true
    }
}

extension [UInt8] {
    /// Whether `text` stands at `offset`, byte for byte; false where the array ends before it does.
    func matches(_ text: StaticString, at offset: Int) -> Bool { span.matches(text, at: offset) }

    /// Whether the bytes of `range` are `text`, A to Z counting as a to z; `text` is lower-case.
    func equals(_ text: StaticString, in range: Range<Int>) -> Bool { span.equals(text, in: range) }

    /// Whether the bytes from `start` on end in `suffix`.
    func hasSuffix(_ suffix: StaticString, from start: Int) -> Bool {
        let offset = count - suffix.utf8CodeUnitCount
        return offset >= start && matches(suffix, at: offset)
    }

    /// Whether one of the bytes from `start` on is `one` or `other`.
    func contains(_ one: UInt8, or other: UInt8? = nil, from start: Int) -> Bool {
        let rest = span.extracting(start..<count)
        if let other, rest.contains(other) { return true }
        return rest.contains(one)
    }

    mutating func append(_ bytes: Span<UInt8>, in range: Range<Int>) {
        bytes.extracting(range).withUnsafeBufferPointer { append(contentsOf: $0) }
    }
}
