extension String {
    /// This text on one line, without what would move a terminal's cursor: titles come from strangers.
    var onOneLine: String {
        var plain = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: plain.append(" ")
            default: plain.append(scalar)
            }
        }
        return String(plain).split(separator: " ").joined(separator: " ")
    }
}
