/// Text on one line.
package enum FoldedText {
    /// White space runs, line ends and no-break spaces as one space each, none at the ends.
    package static func of(_ text: String) -> String {
        var copy = text
        return copy.withUTF8 { bytes in
            if isFolded(bytes) { return text }
            return String(unsafeUninitializedCapacity: bytes.count) { buffer in
                var (count, index) = (0, 0)
                var needsSpace = false
                while index < bytes.count {
                    let length = spaceLength(bytes, at: index)
                    if length > 0 {
                        needsSpace = count > 0
                        index += length
                        continue
                    }
                    if needsSpace {
                        buffer[count] = 0x20
                        count += 1
                        needsSpace = false
                    }
                    buffer[count] = bytes[index]
                    count += 1
                    index += 1
                }
                return count
            }
        }
    }

    /// Most texts are folded already.
    private static func isFolded(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var last: UInt8 = 0x20
        for (index, byte) in bytes.enumerated() {
            if byte <= 0x20, byte != 0x20 || last == 0x20 { return false }
            if byte == 0xC2, spaceLength(bytes, at: index) > 0 { return false }
            last = byte
        }
        return last != 0x20 || bytes.isEmpty
    }

    /// Bytes of the white space that is here: ASCII's, or U+00A0.
    private static func spaceLength(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
        if bytes[index] <= 0x20 { return 1 }
        return bytes[index] == 0xC2 && index + 1 < bytes.count && bytes[index + 1] == 0xA0 ? 2 : 0
    }
}
