/// Writes fields in a row, integers little-endian: the blobs of the store.
@usableFromInline package struct ByteWriter {
    @usableFromInline package var bytes: [UInt8] = []

    /// - Parameter capacity: how many bytes to make room for; more may come.
    @inlinable
    package init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

    @inlinable
    package mutating func put(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    @inlinable
    package mutating func put(bytes more: some Sequence<UInt8>) { bytes.append(contentsOf: more) }
}

/// Reads what `ByteWriter` wrote.
@usableFromInline package struct ByteReader {
    /// The bytes end before the field does.
    @usableFromInline package struct Short: Error {
        @inlinable init() {}
    }

    @usableFromInline package let bytes: [UInt8]
    @usableFromInline package var position: Int

    /// - Parameter position: where to begin, 0 to the number of bytes.
    @inlinable
    package init(_ bytes: [UInt8], from position: Int = 0) { (self.bytes, self.position) = (bytes, position) }

    /// Bytes that are left.
    @inlinable
    package var remaining: Int { bytes.count - position }

    @inlinable
    package mutating func integer<Value: FixedWidthInteger>(_: Value.Type = Value.self) throws(Short) -> Value {
        let size = Value.bitWidth / 8
        guard size <= remaining else { throw Short() }
        defer { position += size }
        return bytes.withUnsafeBytes {
            Value(littleEndian: $0.loadUnaligned(fromByteOffset: position, as: Value.self))
        }
    }

    @inlinable
    package mutating func bytes(_ count: Int) throws(Short) -> ArraySlice<UInt8> {
        guard count <= remaining else { throw Short() }
        defer { position += count }
        return bytes[position..<position + count]
    }
}
