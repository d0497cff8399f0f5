import Bytes

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

    /// Appends `bytes` with the percent-encoded characters of `plain` decoded and the others' digits in upper case.
    mutating func append(_ bytes: Span<UInt8>, decoding plain: ByteSet) {
        guard bytes.contains(.percent) else { return append(bytes, in: 0..<bytes.count) }
        var copied = 0
        for index in bytes.indices where bytes[index] == .percent {
            guard index >= copied, let value = bytes.percentDecodedByte(at: index) else { continue }
            append(bytes, in: copied..<index)
            if plain.contains(value), !wouldComplete(value) {
                append(value)
            } else {
                appendPercentEncoded(value)
            }
            copied = index + 3
        }
        append(bytes, in: copied..<bytes.count)
    }

    /// Whether `byte` would make a stray `%` before it the start of a percent-encoded byte (`%%34%31`, say).
    private func wouldComplete(_ byte: UInt8) -> Bool {
        guard byte.hexDigitValue != nil, count >= 2 else { return false }
        return self[count - 1] == .percent || (self[count - 2] == .percent && self[count - 1].hexDigitValue != nil)
    }

    /// The byte that a `%XX` at `index` means, or nil where there is none.
    func percentDecodedByte(at index: Int) -> UInt8? { span.percentDecodedByte(at: index) }
}

extension Span<UInt8> {
    /// The byte that a `%XX` at `index` means, or nil where there is none.
    func percentDecodedByte(at index: Int) -> UInt8? {
        guard count - index > 2, self[index] == .percent, let high = self[index + 1].hexDigitValue,
            let low = self[index + 2].hexDigitValue
        else { return nil }
        return high << 4 | low
    }
}

extension ArraySlice<UInt8> {
    /// The byte that a `%XX` at `index` means, or nil where there is none.
    func percentDecodedByte(at index: Int) -> UInt8? { span.percentDecodedByte(at: index - startIndex) }

    /// The bytes with each `%XX` replaced by its byte, where that is to be decoded.
    func percentDecoded(where isDecoded: (UInt8) -> Bool = { _ in true }) -> [UInt8] {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(count)
        var index = startIndex
        while index < endIndex {
            if let byte = percentDecodedByte(at: index), isDecoded(byte) {
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
