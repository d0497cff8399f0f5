public import Glibc

/// ASCII characters by name, and their kinds, so that code on bytes reads like the standards.
extension UInt8 {
    @inlinable package static var space: UInt8 { UInt8(ascii: " ") }
    @inlinable package static var slash: UInt8 { UInt8(ascii: "/") }
    @inlinable package static var backslash: UInt8 { UInt8(ascii: "\\") }
    @inlinable package static var colon: UInt8 { UInt8(ascii: ":") }
    @inlinable package static var semicolon: UInt8 { UInt8(ascii: ";") }
    @inlinable package static var at: UInt8 { UInt8(ascii: "@") }
    @inlinable package static var question: UInt8 { UInt8(ascii: "?") }
    @inlinable package static var hash: UInt8 { UInt8(ascii: "#") }
    @inlinable package static var ampersand: UInt8 { UInt8(ascii: "&") }
    @inlinable package static var equals: UInt8 { UInt8(ascii: "=") }
    @inlinable package static var percent: UInt8 { UInt8(ascii: "%") }
    @inlinable package static var dot: UInt8 { UInt8(ascii: ".") }
    @inlinable package static var openBracket: UInt8 { UInt8(ascii: "[") }
    @inlinable package static var closeBracket: UInt8 { UInt8(ascii: "]") }

    @inlinable
    package var isASCIIDigit: Bool { self &- 0x30 < 10 }
    @inlinable
    package var isASCIILetter: Bool { (self | 0x20) &- 0x61 < 26 }
    @inlinable
    package var isASCIIAlphanumeric: Bool { isASCIIDigit || isASCIILetter }
    @inlinable
    package var isASCII: Bool { self < 0x80 }

    /// Tab, line feed, carriage return: removed anywhere in a URL.
    @inlinable
    package var isTabOrNewline: Bool { self == 0x09 || self == 0x0A || self == 0x0D }

    /// Tab, line feed, form feed, carriage return, space.
    @inlinable
    package var isHTMLSpace: Bool { self == 0x20 || self == 0x0A || self == 0x09 || self == 0x0D || self == 0x0C }

    /// A to Z as a to z, every other byte as it is.
    @inlinable
    package var asciiLowercased: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }

    /// 0 to 15, or nil for any other byte.
    @inlinable
    package var hexDigitValue: UInt8? {
        if isASCIIDigit { return self &- 0x30 }
        let letter = (self | 0x20) &- 0x61
        return letter < 6 ? letter + 10 : nil
    }

    /// The upper-case hexadecimal digit for the low four bits.
    @inlinable
    package var upperHexDigit: UInt8 { self & 15 < 10 ? 0x30 + (self & 15) : 0x37 + (self & 15) }
}

extension Span<UInt8> {
    /// Whether `byte` is one of the bytes.
    @inlinable
    package func contains(_ byte: UInt8) -> Bool {
        withUnsafeBufferPointer { bytes in
            bytes.baseAddress.map { memchr($0, CInt(byte), bytes.count) != nil } ?? false
        }
    }

    /// Whether `text` is at `offset`, byte for byte; false where the bytes end before it does.
    @inlinable
    package func matches(_ text: StaticString, at offset: Int) -> Bool {
        guard offset >= 0, count - offset >= text.utf8CodeUnitCount else { return false }
        let text = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)  // lives forever
        for index in text.indices where self[offset + index] != text[index] { return false }
        return true
    }

    /// Whether the bytes of `range` are `text`, A to Z counting as a to z; `text` is lower-case.
    @inlinable
    package func equals(_ text: StaticString, in range: Range<Int>) -> Bool {
        guard range.count == text.utf8CodeUnitCount else { return false }
        let text = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)  // lives forever
        for index in text.indices where self[range.lowerBound + index].asciiLowercased != text[index] { return false }
        return true
    }
}

extension [UInt8] {
    /// Whether `text` is at `offset`, byte for byte; false where the array ends before it does.
    @inlinable
    package func matches(_ text: StaticString, at offset: Int) -> Bool { span.matches(text, at: offset) }

    /// Whether the bytes of `range` are `text`, A to Z counting as a to z; `text` is lower-case.
    @inlinable
    package func equals(_ text: StaticString, in range: Range<Int>) -> Bool { span.equals(text, in: range) }

    /// Whether the bytes from `start` on end in `suffix`.
    @inlinable
    package func hasSuffix(_ suffix: StaticString, from start: Int) -> Bool {
        let offset = count - suffix.utf8CodeUnitCount
        return offset >= start && matches(suffix, at: offset)
    }

    /// Whether one of the bytes from `start` on is `one` or `other`.
    @inlinable
    package func contains(_ one: UInt8, or other: UInt8? = nil, from start: Int) -> Bool {
        let rest = span.extracting(start..<count)
        if let other, rest.contains(other) { return true }
        return rest.contains(one)
    }

    @inlinable
    package mutating func append(_ bytes: Span<UInt8>, in range: Range<Int>) {
        bytes.extracting(range).withUnsafeBufferPointer { append(contentsOf: $0) }
    }

    @inlinable @inline(__always)
    package mutating func append(_ text: StaticString) {
        append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
}

extension Collection<UInt8> {
    /// Whether the bytes are those of `text`, A to Z counting as a to z; `text` is lower-case.
    @inlinable
    package func equalsIgnoringCase(_ text: StaticString) -> Bool {
        text.withUTF8Buffer { count == $0.count && zip(self, $0).allSatisfy { $0.asciiLowercased == $1 } }
    }

    /// Whether the bytes begin with `text`, A to Z counting as a to z; `text` is lower-case.
    @inlinable
    package func startsIgnoringCase(_ text: StaticString) -> Bool {
        text.withUTF8Buffer { count >= $0.count && zip(self, $0).allSatisfy { $0.asciiLowercased == $1 } }
    }

    /// A number written in decimal digits only; nil where there are none, others, or too many for an `Int`.
    @inlinable
    package var decimal: Int? {
        if isEmpty { return nil }
        var number = 0
        for byte in self {
            guard byte.isASCIIDigit else { return nil }
            let (product, overflow) = number.multipliedReportingOverflow(by: 10)
            let (sum, more) = product.addingReportingOverflow(Int(byte &- 0x30))
            if overflow || more { return nil }
            number = sum
        }
        return number
    }
}

extension BidirectionalCollection<UInt8> {
    /// The bytes without white space and control characters at either end.
    @inlinable package var trimmed: SubSequence {
        guard let start = firstIndex(where: { $0 > 0x20 }), let last = lastIndex(where: { $0 > 0x20 }) else {
            return self[endIndex..<endIndex]
        }
        return self[start...last]
    }
}
