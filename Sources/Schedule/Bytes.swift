import FoundationEssentials

/// Writes little-endian fields in a row: what a feed's timing is in the store.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    /// - Parameter capacity: how many bytes to make room for; more may come.
    init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

    mutating func put<Value: FixedWidthInteger>(_ value: Value) {
        for shift in stride(from: 0, to: Value.bitWidth, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: value >> shift))
        }
    }

    /// As `Date` itself counts, to the last bit; NaN stands for nil.
    mutating func put(_ date: Date?) { put((date?.timeIntervalSinceReferenceDate ?? .nan).bitPattern) }
}

/// Reads what `ByteWriter` wrote.
struct ByteReader {
    /// The bytes end before the field does.
    struct Short: Error {}

    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func integer<Value: FixedWidthInteger>(_: Value.Type = Value.self) throws(Short) -> Value {
        let end = position + Value.bitWidth / 8
        guard end <= bytes.count else { throw Short() }
        var value: Value = 0
        for index in position..<end {
            value |= Value(truncatingIfNeeded: bytes[index]) << Value((index - position) * 8)
        }
        position = end
        return value
    }

    mutating func date() throws(Short) -> Date? {
        let seconds = Double(bitPattern: try integer())
        return seconds.isFinite ? Date(timeIntervalSinceReferenceDate: seconds) : nil
    }
}
