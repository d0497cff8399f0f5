/// The characters of words in all scripts: letters, marks, digits and what joins them, such as `_`.
enum WordScalars {
    /// Within a class of RE2.
    static let inClass = #"\p{L}\p{M}\p{Nd}\p{Nl}\p{Pc}"#
    static let blanksInClass =
        #"\t-\r \x{85}\x{A0}\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}"#
    static let otherThanBlanksInClass =
        #"\x{0}-\x{8}\x{E}-\x{1F}!-\x{84}\x{86}-\x{9F}\x{A1}-\x{167F}\x{1681}-\x{1FFF}\x{200B}-\x{2027}"#
        + #"\x{202A}-\x{202E}\x{2030}-\x{205E}\x{2060}-\x{2FFF}\x{3001}-\x{10FFFF}"#

    /// All other characters, for classes that hold `\W` beside others: RE2 has no name for them there.
    static let othersInClass: String = {
        var text = ""
        var start: UInt32?
        for value in UInt32(0)...0x110000 {
            let isOther = value < 0x110000 && !(Unicode.Scalar(value).map(contains) ?? true)
            if isOther {
                start = start ?? value
            } else if let first = start {
                text += "\\x{\(String(first, radix: 16))}-\\x{\(String(value - 1, radix: 16))}"
                start = nil
            }
        }
        return text
    }()

    static func contains(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII {
            let value = scalar.value | 0x20
            return value >= 0x61 && value <= 0x7A || scalar.value >= 0x30 && scalar.value <= 0x39 || scalar == "_"
        }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
            .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .connectorPunctuation:
            return true
        default: return false
        }
    }
}
