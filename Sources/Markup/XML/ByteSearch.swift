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

    /// The index behind the first `needle`.
    package func end(of needle: StaticString) -> Int? { range(of: needle)?.upperBound }
}
