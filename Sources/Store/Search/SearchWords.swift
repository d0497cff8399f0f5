/// Texts as an index for words takes them.
///
/// Where a script has no spaces between words (Han, Kana, Thai and its neighbours), each two neighbours are a word, and the
/// last letter of a run is one as well: so that a word of any length is found wherever it is. Marks that some people
/// write and others leave out (Greek accents, Hebrew points, Arabic vowels) go.
public enum SearchWords {
    /// The words of a query; nil where there are none. With `endsOpen` the last one is only the beginning of a pair.
    static func words(of text: some StringProtocol) -> (words: [String], endsOpen: Bool)? {
        var words: [String] = []
        var endsOpen = false
        let parts = text.split { !isPart($0) }
        for (index, part) in parts.enumerated() {
            let pieces = prepared(String(part)).split(separator: " ").map(String.init)
            // The text may go on behind the end of a query: there is no last letter.
            guard index == parts.count - 1, let last = part.unicodeScalars.last, isWithoutSpaces(last) else {
                words += pieces
                continue
            }
            let before = part.unicodeScalars.dropLast().last.map(isWithoutSpaces) ?? false
            words += before ? pieces.dropLast() : pieces[...]
            endsOpen = !before
        }
        return words.isEmpty ? nil : (words, endsOpen)
    }

    private static func isPart(_ character: Character) -> Bool {
        if character.isLetter || character.isNumber { return true }
        switch character.unicodeScalars.first?.properties.generalCategory {
        case .nonspacingMark, .spacingMark: return true
        default: return false
        }
    }

    /// A text whose words are between spaces or punctuation.
    public static func prepared(_ text: String) -> String {
        // All other scripts begin with other bytes.
        guard text.utf8.contains(where: isSpecial) else { return text }
        var result = String.UnicodeScalarView()
        var last: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            if isWithoutSpaces(scalar) {
                if let last {
                    result.append(last)
                    result.append(scalar)
                }
                result.append(" ")
                last = scalar
                continue
            }
            if let ended = last {
                result.append(ended)
                result.append(" ")
                last = nil
            }
            if let folded = folded(scalar) { result.append(folded) }
        }
        if let last { result.append(last) }
        return String(result)
    }

    /// First bytes of Greek, Hebrew and Arabic, and of what takes three bytes beyond Latin and punctuation.
    private static func isSpecial(_ byte: UInt8) -> Bool {
        switch byte {
        case 0xCD...0xCF, 0xD6...0xDB, 0xE0, 0xE1, 0xE3...0xFF: true
        default: false
        }
    }

    private static func isWithoutSpaces(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0E01...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF, 0x3005...0x3007, 0x3040...0x30FF, 0x3400...0x4DBF,
            0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFD:
            true
        default: false
        }
    }

    private static func folded(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        switch scalar.value {
        case 0x0591...0x05BD, 0x05BF, 0x05C1, 0x05C2, 0x05C4, 0x05C5, 0x05C7, 0x0640, 0x064B...0x065F, 0x0670: nil
        case 0x0386, 0x03AC: "α"
        case 0x0388, 0x03AD: "ε"
        case 0x0389, 0x03AE: "η"
        case 0x038A, 0x03AF, 0x0390, 0x03AA, 0x03CA: "ι"
        case 0x038C, 0x03CC: "ο"
        case 0x038E, 0x03CD, 0x03B0, 0x03AB, 0x03CB: "υ"
        case 0x038F, 0x03CE: "ω"
        default: scalar
        }
    }
}
