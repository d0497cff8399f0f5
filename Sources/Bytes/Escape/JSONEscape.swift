import CBytes

/// The contents of JSON strings (RFC 8259 section 7).
///
/// U+2028 and U+2029 are legal there but end a line in JavaScript and in some line readers, and DEL upsets terminals, so
/// those are escaped too.
package enum JSONEscape {
    /// Bytes that one byte becomes at most: `\u001f`.
    package static let longest = 6

    /// Writes a part of a text, and the rest of the character that its end cuts; returns the index behind what was read and
    /// how many bytes were written. There is room for `longest` times the range,
    /// and for sixteen more.
    package static func write(
        _ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, to out: UnsafeMutablePointer<UInt8>
    ) -> (end: Int, written: Int) {
        guard let source = text.baseAddress else { return (range.upperBound, 0) }
        var (from, to) = (range.lowerBound, 0)
        while from < range.upperBound {
            let done = np_write_json(source + from, range.upperBound - from, out + to)
            from += done.read
            to += done.written
            guard from < range.upperBound else { break }
            let byte = source[from]
            if byte == 0xE2 && endsLine(text, at: from) {
                to += copy(source[from + 2] == 0xA8 ? "\\u2028" : "\\u2029", to: out + to)
                from += 3
            } else if byte == 0xE2 {
                out[to] = byte
                from += 1
                to += 1
            } else {
                to += escape(byte, to: out + to)
                from += 1
            }
        }
        return (from, to)
    }

    /// U+2028 or U+2029.
    private static func endsLine(_ text: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
        index + 2 < text.count && text[index + 1] == 0x80 && text[index + 2] & 0xFE == 0xA8
    }

    /// Control characters, but for the line feed.
    private static func escape(_ byte: UInt8, to out: UnsafeMutablePointer<UInt8>) -> Int {
        switch byte {
        case 0x0D: return copy("\\r", to: out)
        case 0x09: return copy("\\t", to: out)
        default:
            let digits = StaticString("0123456789abcdef")
            _ = copy("\\u00", to: out)
            out[4] = digits.utf8Start[Int(byte >> 4)]
            out[5] = digits.utf8Start[Int(byte & 15)]
            return 6
        }
    }

    private static func copy(_ text: StaticString, to out: UnsafeMutablePointer<UInt8>) -> Int {
        out.update(from: text.utf8Start, count: text.utf8CodeUnitCount)
        return text.utf8CodeUnitCount
    }
}
