/// FNV-1a of 64 bits: the same on every machine and in every version, so the store may keep it.
@usableFromInline package struct FNV1a: Sendable {
    /// The hash of nothing.
    @inlinable package static var start: UInt64 { 0xCBF2_9CE4_8422_2325 }

    @usableFromInline package var value: UInt64

    @inlinable package init() { value = Self.start }

    /// Mixes in one unit: a byte in the original, a scalar of a text where that is what is hashed.
    @inlinable @inline(__always)
    package mutating func mix(_ unit: UInt64) { value = (value ^ unit) &* 0x100_0000_01B3 }

    @inlinable @inline(__always)
    package mutating func mix(_ byte: UInt8) { mix(UInt64(byte)) }

    @inlinable
    package static func of(_ bytes: some Sequence<UInt8>) -> UInt64 {
        var hash = FNV1a()
        for byte in bytes { hash.mix(byte) }
        return hash.value
    }
}

extension UInt64 {
    /// MurmurHash3's last step: each bit of the result depends on all bits of the value.
    @inlinable package var avalanched: UInt64 {
        var hash = self
        hash = (hash ^ hash >> 33) &* 0xFF51_AFD7_ED55_8CCD
        hash = (hash ^ hash >> 33) &* 0xC4CE_B9FE_1A85_EC53
        return hash ^ hash >> 33
    }
}
