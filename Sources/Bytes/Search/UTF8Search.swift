public import CBytes

/// UTF-8 (RFC 3629) in bytes that may be anything.
extension UnsafeBufferPointer<UInt8> {
    /// Bytes of the character that starts at `index`; 0 where none does.
    @inlinable @inline(__always)
    package func lengthOfCharacter(at index: Int) -> Int {
        baseAddress.map { np_utf8_length($0 + index, count - index) } ?? 0
    }

    /// How many characters of more than one byte there are, and how many bytes that belong to none.
    @inlinable
    package var charactersBeyondASCII: (sequences: Int, invalid: Int) {
        guard let baseAddress else { return (0, 0) }
        let sums = np_utf8_look(baseAddress, count)
        return (sums.sequences, sums.invalid)
    }
}
