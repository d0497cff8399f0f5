extension [UInt8] {
    /// Appends `bytes`, those of `set` as `%XX`.
    mutating func append(_ bytes: ArraySlice<UInt8>, percentEncoding set: ByteSet) {
        for byte in bytes {
            if set.contains(byte) { appendPercentEncoded(byte) } else { append(byte) }
        }
    }

    mutating func appendPercentEncoded(_ byte: UInt8) {
        append(.percent)
        append((byte >> 4).upperHexDigit)
        append(byte.upperHexDigit)
    }

    /// The byte that a `%XX` at `index` stands for, or nil where there is none.
    func percentDecodedByte(at index: Int) -> UInt8? { self[...].percentDecodedByte(at: index) }
}

extension ArraySlice<UInt8> {
    /// The byte that a `%XX` at `index` stands for, or nil where there is none.
    func percentDecodedByte(at index: Int) -> UInt8? {
        guard endIndex - index > 2, self[index] == .percent, let high = self[index + 1].hexDigitValue,
            let low = self[index + 2].hexDigitValue
        else { return nil }
        return high << 4 | low
    }

    /// The bytes with each `%XX` replaced by what it stands for.
    func percentDecoded() -> [UInt8] {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(count)
        var index = startIndex
        while index < endIndex {
            if let byte = percentDecodedByte(at: index) {
                decoded.append(byte)
                index += 3
            } else {
                decoded.append(self[index])
                index += 1
            }
        }
        return decoded
    }
}
