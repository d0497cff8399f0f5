/// The values of a statement in PostgreSQL's binary form: one buffer for all of them.
struct Parameters: Sendable {
    private(set) var bytes: [UInt8] = []
    /// Where each value lies; nil: NULL.
    private(set) var places: [Range<Int>?] = []

    init() {}

    mutating func add(_ value: Int64) { put { $0.append(bigEndian: value) } }

    mutating func add(_ value: Int) { add(Int64(value)) }

    mutating func add(_ value: Bool) { put { $0.append(value ? 1 : 0) } }

    mutating func add(_ value: Int64?) {
        if let value { add(value) } else { places.append(nil) }
    }

    mutating func add(_ text: String?) {
        guard let text else { return places.append(nil) }
        put { $0.append(text: text) }
    }

    mutating func add(_ value: [UInt8]?) {
        guard let value else { return places.append(nil) }
        put { $0 += value }
    }

    mutating func add(_ values: [Int64?]) {
        array(values, of: .int8) { value, bytes in
            bytes.append(bigEndian: Int32(8))
            bytes.append(bigEndian: value)
        }
    }

    mutating func add(_ values: [Int64]) {
        put { bytes in
            bytes.reserveCapacity(bytes.count + 20 + 12 * values.count)
            bytes.append(arrayOf: .int8, count: values.count, hasNulls: false)
            for value in values {
                bytes.append(bigEndian: Int32(8))
                bytes.append(bigEndian: value)
            }
        }
    }

    mutating func add(_ values: [Bool]) {
        array(values, of: .bool) { value, bytes in
            bytes.append(bigEndian: Int32(1))
            bytes.append(value ? 1 : 0)
        }
    }

    mutating func add(_ values: [String?]) {
        array(values, of: .text) { value, bytes in bytes.appendCounted { $0.append(text: value) } }
    }

    mutating func add(_ values: [[UInt8]?]) {
        array(values, of: .bytea) { value, bytes in
            bytes.append(bigEndian: Int32(value.count))
            bytes += value
        }
    }

    private mutating func put(_ write: (inout [UInt8]) -> Void) {
        let start = bytes.count
        write(&bytes)
        places.append(start..<bytes.count)
    }

    private mutating func array<Value>(
        _ values: [Value?], of type: ElementType, _ write: (Value, inout [UInt8]) -> Void
    ) {
        put { bytes in
            bytes.append(arrayOf: type, count: values.count, hasNulls: values.contains { $0 == nil })
            for value in values {
                if let value { write(value, &bytes) } else { bytes.append(bigEndian: Int32(-1)) }
            }
        }
    }
}

/// PostgreSQL's numbers of the types that arrays hold here.
private enum ElementType: Int32 {
    case bool = 16, bytea = 17, int8 = 20, text = 25
}

extension [UInt8] {
    fileprivate mutating func append(bigEndian value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) }
    }

    /// PostgreSQL keeps no NUL in a text; no text that newspool keeps means anything by one.
    fileprivate mutating func append(text: String) {
        let start = count
        append(contentsOf: text.utf8)
        if self[start...].contains(0) { self = self[..<start] + self[start...].filter { $0 != 0 } }
    }

    fileprivate mutating func appendCounted(_ write: (inout [UInt8]) -> Void) {
        let start = count
        append(bigEndian: Int32(0))
        write(&self)
        let length = Int32(count - start - 4).bigEndian
        Swift.withUnsafeBytes(of: length) { replaceSubrange(start..<start + 4, with: $0) }
    }

    fileprivate mutating func append(arrayOf type: ElementType, count: Int, hasNulls: Bool) {
        append(bigEndian: Int32(count == 0 ? 0 : 1))
        append(bigEndian: Int32(hasNulls ? 1 : 0))
        append(bigEndian: type.rawValue)
        guard count > 0 else { return }
        append(bigEndian: Int32(count))
        append(bigEndian: Int32(1))
    }
}
