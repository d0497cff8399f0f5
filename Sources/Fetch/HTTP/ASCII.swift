// Bytes as HTTP's grammar sees them.

extension UInt8 {
    var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
    var isLineEnd: Bool { self == UInt8(ascii: "\r") || self == UInt8(ascii: "\n") }
    var isDigit: Bool { self &- UInt8(ascii: "0") < 10 }
    var lowercased: UInt8 { self &- UInt8(ascii: "A") < 26 ? self | 0x20 : self }

    /// A character of a token (RFC 9110 section 5.6.2).
    var isToken: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "^")...UInt8(ascii: "z"), UInt8(ascii: "#")...UInt8(ascii: "'"),
            UInt8(ascii: "!"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: "|"), UInt8(ascii: "~"):
            true
        default: false
        }
    }
}

extension Collection<UInt8> {
    func equalsIgnoringCase(_ other: some Collection<UInt8>) -> Bool {
        count == other.count && zip(self, other).allSatisfy { $0.lowercased == $1.lowercased }
    }

    func equalsIgnoringCase(_ other: StaticString) -> Bool {
        other.withUTF8Buffer { equalsIgnoringCase($0) }
    }

    /// A number written in decimal digits only; nil where there are none, others, or too many for an `Int`.
    var decimal: Int? {
        if isEmpty { return nil }
        var number = 0
        for byte in self {
            guard byte.isDigit else { return nil }
            let (product, overflow) = number.multipliedReportingOverflow(by: 10)
            let (sum, more) = product.addingReportingOverflow(Int(byte - UInt8(ascii: "0")))
            if overflow || more { return nil }
            number = sum
        }
        return number
    }
}

extension ArraySlice<UInt8> {
    /// Without blanks and line ends at both ends.
    func trimmed() -> ArraySlice<UInt8> {
        var slice = self
        while let first = slice.first, first.isBlank || first.isLineEnd { slice.removeFirst() }
        while let last = slice.last, last.isBlank || last.isLineEnd { slice.removeLast() }
        return slice
    }
}
