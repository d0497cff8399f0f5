import Glibc

extension UnsafeBufferPointer<UInt8> {
    /// Where `needle`, which is not empty, stands first.
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

    var isASCII: Bool {
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
    package func end(of needle: StaticString) -> Int? { range(of: needle)?.upperBound }
}
