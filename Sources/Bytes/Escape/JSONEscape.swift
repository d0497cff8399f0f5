public import CBytes

/// The contents of JSON strings (RFC 8259 section 7).
///
/// Escaped too is what is legal there and acts on what is around it: U+2028 and U+2029 end a line in JavaScript and in
/// some line readers, DEL and C1 controls upset terminals, marks of direction turn the rest of a line around, U+FFFE
/// and U+FFFF are no characters.
@usableFromInline package enum JSONEscape {
    /// Bytes that one byte becomes at most: `\u001f`.
    @inlinable package static var longest: Int { 6 }

    /// Writes a part of a text, and the rest of the character that its end cuts; returns the index behind what was read
    /// and how many bytes were written. There is room for `longest` times the range,
    /// and for sixteen more.
    @inlinable
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
            if byte < 0x80 {
                to += escape(byte, to: out + to)
                from += 1
                continue
            }
            let length = np_acts(source + from, text.count - from)
            if length > 0 {
                to += escape(scalar(source + from, length: length), to: out + to)
                from += length
            } else {
                out[to] = byte
                from += 1
                to += 1
            }
        }
        return (from, to)
    }

    /// Bytes of a text between the quotes of a JSON string.
    package static func length(of text: String) -> Int {
        var text = text
        let piece = 4096
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: (piece + 4) * longest + 16) { out in
            guard let out = out.baseAddress else { return 0 }
            return text.withUTF8 { bytes in
                var (from, total) = (0, 0)
                while from < bytes.count {
                    let (end, written) = write(bytes, from..<min(from + piece, bytes.count), to: out)
                    total += written
                    from = end
                }
                return total
            }
        }
    }

    /// The character of two or three bytes of UTF-8.
    @usableFromInline
    static func scalar(_ text: UnsafePointer<UInt8>, length: Int) -> Int {
        length == 2
            ? Int(text[0] & 0x1F) << 6 | Int(text[1] & 0x3F)
            : Int(text[0] & 0x0F) << 12 | Int(text[1] & 0x3F) << 6 | Int(text[2] & 0x3F)
    }

    /// Control characters, but for the line feed.
    @usableFromInline
    static func escape(_ byte: UInt8, to out: UnsafeMutablePointer<UInt8>) -> Int {
        switch byte {
        case 0x0D: return copy("\\r", to: out)
        case 0x09: return copy("\\t", to: out)
        default: return escape(Int(byte), to: out)
        }
    }

    @usableFromInline
    static func escape(_ scalar: Int, to out: UnsafeMutablePointer<UInt8>) -> Int {
        let digits = StaticString("0123456789abcdef")
        _ = copy("\\u", to: out)
        for place in 0..<4 { out[2 + place] = digits.utf8Start[scalar >> (12 - 4 * place) & 15] }
        return 6
    }

    private static func copy(_ text: StaticString, to out: UnsafeMutablePointer<UInt8>) -> Int {
        out.update(from: text.utf8Start, count: text.utf8CodeUnitCount)
        return text.utf8CodeUnitCount
    }
}
