import Characters

/// UTF-8 that was read as windows-1252 and encoded once more (`â€™` for `’`), which some generators publish.
enum Mojibake {
    /// The text as it was meant; nil where it is not so encoded: text of any language has, sooner rather than later, a
    /// character that breaks the pattern, so a single whole text that fits it throughout is no chance.
    static func mended(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        guard isEncodedTwice(bytes) else { return nil }
        var mended: [UInt8] = []
        mended.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count, let (byte, length) = original(bytes, at: index) {
            mended.append(byte)
            index += length
        }
        return mended
    }

    /// Looked at first, without a copy: hardly any text is.
    private static func isEncodedTwice(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var (index, following) = (0, 0)
        while index < bytes.count {
            if following == 0 {
                while index < bytes.count, bytes[index] < 0x80 { index += 1 }
                if index == bytes.count { break }
            }
            guard let (byte, length) = original(bytes, at: index) else { return false }
            if following > 0 {
                guard byte & 0xC0 == 0x80 else { return false }
                following -= 1
            } else if byte >= 0x80 {
                switch byte {
                case 0xC2...0xDF: following = 1
                case 0xE0...0xEF: following = 2
                case 0xF0...0xF4: following = 3
                default: return false
                }
            }
            index += length
        }
        return following == 0
    }

    /// The byte that the character here was made of; nil where windows-1252 has no such character.
    private static func original(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> (byte: UInt8, length: Int)? {
        let first = bytes[index]
        if first < 0x80 { return (first, 1) }
        guard index + 1 < bytes.count else { return nil }
        if first == 0xC2 { return (bytes[index + 1], 2) }
        if first == 0xC3 { return (bytes[index + 1] | 0x40, 2) }
        var scalar = UInt32(first & 0x1F) << 6 | UInt32(bytes[index + 1] & 0x3F)
        var length = 2
        if first >= 0xE0 {
            guard first < 0xF0, index + 2 < bytes.count else { return nil }
            scalar = UInt32(first & 0x0F) << 12 | UInt32(bytes[index + 1] & 0x3F) << 6 | UInt32(bytes[index + 2] & 0x3F)
            length = 3
        }
        return Windows1252.byte(scalar).map { ($0, length) }
    }
}
