/// 64 bits of a text that stay the same on every machine and in every version, because the store keeps them: FNV-1a
/// with MurmurHash3's last mixing step, which spreads what short texts leave in the low bits.
///
/// It is no secret: who can choose texts can make two of them collide. That gains nothing here, since within one's own
/// feed it only spoils one's own articles, and across feeds the same is done by naming the other's URL.
struct StableHash {
    /// Keeps apart what would otherwise be equal texts of different meaning.
    enum Kind: UInt8 {
        case guid = 1, bareGuid, url, urlAndTitle, titleAndContent, title, content, entry
    }

    private var state: UInt64 = 0xCBF2_9CE4_8422_2325

    init(_ kind: Kind) { mix(kind.rawValue) }

    private mutating func mix(_ byte: UInt8) {
        state = (state ^ UInt64(byte)) &* 0x100_0000_01B3
    }

    mutating func combine(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { mix(byte) }
        // A byte that UTF-8 never has: ("ab", "c") is not ("a", "bc").
        mix(0xFF)
    }

    mutating func combine(_ value: UInt64) {
        state = (state ^ value) &* 0x9E37_79B9_7F4A_7C15
        state ^= state >> 32
    }

    mutating func combine(_ value: Int64?) {
        mix(value == nil ? 0 : 1)
        if let value { combine(UInt64(bitPattern: value)) }
    }

    func finish() -> UInt64 {
        var hash = state
        hash = (hash ^ hash >> 33) &* 0xFF51_AFD7_ED55_8CCD
        hash = (hash ^ hash >> 33) &* 0xC4CE_B9FE_1A85_EC53
        return hash ^ hash >> 33
    }

    static func of(_ kind: Kind, _ text: String) -> UInt64 {
        var hash = StableHash(kind)
        hash.combine(text.utf8)
        return hash.finish()
    }
}
