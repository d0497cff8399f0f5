import FoundationEssentials

/// Writes little-endian fields in a row: what a feed's timing is in the store.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    mutating func put<Value: FixedWidthInteger>(_ value: Value) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    /// As `Date` itself counts, to the last bit; NaN stands for nil.
    mutating func put(_ date: Date?) { put((date?.timeIntervalSinceReferenceDate ?? .nan).bitPattern) }
}

/// Reads what `ByteWriter` wrote.
struct ByteReader {
    /// The bytes end before the field does.
    struct Short: Error {}

    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { self.rest = bytes[...] }

    mutating func integer<Value: FixedWidthInteger>(_: Value.Type = Value.self) throws(Short) -> Value {
        let size = Value.bitWidth / 8
        guard rest.count >= size else { throw Short() }
        let value = rest.prefix(size).reversed().reduce(Value(0)) { $0 << 8 | Value(truncatingIfNeeded: $1) }
        rest = rest.dropFirst(size)
        return value
    }

    mutating func date() throws(Short) -> Date? {
        let seconds = Double(bitPattern: try integer())
        return seconds.isFinite ? Date(timeIntervalSinceReferenceDate: seconds) : nil
    }
}
