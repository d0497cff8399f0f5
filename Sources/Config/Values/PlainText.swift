extension Unicode.Scalar {
    /// Of C0, DEL or C1: what moves a terminal's cursor or ends a header.
    var isControl: Bool { value < 0x20 || (0x7F...0x9F).contains(value) }
}

extension String {
    /// This text with something harmless for each control character.
    func replacingControls(with substitute: Unicode.Scalar = "\u{FFFD}") -> String {
        guard unicodeScalars.contains(where: \.isControl) else { return self }
        return String(String.UnicodeScalarView(unicodeScalars.map { $0.isControl ? substitute : $0 }))
    }

    /// This text for a message: at most so many scalars, none of them a control.
    func shown(atMost count: Int) -> String {
        let start = String(unicodeScalars.prefix(count)).replacingControls()
        return unicodeScalars.count > count ? start + "…" : start
    }
}
