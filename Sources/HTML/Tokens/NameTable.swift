/// An element or attribute name of up to 16 ASCII letters in lower case, packed into two words so that it compares in
/// two instructions. Longer names are of no element or attribute known here and pack to `nil`.
struct PackedName: Equatable {
    private(set) var low: UInt64 = 0
    private(set) var high: UInt64 = 0
    private var count: UInt64 = 0

    /// Appends one byte, upper-case letters made lower; bytes past the 16th only make the name unknown.
    @inline(__always)
    mutating func append(_ byte: UInt8) {
        let lower = UInt64(byte &- 0x41 < 26 ? byte | 0x20 : byte)
        if count < 8 {
            low |= lower << (count &* 8)
        } else if count < 16 {
            high |= lower << ((count &- 8) &* 8)
        }
        count &+= 1
    }

    var isTooLong: Bool { count > 16 }

    @inline(__always)
    var hash: Int { Int(truncatingIfNeeded: ((low ^ (high &* 0x9E37_79B9_7F4A_7C15)) &* 0xFF51_AFD7_ED55_8CCD) >> 55) }

    init() {}

    init(_ name: StaticString) {
        name.withUTF8Buffer { for byte in $0 { append(byte) } }
    }
}

/// A fixed vocabulary: packed name to a raw value, by open addressing in 512 slots.
struct NameTable: Sendable {
    private struct Slot: Sendable {
        var low: UInt64 = 0
        var high: UInt64 = 0
        var value: UInt8 = 0
    }

    private var slots = [Slot](repeating: Slot(), count: 512)

    /// Values must not be 0, which marks an empty slot, and there must be fewer than 256 of them.
    init(_ entries: [(StaticString, UInt8)]) {
        precondition(entries.count < 256)
        for (name, value) in entries {
            precondition(value != 0)
            let key = PackedName(name)
            var index = key.hash
            while slots[index].value != 0 { index = (index + 1) & 511 }
            slots[index] = Slot(low: key.low, high: key.high, value: value)
        }
    }

    /// The value of a name, 0 for one that is not in the vocabulary.
    @inline(__always)
    func value(of name: PackedName) -> UInt8 {
        if name.isTooLong { return 0 }
        return slots.withUnsafeBufferPointer { slots in
            var index = name.hash
            while slots[index].value != 0 {
                if slots[index].low == name.low, slots[index].high == name.high { return slots[index].value }
                index = (index + 1) & 511
            }
            return 0
        }
    }
}
