import Glibc

/// Text from strangers as a terminal's columns take it.
enum TerminalColumns {
    /// What moves the cursor, starts a new line or turns the writing round becomes a space.
    static func plain(_ text: String) -> String {
        var plain = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator, .surrogate: plain.append(" ")
            case .format where scalar != "\u{200D}": continue
            default: plain.append(scalar)
            }
        }
        return String(plain)
    }

    /// Columns that a text takes: two for wide characters (Unicode's East Asian Width, and emoji), none for marks.
    static func width(_ text: String) -> Int { text.reduce(0) { $0 + width($1) } }

    private static func width(_ character: Character) -> Int {
        guard let first = character.unicodeScalars.first else { return 0 }
        if first.isASCII { return 1 }
        if character.unicodeScalars.contains("\u{FE0F}") || first.properties.isEmojiPresentation { return 2 }
        switch first.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: return isWide(first.value) ? 2 : 1
        }
    }

    /// EastAsianWidth.txt of Unicode 15: W and F, in blocks.
    private static func isWide(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
            0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF00...0xFF60,
            0xFFE0...0xFFE6, 0x16FE0...0x18D08, 0x1AFF0...0x1B2FB, 0x1F200...0x1F265, 0x20000...0x3FFFD:
            true
        default: false
        }
    }

    /// At most `columns` wide, an ellipsis where something went.
    static func cut(_ text: String, _ columns: Int) -> String {
        guard width(text) > columns else { return text }
        guard columns > 0 else { return "" }
        var (kept, used) = ("", 0)
        for character in text {
            let next = width(character)
            guard used + next <= columns - 1 else { break }
            kept.append(character)
            used += next
        }
        return kept + "…"
    }

    static func padded(_ text: String, _ columns: Int, right: Bool = false) -> String {
        let space = String(repeating: " ", count: max(0, columns - width(text)))
        return right ? space + text : text + space
    }
}

/// What standard output is.
struct Terminal {
    /// Nil where it is not a terminal: lines are not cut.
    let columns: Int?
    let hasColors: Bool

    static func standardOutput(_ environment: [String: String]) -> Terminal {
        guard Output.isTerminal else { return Terminal(columns: nil, hasColors: false) }
        var size = winsize()
        let isKnown = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
        let wished = environment["COLUMNS"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
        let noColor = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
        return Terminal(
            columns: isKnown ? Int(size.ws_col) : wished ?? 80, hasColors: !noColor && environment["TERM"] != "dumb")
    }

    /// - Parameter code: of ECMA-48, such as `31;1`.
    func colored(_ text: String, _ code: String) -> String { hasColors ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text }
}
