/// Writes fields in a row, integers little-endian: the blobs of the store.
@usableFromInline package struct ByteWriter: ~Copyable {
    @usableFromInline var buffer: ByteBuffer

    /// - Parameter capacity: how many bytes to make room for; more may come.
    package init(capacity: Int = 0) { buffer = ByteBuffer(capacity: capacity) }

    /// What was written.
    package var bytes: [UInt8] { Array(buffer.bytes) }

    package func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        body(UnsafeRawBufferPointer(buffer.bytes))
    }

    @inlinable @inline(__always)
    package mutating func put(_ value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.littleEndian) { buffer.append($0.assumingMemoryBound(to: UInt8.self)) }
    }

    package mutating func put(bytes more: ArraySlice<UInt8>) { more.withUnsafeBufferPointer { buffer.append($0) } }
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
