import Bytes

/// 64 bits of a text that stay the same on every machine and in every version, because the store keeps them: FNV-1a
/// with MurmurHash3's last mixing step, which spreads what short texts leave in the low bits.
///
/// It is not a secret: who can choose texts can make two of them collide. That gains nothing here, since within one's
/// own feed it only spoils one's own articles, and across feeds the same is done by naming the other's URL.
struct StableHash {
    /// Keeps apart what would otherwise be equal texts of different meaning.
    enum Kind: UInt8 {
        case guid = 1, bareGuid, url, urlAndTitle, titleAndContent, title, content, entry, bareURL
    }

    private var hash = FNV1a()

    init(_ kind: Kind) { hash.mix(kind.rawValue) }

    mutating func combine(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { hash.mix(byte) }
        // A byte that UTF-8 never has: ("ab", "c") is not ("a", "bc").
        hash.mix(0xFF as UInt8)
    }

    mutating func combine(_ value: UInt64) {
        let product = (hash.value ^ value) &* 0x9E37_79B9_7F4A_7C15
        hash.value = product ^ product >> 32
    }

    mutating func combine(_ value: Int64?) {
        hash.mix(value == nil ? 0 : 1 as UInt8)
        if let value { combine(UInt64(bitPattern: value)) }
    }

    func finish() -> UInt64 { hash.value.avalanched }

    static func of(_ kind: Kind, _ text: String) -> UInt64 {
        var hash = StableHash(kind)
        let bytes = text.utf8Span.span
        for index in bytes.indices { hash.hash.mix(bytes[index]) }
        hash.hash.mix(0xFF as UInt8)
        return hash.finish()
    }
}
