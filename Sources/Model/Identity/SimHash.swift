import Bytes

/// A sketch of a text: 64 bits of which two texts that share nearly all runs of three words differ in a few only.
///
/// Charikar, "Similarity estimation techniques from rounding algorithms" (2002); Manku, Jain and Das Sarma, "Detecting
/// near-duplicates for web crawling" (2007), who found 64 bits and a distance of 3 right for pages of the web.
public struct SimHash: Sendable, Equatable {
    /// Shorter texts are alike by chance.
    static let minimumWords = 48
    /// Bits in which two texts that say the same may differ.
    public static let tolerance = 3
    /// A longer text is judged by its beginning.
    private static let maximumWords = 20_000

    public let bits: UInt64

    public init(bits: UInt64) { self.bits = bits }

    /// Case, punctuation and white space do not count. Where a script has no spaces, each of its signs is a word.
    /// - Returns: nil for fewer than `minimumWords` words.
    public init?(title: String, text: String) {
        var shingles = Shingles()
        for part in [title, text] {
            var words = Words(part)
            while shingles.words < Self.maximumWords, let word = words.next() { shingles.add(word) }
        }
        guard shingles.words >= Self.minimumWords else { return nil }
        bits = shingles.bits
    }

    /// In how many bits two sketches differ: 0...64.
    public func distance(to other: SimHash) -> Int { (bits ^ other.bits).nonzeroBitCount }

    /// Four numbers below 2^18, of which two sketches within the tolerance share at least one: each a quarter of the
    /// bits, marked with its place. They make the search an index look-up.
    public var quarters: [Int64] { (0..<4).map { Int64($0) << 16 | Int64(bits >> (16 * UInt64($0)) & 0xFFFF) } }
}

/// Adds up the bits of all runs of three words.
private struct Shingles {
    private(set) var words = 0
    private var (first, second): (UInt64, UInt64) = (0, 0)
    private var sums = [Int32](repeating: 0, count: 64)

    mutating func add(_ word: UInt64) {
        words += 1
        if words >= 3 {
            let hash = ((first &* 3 &+ second).avalanched &* 5 &+ word).avalanched
            for bit in 0..<64 { sums[bit] &+= Int32(truncatingIfNeeded: hash >> UInt64(bit) & 1) &* 2 &- 1 }
        }
        (first, second) = (second, word)
    }

    var bits: UInt64 {
        var bits: UInt64 = 0
        for bit in 0..<64 where sums[bit] > 0 { bits |= 1 << UInt64(bit) }
        return bits
    }

}

/// The words of a text, each as a hash that is the same on every machine (`FNV1a` over scalars): the store keeps what
/// is made of it.
private struct Words {
    private var scalars: String.UnicodeScalarView.Iterator
    private var pending: UInt64?

    init(_ text: String) { scalars = text.unicodeScalars.makeIterator() }

    mutating func next() -> UInt64? {
        if let word = pending {
            pending = nil
            return word
        }
        var (hash, isInWord) = (FNV1a(), false)
        while let scalar = scalars.next() {
            switch Self.kind(of: scalar) {
            case .letter(let lower):
                hash.mix(UInt64(lower))
                isInWord = true
            case .sign:
                var sign = FNV1a()
                sign.mix(UInt64(scalar.value))
                guard isInWord else { return sign.value }
                pending = sign.value
                return hash.value
            case .joiner: continue
            case .other: if isInWord { return hash.value }
            }
        }
        return isInWord ? hash.value : nil
    }

    private enum Kind {
        /// In lower case.
        case letter(UInt32)
        /// A word of its own.
        case sign
        /// It is inside of a word and says nothing.
        case joiner
        case other
    }

    private static func kind(of scalar: Unicode.Scalar) -> Kind {
        let value = scalar.value
        switch value {
        case 0x41...0x5A: return .letter(value | 0x20)
        case 0x61...0x7A, 0x30...0x39: return .letter(value)
        case 0x27, 0xAD, 0x2019: return .joiner
        case 0..<0x80: return .other
        // Thai, Lao, Myanmar, Khmer; kana; ideographs.
        case 0xE01...0xEDF, 0x1000...0x109F, 0x1780...0x17FF, 0x3041...0x30FF, 0x3400...0x9FFF, 0xF900...0xFAFF,
            0x20000...0x3FFFF:
            return .sign
        default:
            let properties = scalar.properties
            if properties.isAlphabetic || properties.numericType != nil {
                return .letter(properties.lowercaseMapping.unicodeScalars.first?.value ?? value)
            }
            return properties.generalCategory == .nonspacingMark ? .joiner : .other
        }
    }
}
