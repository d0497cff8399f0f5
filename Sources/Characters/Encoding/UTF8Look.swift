/// Whether bytes are UTF-8 (RFC 3629), and how much of them is not.
package struct UTF8Look {
    /// Characters of more than one byte.
    package private(set) var sequences = 0
    /// Bytes that belong to no character.
    package private(set) var invalid = 0

    package init(_ bytes: UnsafeBufferPointer<UInt8>) {
        let raw = UnsafeRawBufferPointer(bytes)
        var index = 0
        while index < bytes.count {
            if bytes[index] < 0x80 {
                index += 1
                // Most text is ASCII for long stretches.
                while index + 32 <= bytes.count {
                    let words = raw.loadUnaligned(fromByteOffset: index, as: (UInt64, UInt64, UInt64, UInt64).self)
                    guard (words.0 | words.1 | words.2 | words.3) & 0x8080_8080_8080_8080 == 0 else { break }
                    index += 32
                }
                while index + 8 <= bytes.count,
                    raw.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
                {
                    index += 8
                }
                continue
            }
            let length = Self.length(bytes, at: index)
            if length == 0 { invalid += 1 } else { sequences += 1 }
            index += max(length, 1)
        }
    }

    /// A copy in which bytes that are not a UTF-8 are read as windows-1252.
    /// - Parameter validAsBytes: read all bytes so: the text is windows-1252.
    static func repaired(_ bytes: UnsafeBufferPointer<UInt8>, validAsBytes: Bool = false) -> [UInt8] {
        var repaired: [UInt8] = []
        repaired.reserveCapacity(bytes.count + bytes.count / 8)
        var (start, index) = (0, 0)
        while index < bytes.count {
            if bytes[index] < 0x80 {
                index += 1
                continue
            }
            let length = validAsBytes ? 0 : length(bytes, at: index)
            if length > 0 {
                index += length
                continue
            }
            repaired.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start..<index]))
            Windows1252.append(bytes[index], to: &repaired)
            index += 1
            start = index
        }
        repaired.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start...]))
        return repaired
    }

    /// Bytes of the character that starts here; 0 where none does.
    private static func length(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
        func follows(_ offset: Int, _ range: ClosedRange<UInt8> = 0x80...0xBF) -> Bool {
            index + offset < bytes.count && range.contains(bytes[index + offset])
        }
        switch bytes[index] {
        case 0xC2...0xDF: return follows(1) ? 2 : 0
        case 0xE0: return follows(1, 0xA0...0xBF) && follows(2) ? 3 : 0
        case 0xED: return follows(1, 0x80...0x9F) && follows(2) ? 3 : 0
        case 0xE1...0xEF: return follows(1) && follows(2) ? 3 : 0
        case 0xF0: return follows(1, 0x90...0xBF) && follows(2) && follows(3) ? 4 : 0
        case 0xF1...0xF3: return follows(1) && follows(2) && follows(3) ? 4 : 0
        case 0xF4: return follows(1, 0x80...0x8F) && follows(2) && follows(3) ? 4 : 0
        default: return 0
        }
    }
}
