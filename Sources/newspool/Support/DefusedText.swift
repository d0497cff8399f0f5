extension String {
    /// This text without what would move a terminal's cursor or begin a line: it comes from strangers.
    var defused: String {
        var plain = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: plain.append(" ")
            default: plain.append(scalar)
            }
        }
        return String(plain)
    }

    /// Defused, with one space for each run of them and none around.
    var onOneLine: String { defused.split(separator: " ").joined(separator: " ") }
}
