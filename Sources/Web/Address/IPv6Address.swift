import Bytes

/// An IPv6 address (WHATWG URL Standard section 3.5; RFC 4291 section 2.2), written as RFC 5952 recommends.
struct IPv6Address {
    /// Eight pieces of 16 bits.
    let pieces: [UInt16]

    /// Reads `text`, the address without its brackets.
    init?(_ text: ArraySlice<UInt8>) {
        var reader = Reader(text: text)
        guard reader.read() else { return nil }
        pieces = reader.pieces
    }

    init(bits: UInt128) {
        pieces = (0..<8).map { UInt16(truncatingIfNeeded: bits >> UInt128(112 - 16 * $0)) }
    }

    var bits: UInt128 { pieces.reduce(0) { $0 << 16 | UInt128($1) } }

    /// Appends the address without brackets.
    func append(to output: inout [UInt8]) {
        let zeros = longestRunOfZeros
        var index = 0
        while index < 8 {
            if index == zeros.lowerBound, !zeros.isEmpty {
                output.append(contentsOf: (index == 0 ? "::" : ":").utf8)
                index = zeros.upperBound
                continue
            }
            output.append(contentsOf: String(pieces[index], radix: 16).utf8)
            if index < 7 { output.append(.colon) }
            index += 1
        }
    }

    /// The first of the longest runs of two or more zero pieces; empty where there is none.
    private var longestRunOfZeros: Range<Int> {
        var longest = 0..<0
        var index = 0
        while index < 8 {
            let end = pieces[index...].firstIndex { $0 != 0 } ?? 8
            if end - index > max(longest.count, 1) { longest = index..<end }
            index = max(end, index + 1)
        }
        return longest
    }
}

extension IPv6Address {
    private struct Reader {
        let text: ArraySlice<UInt8>
        var position: Int
        var pieces: [UInt16] = []
        /// How many pieces are before `::`.
        var gap: Int?

        init(text: ArraySlice<UInt8>) {
            self.text = text
            position = text.startIndex
        }

        mutating func read() -> Bool {
            if text.starts(with: "::".utf8) {
                position += 2
                gap = 0
            } else if text.first == .colon {
                return false
            }
            while position < text.endIndex {
                guard pieces.count < 8 else { return false }
                if text[position] == .colon {
                    guard gap == nil else { return false }
                    position += 1
                    gap = pieces.count
                    continue
                }
                guard readPiece() else { return false }
            }
            guard let gap else { return pieces.count == 8 }
            guard pieces.count < 8 else { return false }
            pieces.insert(contentsOf: Array(repeating: 0, count: 8 - pieces.count), at: gap)
            return true
        }

        private mutating func readPiece() -> Bool {
            let start = position
            var value: UInt16 = 0
            while position < text.endIndex, position - start < 4, let digit = text[position].hexDigitValue {
                value = value << 4 | UInt16(digit)
                position += 1
            }
            if position < text.endIndex, text[position] == .dot {
                position = start
                return readIPv4()
            }
            guard position > start else { return false }
            pieces.append(value)
            guard position < text.endIndex else { return true }
            guard text[position] == .colon, position + 1 < text.endIndex else { return false }
            position += 1
            return true
        }

        /// An IPv4 address in the place of the last two pieces.
        private mutating func readIPv4() -> Bool {
            let rest = text[position...]
            guard pieces.count <= 6, let address = IPv4Address(dottedQuad: rest.span) else { return false }
            pieces.append(UInt16(address.value >> 16))
            pieces.append(UInt16(address.value & 0xFFFF))
            position = text.endIndex
            return true
        }
    }
}
