// Small tests, searches and writes on bytes that the whole folder shares.

import CScan
import Glibc

@inline(__always)
func isASCIILetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

@inline(__always)
func isASCIIDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

/// Tab, line feed, form feed, carriage return, space.
@inline(__always)
func isHTMLSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D || byte == 0x0C }

@inline(__always)
func asciiLower(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }

/// The value of a hexadecimal digit, nil for any other byte.
@inline(__always)
func hexDigit(_ byte: UInt8) -> UInt8? {
    if isASCIIDigit(byte) { return byte &- 0x30 }
    let letter = (byte | 0x20) &- 0x61
    return letter < 6 ? letter + 10 : nil
}

/// Appends a scalar value as UTF-8; the caller knows that it is one.
func appendScalar(_ value: UInt32, to output: inout [UInt8]) {
    switch value {
    case ..<0x80: output.append(UInt8(value))
    case ..<0x800:
        output.append(UInt8(0xC0 | value >> 6))
        output.append(UInt8(0x80 | value & 0x3F))
    case ..<0x1_0000:
        output.append(UInt8(0xE0 | value >> 12))
        output.append(UInt8(0x80 | value >> 6 & 0x3F))
        output.append(UInt8(0x80 | value & 0x3F))
    default:
        output.append(UInt8(0xF0 | value >> 18 & 0x07))
        output.append(UInt8(0x80 | value >> 12 & 0x3F))
        output.append(UInt8(0x80 | value >> 6 & 0x3F))
        output.append(UInt8(0x80 | value & 0x3F))
    }
}

extension String {
    /// The text of bytes that are valid UTF-8, since they are pieces, parted at whole characters, of texts that were.
    init(valid bytes: ArraySlice<UInt8>) {
        self = bytes.withUnsafeBufferPointer { bytes in
            assert(String(validating: bytes, as: UTF8.self) != nil)
            return String(copying: unsafe UTF8Span(unchecked: bytes.span))
        }
    }
}

extension [UInt8] {
    @inline(__always)
    mutating func append(_ text: StaticString) {
        append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// The index, from `start` on, of the first byte that does not surely stand for itself in HTML's text: `<`, `&`, a control
    /// but tab and line feed, or 0xC2, which leads C1 controls; `count` where there is none.
    @inline(__always)
    func endOfPlain(from start: Int) -> Int { baseAddress.map { np_scan_source($0, start, count) } ?? 0 }

    /// The same for bytes that are written as references: `&`, `<`, `>`, `quote`, or 0xC2, which leads the no-break space.
    @inline(__always)
    func endOfUnescaped(from start: Int, quote: UInt8) -> Int {
        baseAddress.map { np_scan_escaped($0, start, count, quote) } ?? 0
    }

    /// The index of the first `byte` from `start` on; `count` where there is none.
    func index(of byte: UInt8, from start: Int) -> Int {
        guard let base = baseAddress, start < count, let found = memchr(base + start, CInt(byte), count - start) else {
            return count
        }
        return UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }

    /// The index of the first space or control from `start` on; `count` where there is none.
    func endOfVisible(from start: Int) -> Int { baseAddress.map { np_scan_blank($0, start, count) } ?? 0 }

    /// An index up to which, from `start` on, there are words with one space between; the last bytes are not looked at.
    @inline(__always)
    func endOfWords(from start: Int) -> Int { baseAddress.map { np_scan_words($0, start, count) } ?? 0 }
}

extension Collection<UInt8> {
    /// Whether the bytes are those of `text`, letters compared without case; `text` is in lower case.
    func equalsIgnoringCase(_ text: StaticString) -> Bool {
        text.withUTF8Buffer { count == $0.count && zip(self, $0).allSatisfy { asciiLower($0) == $1 } }
    }

    /// Whether the bytes begin with `text`, letters compared without case; `text` is in lower case.
    func startsIgnoringCase(_ text: StaticString) -> Bool {
        text.withUTF8Buffer { count >= $0.count && zip(self, $0).allSatisfy { asciiLower($0) == $1 } }
    }
}

extension BidirectionalCollection<UInt8> {
    /// The bytes without white space and control characters at either end.
    var trimmed: SubSequence {
        guard let start = firstIndex(where: { $0 > 0x20 }), let last = lastIndex(where: { $0 > 0x20 }) else {
            return self[endIndex..<endIndex]
        }
        return self[start...last]
    }
}
