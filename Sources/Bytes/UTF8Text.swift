extension [UInt8] {
    /// Appends a scalar value as UTF-8; the caller knows that it is one.
    package mutating func append(scalar value: UInt32) {
        switch value {
        case ..<0x80: append(UInt8(value))
        case ..<0x800:
            append(UInt8(0xC0 | value >> 6))
            append(UInt8(0x80 | value & 0x3F))
        case ..<0x1_0000:
            append(UInt8(0xE0 | value >> 12))
            append(UInt8(0x80 | value >> 6 & 0x3F))
            append(UInt8(0x80 | value & 0x3F))
        default:
            append(UInt8(0xF0 | value >> 18 & 0x07))
            append(UInt8(0x80 | value >> 12 & 0x3F))
            append(UInt8(0x80 | value >> 6 & 0x3F))
            append(UInt8(0x80 | value & 0x3F))
        }
    }
}

extension String {
    /// The text of bytes that are valid UTF-8, since they are pieces, parted at whole characters, of texts that were.
    package init(valid bytes: ArraySlice<UInt8>) {
        self = bytes.withUnsafeBufferPointer { String(valid: $0) }
    }

    /// The same.
    /// - Parameter isASCII: whether they are known to be ASCII.
    package init(valid bytes: UnsafeBufferPointer<UInt8>, isASCII: Bool = false) {
        #if DEBUG
            precondition(String(validating: bytes, as: UTF8.self) != nil && (!isASCII || bytes.isASCII))
        #endif
        self = bytes.isEmpty ? "" : String(copying: unsafe UTF8Span(unchecked: bytes.span, isKnownASCII: isASCII))
    }
}
