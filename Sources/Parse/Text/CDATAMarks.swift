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
        var (open, close) = (rest.firstRange(of: opening), rest.firstRange(of: closing))
        while let mark = [open, close].compactMap({ $0 }).min(by: { $0.lowerBound < $1.lowerBound }) {
            inner += rest[..<mark.lowerBound]
            rest = rest[mark.upperBound...]
            // Each is looked for from behind the last of its kind: time is linear.
            if mark == open {
                depth += 1
                open = rest.firstRange(of: opening)
            } else {
                if depth > 0 { (depth, wasClosed) = (depth - 1, true) } else { inner += closing }
                close = rest.firstRange(of: closing)
            }
        }
        guard isBody || wasClosed && rest.isEmpty else { return nil }
        return (inner + rest).trimmed
    }

    /// As text, and as text that was escaped once more.
    private static let marks = [(opening: "<![CDATA[", closing: "]]>"), (opening: "&lt;![CDATA[", closing: "]]&gt;")]
}
