import Bytes

/// Decodes `&amp;`, `&#8217;`, `&#x2019;` and the 2125 named references as the HTML standard does (section 13.2.5.72
/// on).
package struct CharacterReferences: Sendable {
    private struct Slot: Sendable {
        var hash: UInt32 = 0
        var offset: UInt32 = 0
        var count: UInt8 = 0  // 0: empty
        var needsNoSemicolon = false
        var first: UInt32 = 0
        var second: UInt32 = 0
    }

    static let shared = CharacterReferences()

    private var slots = [Slot](repeating: Slot(), count: 4096)

    /// The longest name without its semicolon, and the longest of those that may lack it.
    private static let longest = 31, longestBare = 6

    private init() {
        let table = UnsafeBufferPointer(
            start: namedCharacterReferences.utf8Start, count: namedCharacterReferences.utf8CodeUnitCount)
        for entry in table.split(separator: UInt8(ascii: " ")) {
            var slot = Slot()
            var name = entry.prefix { $0 != UInt8(ascii: "=") }
            let points = entry[(name.endIndex + 1)...].split(separator: UInt8(ascii: "+")).map { digits in
                digits.reduce(UInt32(0)) { $0 << 4 | UInt32($1.hexDigitValue ?? 0) }
            }
            if name.first == UInt8(ascii: "!") {
                slot.needsNoSemicolon = true
                name = name.dropFirst()
            }
            slot.hash = name.reduce(Self.seed, Self.mix)
            slot.offset = UInt32(name.startIndex)
            slot.count = UInt8(name.count)
            slot.first = points[0]
            slot.second = points.count > 1 ? points[1] : 0
            var index = Int(slot.hash >> 20)
            while slots[index].count != 0 { index = (index + 1) & 4095 }
            slots[index] = slot
        }
    }

    /// Decodes the reference that begins at `position` (where there is a `&`), appends what it stands for to `output`
    /// as UTF-8, and returns the position after it. A `&` that begins no reference is appended as it is.
    package static func decode(
        _ bytes: UnsafeBufferPointer<UInt8>, at position: Int, inAttribute: Bool, into output: inout [UInt8]
    ) -> Int {
        let next = position + 1
        if next < bytes.count {
            if bytes[next] == UInt8(ascii: "#") {
                if let after = decodeNumber(bytes, at: next + 1, into: &output) { return after }
            } else if bytes[next].isASCIILetter {
                if let after = shared.decodeName(bytes, at: next, inAttribute, into: &output) { return after }
            }
        }
        output.append(UInt8(ascii: "&"))
        return next
    }

    private func decodeName(
        _ bytes: UnsafeBufferPointer<UInt8>, at start: Int, _ inAttribute: Bool, into output: inout [UInt8]
    ) -> Int? {
        var hash = Self.seed
        var end = start
        var bare: (slot: Slot, end: Int)?
        while end < bytes.count, end - start < Self.longest, bytes[end].isASCIILetter || bytes[end].isASCIIDigit {
            hash = Self.mix(hash, bytes[end])
            end += 1
            if end - start <= Self.longestBare, let slot = find(hash, bytes, start, end), slot.needsNoSemicolon {
                bare = (slot, end)
            }
        }
        if end < bytes.count, bytes[end] == UInt8(ascii: ";"), let slot = find(hash, bytes, start, end) {
            append(slot, to: &output)
            return end + 1
        }
        guard let bare else { return nil }
        if bare.end < bytes.count, bytes[bare.end] == UInt8(ascii: ";") {
            append(bare.slot, to: &output)
            return bare.end + 1
        }
        // `?a=1&copy=2` in an address is not a copyright sign.
        if inAttribute, bare.end < bytes.count {
            let next = bytes[bare.end]
            if next == UInt8(ascii: "=") || next.isASCIILetter || next.isASCIIDigit { return nil }
        }
        append(bare.slot, to: &output)
        return bare.end
    }

    private func find(_ hash: UInt32, _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Slot? {
        var index = Int(hash >> 20)
        while slots[index].count != 0 {
            let slot = slots[index]
            if slot.hash == hash, Int(slot.count) == end - start {
                let name = namedCharacterReferences.utf8Start + Int(slot.offset)
                if (0..<(end - start)).allSatisfy({ name[$0] == bytes[start + $0] }) { return slot }
            }
            index = (index + 1) & 4095
        }
        return nil
    }

    private func append(_ slot: Slot, to output: inout [UInt8]) {
        output.append(scalar: slot.first)
        if slot.second != 0 { output.append(scalar: slot.second) }
    }

    private static func decodeNumber(
        _ bytes: UnsafeBufferPointer<UInt8>, at start: Int, into output: inout [UInt8]
    ) -> Int? {
        var position = start
        let isHex = position < bytes.count && bytes[position] | 0x20 == UInt8(ascii: "x")
        if isHex { position += 1 }
        let digits = position
        var value: UInt32 = 0
        while position < bytes.count, let digit = bytes[position].hexDigitValue, isHex || digit < 10 {
            value = min(value &* (isHex ? 16 : 10) &+ UInt32(digit), 0x11_0000)  // saturates past the last scalar
            position += 1
        }
        if position == digits { return nil }
        if position < bytes.count, bytes[position] == UInt8(ascii: ";") { position += 1 }
        appendCharacter(value, to: &output)
        return position
    }

    /// Appends the character that a number means: windows-1252 for 128-159, as the standard has it; U+FFFD for what is
    /// no character; and nothing for control characters, which mean nothing in text and are faults in XML and in HTML.
    private static func appendCharacter(_ value: UInt32, to output: inout [UInt8]) {
        switch value {
        case 9, 10: output.append(UInt8(value))
        case 12: output.append(0x20)  // white space, as where it is written as it is
        case 13: output.append(10)
        case 0, 0xD800...0xDFFF, 0x11_0000...: output.append(scalar: 0xFFFD)
        case 1..<32, 127: break
        case 0x80..<0xA0: output.append(scalar: Windows1252.scalar(UInt8(value)))
        default: output.append(scalar: value)
        }
    }

    private static let seed: UInt32 = 2_166_136_261

    @inline(__always)
    private static func mix(_ hash: UInt32, _ byte: UInt8) -> UInt32 {
        (hash ^ UInt32(byte)) &* 16_777_619 ^ (hash >> 13)
    }
}
