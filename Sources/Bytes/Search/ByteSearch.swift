public import Glibc

extension UnsafeBufferPointer<UInt8> {
    /// The first place of `needle`, which is not empty; nil where there is none.
    @inlinable
    package func range(of needle: StaticString) -> Range<Int>? {
        guard let start = baseAddress else { return nil }
        let length = needle.utf8CodeUnitCount
        var from = 0
        while count - from >= length {
            guard let found = memchr(start + from, CInt(needle.utf8Start[0]), count - from - length + 1) else {
                return nil
            }
            let index = UnsafeRawPointer(found) - UnsafeRawPointer(start)
            if memcmp(found, needle.utf8Start, length) == 0 { return index..<(index + length) }
            from = index + 1
        }
        return nil
    }

    @inlinable
    package var isASCII: Bool {
        let raw = UnsafeRawBufferPointer(self)
        var index = 0
        while index + 8 <= count {
            guard raw.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 == 0 else {
                return false
            }
            index += 8
        }
        while index < count {
            if self[index] >= 0x80 { return false }
            index += 1
        }
        return true
    }

    /// The index behind the first `needle`.
    @inlinable
    package func end(of needle: StaticString) -> Int? { range(of: needle)?.upperBound }

    /// The index of the first `byte` from `start` on; `count` where there is none.
    @inlinable
    package func index(of byte: UInt8, from start: Int) -> Int {
        guard let base = baseAddress, start < count, let found = memchr(base + start, CInt(byte), count - start) else {
            return count
        }
        return UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }
}
