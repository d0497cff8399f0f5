import Bytes

/// UTF-8 that was read as windows-1252 and encoded once more (`â€™` for `’`), which some generators publish.
package enum Mojibake {
    /// The text as it was meant; nil where it is not so encoded. All characters beyond ASCII have to fit the pattern,
    /// and at least one has to be such as no writer puts there: `É’` in `RENÉ’S` fits by chance, `Ã©` in `CafÃ©` does
    /// not.
    package static func repaired(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        guard isEncodedTwice(bytes) else { return nil }
        var repaired: [UInt8] = []
        repaired.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count, let (byte, length) = original(bytes, at: index) {
            if let end = endOfWritten(bytes, at: index, byte) {
                repaired.append(contentsOf: bytes[index..<end])
                index = end
            } else {
                repaired.append(byte)
                index += length
            }
        }
        return repaired
    }

    /// The end of a sequence that somebody wrote so, in a text of which other parts are encoded twice: `BEYONCÉ’S Itâ€™s`.
    /// Its letter would be of a script that hardly any text is in.
    private static func endOfWritten(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int, _ lead: UInt8) -> Int? {
        switch lead {
        // Letters of phonetics and of African languages; Syriac, Thaana and N’Ko.
        case 0xC6...0xCB, 0xDC...0xDF: break
        default: return nil
        }
        guard let end = sequenceEnd(bytes, at: index), isChance(bytes, index..<end) else { return nil }
        // Side by side with another it is not chance.
        let isBeside = index > 0 && bytes[index - 1] >= 0x80 || end < bytes.count && bytes[end] >= 0x80
        return isBeside ? nil : end
    }

    /// Looked at first, without a copy: hardly any text is.
    private static func isEncodedTwice(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var (index, lastEnd) = (0, -1)
        var isProven = false
        while index < bytes.count {
            if bytes[index] < 0x80 {
                index += 1
                continue
            }
            guard let end = sequenceEnd(bytes, at: index) else { return false }
            // Two of them side by side are not chance either: letters and signs do not take turns.
            if !isProven, index == lastEnd || !isChance(bytes, index..<end) { isProven = true }
            (index, lastEnd) = (end, end)
        }
        return isProven
    }

    /// The end of the characters here that stand for one of UTF-8.
    private static func sequenceEnd(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Int? {
        guard let (lead, length) = original(bytes, at: start) else { return nil }
        var following =
            switch lead {
            case 0xC2...0xDF: 1
            case 0xE0...0xEF: 2
            case 0xF0...0xF4: 3
            default: 0
            }
        guard following > 0 else { return nil }
        var index = start + length
        while following > 0 {
            guard index < bytes.count, let (byte, length) = original(bytes, at: index), byte & 0xC0 == 0x80 else {
                return nil
            }
            index += length
            following -= 1
        }
        return index
    }

    /// Whether somebody may have written the characters: a letter at the end of a word, with nothing behind it but
    /// signs that follow words, in a word whose case it shares.
    private static func isChance(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Bool {
        guard let (lead, length) = original(bytes, at: range.lowerBound) else { return false }
        var index = range.lowerBound + length
        while index < range.upperBound, let (byte, length) = original(bytes, at: index) {
            guard followsWords(byte) else { return false }
            index += length
        }
        let before = range.lowerBound > 0 ? bytes[range.lowerBound - 1] : 0x20
        let after = range.upperBound < bytes.count ? bytes[range.upperBound] : 0x20
        // Capital letters are before 0xDF, small ones after.
        if lead < 0xDF {
            // No word ends in `Â`.
            if lead == 0xC2 { return false }
            if before.isASCIILetter, before >= 0x61 { return false }
            // `Ã–sterreich`: a word of one letter, and the next one right behind the sign.
            if !before.isASCIILetter, before < 0x80, after.isASCIILetter || lead == 0xC3 { return false }
            // `SMÃ…LAND`: what was meant is a capital among capitals.
            if lead == 0xC3, after.isASCIILetter, isCapital(bytes, range) { return false }
        }
        return true
    }

    /// The letter that a sequence of two with `Ã` ahead means is a capital.
    private static func isCapital(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Bool {
        guard let (_, length) = original(bytes, at: range.lowerBound),
            let (byte, _) = original(bytes, at: range.lowerBound + length)
        else { return false }
        return byte < 0x9F
    }

    /// Signs of windows-1252 from 0x80 to 0xBF that are behind a word: `‘ ’ “ ” • – — … ™ › © ® « » ° ´ · ¹ ² ³`, and
    /// the blank that does not break.
    private static func followsWords(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x85, 0x86, 0x87, 0x91...0x97, 0x99, 0x9B, 0xA0, 0xA9, 0xAB, 0xAD, 0xAE, 0xB0, 0xB2...0xB4, 0xB7, 0xB9,
            0xBB:
            true
        default: false
        }
    }

    /// The byte that the character here was made of; nil where windows-1252 has no such character.
    private static func original(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> (byte: UInt8, length: Int)? {
        let first = bytes[index]
        if first < 0x80 { return (first, 1) }
        guard index + 1 < bytes.count else { return nil }
        if first == 0xC2 { return (bytes[index + 1], 2) }
        if first == 0xC3 { return (bytes[index + 1] | 0x40, 2) }
        var scalar = UInt32(first & 0x1F) << 6 | UInt32(bytes[index + 1] & 0x3F)
        var length = 2
        if first >= 0xE0 {
            guard first < 0xF0, index + 2 < bytes.count else { return nil }
            scalar = UInt32(first & 0x0F) << 12 | UInt32(bytes[index + 1] & 0x3F) << 6 | UInt32(bytes[index + 2] & 0x3F)
            length = 3
        }
        return Windows1252.byte(scalar).map { ($0, length) }
    }
}
