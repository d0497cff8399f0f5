import Bytes

/// Whether bytes are UTF-8 (RFC 3629), and how much of them is not.
package struct UTF8Look {
    /// Characters of more than one byte.
    package let sequences: Int
    /// Bytes that belong to no character.
    package let invalid: Int

    package init(_ bytes: UnsafeBufferPointer<UInt8>) {
        (sequences, invalid) = bytes.charactersBeyondASCII
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
            let length = validAsBytes ? 0 : bytes.lengthOfCharacter(at: index)
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
}
