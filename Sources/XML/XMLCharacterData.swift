import Bytes

/// Character data as XML 1.0 has it between two tags (section 2.4) or in a CDATA section (section 2.7): valid UTF-8,
/// only characters that XML allows, references to characters and to XML's own five entities.
///
/// Anything else is left to libxml2, which says what is wrong with it.
struct XMLCharacterData {
    private let source: UnsafePointer<UInt8>, count: Int
    private let out: UnsafeMutablePointer<UInt8>
    private var from = 0, to = 0
    private var isASCII = true

    /// Bytes that may be written beyond the length of the source.
    static let slack = XMLSearch.slack

    /// Writes the text that the source means.
    /// - Parameter out: has room for as many bytes as the source has, and `slack`: no reference is shorter than what it
    ///   stands for.
    /// - Returns: the length of the text, whether it is ASCII, and how many line ends the source has; nil where libxml2
    /// should   look.
    static func decode(
        _ source: UnsafeBufferPointer<UInt8>, isCDATA: Bool, to out: UnsafeMutablePointer<UInt8>
    ) -> (count: Int, isASCII: Bool, lines: Int)? {
        guard let start = source.baseAddress else { return (0, true, 0) }
        var data = XMLCharacterData(source: start, count: source.count, out: out)
        guard data.decode(isCDATA: isCDATA) else { return nil }
        return (data.to, data.isASCII, XMLSearch.countLines(start, count: source.count))
    }

    private init(source: UnsafePointer<UInt8>, count: Int, out: UnsafeMutablePointer<UInt8>) {
        (self.source, self.count, self.out) = (source, count, out)
    }

    private mutating func decode(isCDATA: Bool) -> Bool {
        // In CDATA both mean only themselves: the carriage return, which always wants a look, takes their
        // place.
        let ampersand = isCDATA ? UInt8(ascii: "\r") : UInt8(ascii: "&")
        let bracket = isCDATA ? UInt8(ascii: "\r") : UInt8(ascii: "]")
        while from < count {
            let plain = XMLSearch.copyPlainText(
                source + from, count: count - from, to: out + to, ampersand: ampersand, bracket: bracket)
            from += plain
            to += plain
            guard from < count else { break }
            let byte = source[from]
            switch byte {
            case UInt8(ascii: "\r"):
                guard takeReturn(isCDATA: isCDATA) else { return false }
            case UInt8(ascii: "\t"): copy(1)
            case 0..<0x20: return false
            case UInt8(ascii: "&") where !isCDATA:
                guard takeAngle() || takeReference() else { return false }
            case UInt8(ascii: "]"):
                if !isCDATA, from + 2 < count, source[from + 1] == byte, source[from + 2] == UInt8(ascii: ">") {
                    return false
                }
                copy(1)
            case 0x80...:
                isASCII = false
                // Whole words of other scripts at once.
                repeat {
                    let length = sequenceLength()
                    guard length > 0 else { return false }
                    copy(length)
                } while from < count && source[from] >= 0x80
            default: copy(1)
            }
        }
        return true
    }

    private mutating func copy(_ length: Int) {
        for _ in 0..<length {
            out[to] = source[from]
            to += 1
            from += 1
        }
    }

    /// Line ends are `\n` (section 2.11); libxml2's push parser leaves CDATA as it is.
    private mutating func takeReturn(isCDATA: Bool) -> Bool {
        guard from + 1 < count, source[from + 1] == UInt8(ascii: "\n") else { return false }
        if isCDATA { copy(1) } else { from += 1 }
        return true
    }

    /// Bytes of the character of more than one byte that is here; 0 where none is that XML allows.
    private func sequenceLength() -> Int {
        let rest = UnsafeBufferPointer(start: source + from, count: count - from)
        let length = rest.lengthOfCharacter(at: 0)
        // U+FFFE and U+FFFF
        return length == 3 && rest[0] == 0xEF && rest[1] == 0xBF && rest[2] >= 0xBE ? 0 : length
    }

    // MARK: References

    /// `&lt;` and `&gt;`, by far the most frequent: content is escaped HTML.
    @inline(__always)
    private mutating func takeAngle() -> Bool {
        guard count - from >= 4, source[from + 3] == UInt8(ascii: ";"), source[from + 2] == UInt8(ascii: "t") else {
            return false
        }
        if source[from + 1] == UInt8(ascii: "l") { return put(UInt8(ascii: "<"), 4) }
        return source[from + 1] == UInt8(ascii: "g") && put(UInt8(ascii: ">"), 4)
    }

    private mutating func takeReference() -> Bool {
        if count - from > 3, source[from + 1] == UInt8(ascii: "#") { return takeNumber() }
        if isHere("&amp;") { return put(UInt8(ascii: "&"), 5) }
        if isHere("&quot;") { return put(UInt8(ascii: "\""), 6) }
        if isHere("&apos;") { return put(UInt8(ascii: "'"), 6) }
        return false
    }

    private mutating func put(_ byte: UInt8, _ length: Int) -> Bool {
        out[to] = byte
        to += 1
        from += length
        return true
    }

    private func isHere(_ reference: StaticString) -> Bool {
        let length = reference.utf8CodeUnitCount
        guard count - from >= length else { return false }
        for index in 0..<length where source[from + index] != reference.utf8Start[index] { return false }
        return true
    }

    /// `&#233;`, `&#xE9;`
    private mutating func takeNumber() -> Bool {
        let isHex = source[from + 2] == UInt8(ascii: "x")
        var index = from + (isHex ? 3 : 2)
        let start = index
        var value: UInt32 = 0
        while index < count, index - start < 8, let digit = digit(source[index], isHex: isHex) {
            value = value * (isHex ? 16 : 10) + digit
            index += 1
        }
        guard index > start, index < count, source[index] == UInt8(ascii: ";"), Self.isAllowed(value),
            let scalar = Unicode.Scalar(value)
        else { return false }
        if value >= 0x80 { isASCII = false }
        for byte in UTF8.encode(scalar)! {  // every scalar has a form in UTF-8
            out[to] = byte
            to += 1
        }
        from = index + 1
        return true
    }

    private func digit(_ byte: UInt8, isHex: Bool) -> UInt32? {
        switch byte {
        case 0x30...0x39: UInt32(byte - 0x30)
        case 0x41...0x46 where isHex: UInt32(byte - 0x37)
        case 0x61...0x66 where isHex: UInt32(byte - 0x57)
        default: nil
        }
    }

    /// XML 1.0 section 2.2.
    private static func isAllowed(_ value: UInt32) -> Bool {
        switch value {
        case 0x09, 0x0A, 0x0D, 0x20...0xD7FF, 0xE000...0xFFFD, 0x1_0000...0x10_FFFF: true
        default: false
        }
    }
}
