// Small searches and writes on bytes that the whole module shares.

import CScan
import Glibc

extension String {
    /// The text of bytes that are valid UTF-8, since they are pieces, parted at whole characters, of texts that were.
    package init(valid bytes: ArraySlice<UInt8>) {
        self = bytes.withUnsafeBufferPointer { bytes in
            assert(String(validating: bytes, as: UTF8.self) != nil)
            return String(copying: unsafe UTF8Span(unchecked: bytes.span))
        }
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// The index, from `start` on, of the first byte that does not surely stand for itself in HTML's text: `<`, `&`, a control
    /// but tab and line feed, or 0xC2, which leads C1 controls; `count` where there is none.
    @inline(__always)
    func endOfPlain(from start: Int) -> Int { baseAddress.map { np_scan_source($0, start, count) } ?? 0 }

    /// The same for bytes that are written as references: `&`, `<`, `>`, `quote`, or 0xC2, which leads the no-break space.
    @inline(__always)
    func endOfUnescaped(from start: Int, quote: UInt8) -> Int {
        baseAddress.map { np_scan_escaped($0, start, count, quote) } ?? 0
    }

    /// The index of the first `byte` from `start` on; `count` where there is none.
    func index(of byte: UInt8, from start: Int) -> Int {
        guard let base = baseAddress, start < count, let found = memchr(base + start, CInt(byte), count - start) else {
            return count
        }
        return UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }

    /// The index of the first space or control from `start` on; `count` where there is none.
    func endOfVisible(from start: Int) -> Int { baseAddress.map { np_scan_blank($0, start, count) } ?? 0 }

    /// An index up to which, from `start` on, there are words with one space between; the last bytes are not looked at.
    @inline(__always)
    func endOfWords(from start: Int) -> Int { baseAddress.map { np_scan_words($0, start, count) } ?? 0 }
}
