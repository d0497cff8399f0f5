import Bytes
import Glibc
import Characters
import XML

/// Strings out of the bytes of a document.
enum TextBytes {
    /// The text without white space around it, and with C1 control characters read as the windows-1252 characters that
    /// were meant: no one publishes U+0080 to U+009F on purpose, many publish `&#146;`.
    /// - Parameter isProven: whether they are known to be UTF-8.
    static func string(_ bytes: UnsafeBufferPointer<UInt8>, isProven: Bool = false) -> String {
        let trimmed = bytes.withoutOuterSpace
        guard let start = trimmed.baseAddress, trimmed.count > 0 else { return "" }
        var isValid = isProven
        if !isProven {
            let look = UTF8Look(trimmed)
            if look.sequences == 0 && look.invalid == 0 { return String(valid: trimmed, isASCII: true) }
            isValid = look.invalid == 0
        }
        if memchr(start, 0xC3, trimmed.count) != nil, let repaired = Mojibake.repaired(trimmed) {
            return String(decoding: repaired, as: UTF8.self)
        }
        if memchr(start, 0xC2, trimmed.count) != nil, holdsC1(trimmed) {
            return String(decoding: mendC1(trimmed), as: UTF8.self)
        }
        return isValid ? String(valid: trimmed) : String(decoding: trimmed, as: UTF8.self)
    }

    /// The same of the text of an element, most of which is known to be ASCII.
    static func string(_ text: borrowing XMLText, from mark: Int) -> String {
        let bytes = text.bytes(from: mark)
        return text.isASCII(from: mark)
            ? String(valid: bytes.withoutOuterSpace, isASCII: true) : string(bytes, isProven: text.isProven(from: mark))
    }

    private static func holdsC1(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        for index in 0..<(bytes.count - 1) where bytes[index] == 0xC2 && bytes[index + 1] < 0xA0 { return true }
        return false
    }

    private static func mendC1(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var repaired: [UInt8] = []
        repaired.reserveCapacity(bytes.count + 64)
        var index = 0
        while index < bytes.count {
            if bytes[index] == 0xC2, index + 1 < bytes.count, bytes[index + 1] >= 0x80, bytes[index + 1] < 0xA0 {
                Windows1252.append(bytes[index + 1], to: &repaired)
                index += 2
            } else {
                repaired.append(bytes[index])
                index += 1
            }
        }
        return repaired
    }
}
