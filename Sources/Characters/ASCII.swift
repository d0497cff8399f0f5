// Small tests on bytes of ASCII, and small writes.

@inlinable @inline(__always)
package func isASCIILetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

@inlinable @inline(__always)
package func isASCIIDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

/// Tab, line feed, form feed, carriage return, space.
@inlinable @inline(__always)
package func isHTMLSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D || byte == 0x0C
}

@inlinable @inline(__always)
package func asciiLower(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }

/// The value of a hexadecimal digit, nil for any other byte.
@inlinable @inline(__always)
package func hexDigit(_ byte: UInt8) -> UInt8? {
    if isASCIIDigit(byte) { return byte &- 0x30 }
    let letter = (byte | 0x20) &- 0x61
    return letter < 6 ? letter + 10 : nil
}

/// Appends a scalar value as UTF-8; the caller knows that it is one.
package func appendScalar(_ value: UInt32, to output: inout [UInt8]) {
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

extension [UInt8] {
    @inlinable @inline(__always)
    package mutating func append(_ text: StaticString) {
        append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
}

extension Collection<UInt8> {
    /// Whether the bytes are those of `text`, letters compared without case; `text` is in lower case.
    @inlinable package func equalsIgnoringCase(_ text: StaticString) -> Bool {
        text.withUTF8Buffer { count == $0.count && zip(self, $0).allSatisfy { asciiLower($0) == $1 } }
    }

    /// Whether the bytes begin with `text`, letters compared without case; `text` is in lower case.
    @inlinable package func startsIgnoringCase(_ text: StaticString) -> Bool {
        text.withUTF8Buffer { count >= $0.count && zip(self, $0).allSatisfy { asciiLower($0) == $1 } }
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
