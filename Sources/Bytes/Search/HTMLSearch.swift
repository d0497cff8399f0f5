public import CBytes

/// Searches of HTML. Each returns `count` where it finds nothing.
extension UnsafeBufferPointer<UInt8> {
    /// The index, from `start` on, of the first byte that does not surely mean itself in HTML's text: `<`, `&`, a control
    /// but tab and line feed, or 0xC2, which leads C1 controls.
    @inlinable @inline(__always)
    package func endOfPlain(from start: Int) -> Int { baseAddress.map { np_scan_source($0, start, count) } ?? 0 }

    /// The same for bytes that are written as references: `&`, `<`, `>`, `quote`, or 0xC2, which leads the no-break space.
    @inlinable @inline(__always)
    package func endOfUnescaped(from start: Int, quote: UInt8) -> Int {
        baseAddress.map { np_scan_escaped($0, start, count, quote) } ?? 0
    }

    /// The index of the first space or control from `start` on.
    @inlinable
    package func endOfVisible(from start: Int) -> Int { baseAddress.map { np_scan_blank($0, start, count) } ?? 0 }

    /// An index up to which, from `start` on, there are words with one space between; the last bytes are not looked at.
    @inlinable @inline(__always)
    package func endOfWords(from start: Int) -> Int { baseAddress.map { np_scan_words($0, start, count) } ?? 0 }
}
