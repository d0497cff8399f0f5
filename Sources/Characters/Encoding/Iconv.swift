import Glibc

/// The C library's converters, for the encodings that are neither UTF-8 nor windows-1252.
enum Iconv {
    static func knows(_ name: String) -> Bool {
        guard let converter = open(name) else { return false }
        iconv_close(converter)
        return true
    }

    /// The text as UTF-8, with U+FFFD for what cannot be read; nil where that is more than one byte in so many, because
    /// then it is in another encoding, or where the name is not known.
    static func decode(
        _ bytes: UnsafeBufferPointer<UInt8>, from name: String, oneFailureIn most: Int
    ) -> [UInt8]? {
        guard let converter = open(name) else { return nil }
        defer { iconv_close(converter) }
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count * 2)
        let chunk = UnsafeMutableBufferPointer<CChar>.allocate(capacity: 64 * 1024)
        defer { chunk.deallocate() }
        // iconv takes a pointer to what may be changed, and changes nothing there.
        var from = UnsafeMutableRawPointer(mutating: bytes.baseAddress)?.assumingMemoryBound(to: CChar.self)
        var left = bytes.count
        var failures = 0
        while left > 0 {
            var to = chunk.baseAddress
            var room = chunk.count
            let result = iconv(converter, &from, &left, &to, &room)
            let code = errno
            text.append(
                contentsOf: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(chunk)[..<(chunk.count - room)]))
            if result != -1 || code == E2BIG { continue }
            // EILSEQ, or EINVAL for a character that the end cuts off.
            failures += 1
            if failures * most > bytes.count + most { return nil }
            text.append(contentsOf: [0xEF, 0xBF, 0xBD])
            from = from.map { $0 + 1 }
            left -= 1
        }
        return text
    }

    private static func open(_ name: String) -> iconv_t? {
        guard let converter = iconv_open("UTF-8", name), converter != iconv_t(bitPattern: -1) else { return nil }
        return converter
    }
}
