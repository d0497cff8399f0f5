/// A cursor over the bytes of a date.
struct DateScanner {
    let bytes: UnsafeBufferPointer<UInt8>
    var index = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    var isAtEnd: Bool { index >= bytes.count }
    var byte: UInt8 { index < bytes.count ? bytes[index] : 0 }

    func peekIs(_ letter: Unicode.Scalar) -> Bool {
        DateScanner.folded(byte) == DateScanner.folded(UInt8(letter.value))
    }

    /// Takes an ASCII character, in any case.
    mutating func take(_ letter: Unicode.Scalar) -> Bool {
        guard !isAtEnd, peekIs(letter) else { return false }
        index += 1
        return true
    }

    mutating func skipSpaces() { while !isAtEnd, byte <= 0x20 { index += 1 } }

    /// A number of at least one and at most so many digits (up to 18); nil, and nothing taken, where there are none or
    /// more.
    mutating func number(most: Int) -> (value: Int, digits: Int)? {
        var (value, end) = (0, index)
        while end < bytes.count, bytes[end] >= 0x30, bytes[end] <= 0x39 {
            guard end - index < most else { return nil }
            value = value * 10 + Int(bytes[end] - 0x30)
            end += 1
        }
        guard end > index else { return nil }
        defer { index = end }
        return (value, end - index)
    }

    /// `:14`, `:14:55`; false where a colon is followed by no number.
    mutating func minutesAndSeconds(_ time: inout CivilTime) -> Bool {
        guard take(":") else { return true }
        guard let (minute, _) = number(most: 2) else { return false }
        time.minute = minute
        guard take(":") else { return true }
        guard let (second, _) = number(most: 2) else { return false }
        time.second = Double(second)
        return true
    }

    /// `.123456`: kept to the nanosecond; longer ones are cut.
    mutating func fraction(_ time: inout CivilTime) {
        guard byte == UInt8(ascii: ".") || byte == UInt8(ascii: ","), index + 1 < bytes.count,
            bytes[index + 1] >= 0x30, bytes[index + 1] <= 0x39
        else { return }
        index += 1
        var unit = 0.1
        while !isAtEnd, byte >= 0x30, byte <= 0x39 {
            if unit > 1e-10 { time.second += Double(byte - 0x30) * unit }
            unit /= 10
            index += 1
        }
    }

    /// `Z`, `+01:00`, `-0500`, `+1`, a zone's name, or nothing (UTC); false for anything else.
    mutating func zone(_ time: inout CivilTime) -> Bool {
        skipSpaces()
        if isAtEnd { return true }
        if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") {
            guard let offset = offset() else { return false }
            time.offset = offset
            return true
        }
        let word = word()
        guard !word.isEmpty, let offset = DateNames.zone(word) else { return false }
        time.offset = offset
        // `GMT+0200`
        if !isAtEnd, let more = self.offset() { time.offset = more }
        return true
    }

    /// Minutes east, `CivilTime.noOffset` where the number is one of no clock; nil, and nothing taken, where none is here.
    mutating func offset() -> Int? {
        let start = index
        guard byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") else { return nil }
        let sign = byte == UInt8(ascii: "-") ? -1 : 1
        index += 1
        guard let (first, digits) = number(most: 4) else {
            index = start
            return nil
        }
        if digits > 2 { return Self.offset(sign, hours: first / 100, minutes: first % 100) }
        guard byte == UInt8(ascii: ":") || byte == UInt8(ascii: ".") else { return sign * first * 60 }
        index += 1
        return Self.offset(sign, hours: first, minutes: number(most: 2)?.value ?? 0)
    }

    private static func offset(_ sign: Int, hours: Int, minutes: Int) -> Int {
        minutes < 60 ? sign * (hours * 60 + minutes) : CivilTime.noOffset
    }

    /// A run of letters (and of bytes beyond ASCII), in lower case.
    mutating func word() -> String {
        let start = index
        var isASCII = true
        while !isAtEnd, DateScanner.isLetter(byte) {
            if byte >= 0x80 { isASCII = false }
            index += 1
        }
        let word = String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<index]), as: UTF8.self)
        return isASCII && word.utf8.allSatisfy({ $0 >= 0x61 }) ? word : word.lowercased()
    }

    /// Takes an ASCII word in any case, whatever follows it; false, and nothing taken, where it is not here.
    mutating func takeWord(_ word: StaticString) -> Bool {
        let length = word.utf8CodeUnitCount
        guard index + length <= bytes.count else { return false }
        for offset in 0..<length where DateScanner.folded(bytes[index + offset]) != word.utf8Start[offset] {
            return false
        }
        index += length
        return true
    }

    /// Takes a character.
    mutating func scalar() -> Unicode.Scalar? {
        guard !isAtEnd else { return nil }
        let rest = UnsafeBufferPointer(rebasing: bytes[index..<min(index + 4, bytes.count)])
        guard let scalar = String(decoding: rest, as: UTF8.self).unicodeScalars.first else { return nil }
        index += UTF8.width(scalar)
        return scalar
    }

    var isLastByte: Bool { index + 1 == bytes.count }

    static func isLetter(_ byte: UInt8) -> Bool {
        byte >= 0x80 || byte >= 0x61 && byte <= 0x7A || byte >= 0x41 && byte <= 0x5A
    }

    private static func folded(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte }
}

extension UnsafeBufferPointer<UInt8> {
    /// The number of so many digits that is here, all of them within the bytes; nil where one is none.
    func number(at start: Int, digits: Int) -> Int? {
        var value = 0
        for index in start..<(start + digits) {
            guard self[index] >= 0x30, self[index] <= 0x39 else { return nil }
            value = value * 10 + Int(self[index] - 0x30)
        }
        return value
    }
}
