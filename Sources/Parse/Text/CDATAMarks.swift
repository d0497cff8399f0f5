import Bytes

/// The marks of a CDATA section that were escaped, or put around one that was there already, and so became text.
enum CDATAMarks {
    /// The text without its marks; nil where it begins with none, and where it only speaks of them.
    /// - Parameter isBody: more text may follow the last mark, and the end may be missing.
    static func removed(_ text: String, isBody: Bool) -> String? {
        guard let first = text.utf8.first, first == UInt8(ascii: "<") || first == UInt8(ascii: "&"),
            let (opening, closing) = marks.first(where: { text.utf8.starts(with: $0.opening.utf8) })
        else { return nil }
        var (inner, rest) = ("", text[...])
        var (depth, wasClosed) = (0, false)
        while let mark = nextMark(rest, opening, closing) {
            inner += rest[..<mark.range.lowerBound]
            rest = rest[mark.range.upperBound...]
            if mark.isOpening {
                depth += 1
            } else if depth > 0 {
                (depth, wasClosed) = (depth - 1, true)
            } else {
                inner += closing
            }
        }
        guard isBody || wasClosed && rest.isEmpty else { return nil }
        return (inner + rest).trimmed
    }

    /// As text, and as text that was escaped once more.
    private static let marks = [(opening: "<![CDATA[", closing: "]]>"), (opening: "&lt;![CDATA[", closing: "]]&gt;")]

    private static func nextMark(
        _ text: Substring, _ opening: String, _ closing: String
    ) -> (range: Range<Substring.Index>, isOpening: Bool)? {
        // Both have a `]` or `[` in them; most of a body has none.
        guard let close = text.firstRange(of: closing) else {
            return text.firstRange(of: opening).map { ($0, true) }
        }
        guard let open = text[..<close.lowerBound].firstRange(of: opening) else { return (close, false) }
        return (open, true)
    }
}
