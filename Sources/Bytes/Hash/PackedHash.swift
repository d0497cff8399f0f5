import CBytes

/// A hash over texts that is blind to white space, the same on every machine and in every version: the store may keep it.
///
/// Eight bytes that are not white space are mixed in at once; `finish` ends a text.
package struct PackedHash {
    package private(set) var value: UInt64
    /// The last bytes, of which `held` are not hashed yet.
    private var word: UInt64 = 0
    package private(set) var held = 0

    /// - Parameter value: of what was hashed before.
    package init(_ value: UInt64) { self.value = value }

    /// Adds a part of a text.
    package mutating func add(_ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= text.count)
        guard let start = text.baseAddress else { return }
        var packing = np_packing(hash: value, word: word, held: held)
        np_pack(&packing, start, range.lowerBound, range.upperBound, text.count)
        (value, word, held) = (packing.hash, packing.word, packing.held)
    }

    /// Adds a byte that is not white space.
    package mutating func add(_ byte: UInt8) {
        word = word << 8 | UInt64(byte)
        held += 1
        guard held == 8 else { return }
        value = Self.mixed(value, word)
        held = 0
    }

    /// The hash with the end of a text.
    package func finish() -> UInt64 {
        let rest = held == 0 ? 0 : word & (1 << (8 * UInt64(held)) - 1)
        return Self.mixed(Self.mixed(value, rest), UInt64(held) << 56 | 0xFF)
    }

    package static func mixed(_ hash: UInt64, _ word: UInt64) -> UInt64 { np_mixed(hash, word) }
}
