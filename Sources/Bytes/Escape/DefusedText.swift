extension String {
    /// This text without what would move a terminal's cursor, begin a line or turn around what is beside it: it comes from
    /// strangers.
    package var defused: String {
        var plain = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: plain.append(" ")
            case .format where Self.turns(scalar): break
            default: plain.append(scalar)
            }
        }
        return String(plain)
    }

    /// Marks that embed, override or isolate a direction: they turn around what the program prints beside the text.
    private static func turns(_ scalar: Unicode.Scalar) -> Bool {
        ("\u{202A}"..."\u{202E}").contains(scalar) || ("\u{2066}"..."\u{2069}").contains(scalar)
    }

    /// Defused, with one space for each run of them and none around.
    package var onOneLine: String { defused.split(separator: " ").joined(separator: " ") }
}
