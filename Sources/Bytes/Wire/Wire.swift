/// Values as bytes, and back: what crosses from one process of newspool to another of the same build. One description of a
/// type's fields (`WireFields`) serves for both ways.
///
/// What is read may come from a process that was taken over: each length is held against the bytes that are there, and a
/// value is either a proper one of its type or a fault.
package struct Wire: ~Copyable {
    /// The bytes are not what was to be read.
    package struct Fault: Error {
        package init() {}
    }

    package let isReading: Bool
    /// All that was written, or all there is to read.
    package private(set) var bytes: [UInt8]
    private var position = 0

    /// A wire to write to.
    package init() { (bytes, isReading) = ([], false) }

    /// A wire to read from.
    package init(reading bytes: consuming [UInt8]) { (self.bytes, isReading) = (bytes, true) }

    package var isAtEnd: Bool { position == bytes.count }

    /// Makes it empty, to be written to again.
    package mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    // MARK: - Fields

    package mutating func field<Value: FixedWidthInteger>(_ value: inout Value) throws(Fault) {
        if !isReading { return withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) } }
        let size = Value.bitWidth / 8
        let start = try advance(by: size)
        value = bytes.withUnsafeBytes { Value(littleEndian: $0.loadUnaligned(fromByteOffset: start, as: Value.self)) }
    }

    package mutating func field(_ value: inout Bool) throws(Fault) {
        var byte: UInt8 = value ? 1 : 0
        try field(&byte)
        guard byte <= 1 else { throw Fault() }
        if isReading { value = byte == 1 }
    }

    /// Finite, for no reader makes another and no writer can say one.
    package mutating func field(_ value: inout Double) throws(Fault) {
        var bits = value.bitPattern
        try field(&bits)
        guard isReading else { return }
        value = Double(bitPattern: bits)
        guard value.isFinite else { throw Fault() }
    }

    package mutating func field(_ value: inout String) throws(Fault) {
        guard isReading else { return write(value) }
        value = try read(length: try length())
    }

    package mutating func field(_ value: inout String?) throws(Fault) {
        guard isReading else {
            if let value { write(value) } else { write(length: Self.none) }
            return
        }
        var count: UInt32 = 0
        try field(&count)
        value = count == Self.none ? nil : try read(length: Int(count))
    }

    package mutating func field(_ value: inout [UInt8]) throws(Fault) {
        guard isReading else {
            write(length: UInt32(value.count))
            bytes.append(contentsOf: value)
            return
        }
        let count = try length()
        let start = try advance(by: count)
        value = Array(bytes[start..<start + count])
    }

    package mutating func field(_ value: inout some WireFields) throws(Fault) { try value.visit(&self) }

    package mutating func field<Value: WireFields>(_ value: inout Value?) throws(Fault) {
        try optional(&value, .blank) { (wire, value) throws(Fault) in try value.visit(&wire) }
    }

    package mutating func field(_ value: inout Bool?) throws(Fault) {
        try optional(&value, false) { (wire, value) throws(Fault) in try wire.field(&value) }
    }

    package mutating func field(_ value: inout Double?) throws(Fault) {
        try optional(&value, 0) { (wire, value) throws(Fault) in try wire.field(&value) }
    }

    package mutating func field<Value: FixedWidthInteger>(_ value: inout Value?) throws(Fault) {
        try optional(&value, 0) { (wire, value) throws(Fault) in try wire.field(&value) }
    }

    package mutating func field<Value: WireFields>(_ values: inout [Value]) throws(Fault) {
        try list(&values, .blank) { (wire, value) throws(Fault) in try value.visit(&wire) }
    }

    package mutating func field(_ values: inout [String]) throws(Fault) {
        try list(&values, "") { (wire, value) throws(Fault) in try wire.field(&value) }
    }

    package mutating func field(_ values: inout [String?]) throws(Fault) {
        try list(&values, nil) { (wire, value) throws(Fault) in try wire.field(&value) }
    }

    package mutating func field(_ values: inout [Int]) throws(Fault) {
        try list(&values, 0) { (wire, value) throws(Fault) in try wire.field(&value) }
    }

    // MARK: - What fields are made of

    /// The length of nil.
    private static let none = UInt32.max

    mutating func optional<Value>(
        _ value: inout Value?, _ blank: @autoclosure () -> Value,
        _ visit: (inout Wire, inout Value) throws(Fault) -> Void
    ) throws(Fault) {
        var isThere = value != nil
        try field(&isThere)
        guard isThere else {
            value = nil
            return
        }
        var there = value ?? blank()
        try visit(&self, &there)
        if isReading { value = there }
    }

    private mutating func list<Value>(
        _ values: inout [Value], _ blank: @autoclosure () -> Value,
        _ visit: (inout Wire, inout Value) throws(Fault) -> Void
    ) throws(Fault) {
        guard isReading else {
            write(length: UInt32(values.count))
            for var value in values { try visit(&self, &value) }
            return
        }
        // Room is made as they come: an announced count is not a count.
        let count = try length()
        values = []
        for _ in 0..<count {
            var value = blank()
            try visit(&self, &value)
            values.append(value)
        }
    }

    private mutating func write(length: UInt32) {
        withUnsafeBytes(of: length.littleEndian) { bytes.append(contentsOf: $0) }
    }

    private mutating func write(_ text: String) {
        var text = text
        text.withUTF8 {
            write(length: UInt32($0.count))
            bytes.append(contentsOf: $0)
        }
    }

    /// Of a text or a list; each element has a byte at least.
    private mutating func length() throws(Fault) -> Int {
        var count: UInt32 = 0
        try field(&count)
        guard count <= bytes.count - position else { throw Fault() }
        return Int(count)
    }

    private mutating func read(length: Int) throws(Fault) -> String {
        let start = try advance(by: length)
        return bytes.withUnsafeBytes { String(decoding: $0[start..<start + length], as: UTF8.self) }
    }

    /// - Returns: where the bytes begin.
    private mutating func advance(by count: Int) throws(Fault) -> Int {
        guard count <= bytes.count - position else { throw Fault() }
        defer { position += count }
        return position
    }
}

/// A value that can be put on a wire and taken from it.
package protocol WireFields {
    /// What is there before the fields are read.
    static var blank: Self { get }
    /// Writes each field, or reads it: all of them, and in one order.
    mutating func visit(_ wire: inout Wire) throws(Wire.Fault)
}

extension WireFields {
    /// The value alone, as bytes.
    package var onWire: [UInt8] {
        var wire = Wire()
        var copy = self
        do throws(Wire.Fault) { try copy.visit(&wire) } catch { preconditionFailure("writing has no faults") }
        return wire.bytes
    }

    /// A value that is all there is in the bytes.
    package init(onWire bytes: consuming [UInt8]) throws(Wire.Fault) {
        var wire = Wire(reading: bytes)
        var value = Self.blank
        try value.visit(&wire)
        guard wire.isAtEnd else { throw Wire.Fault() }
        self = value
    }
}
