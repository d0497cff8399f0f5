import Bytes
import HTML

/// Names and tags, which are text in every format, and HTML in some feeds all the same.
enum TextLine {
    /// The text without markup and with its character references read, where it looks like HTML: `O&#039;Hare`,
    /// `<a href="…">Ann</a>`; any other as it is: `R&D`, `Ann <ann@site.example>`.
    static func plain(_ text: String) -> String {
        guard text.holds("&") || text.holds("<"), HTMLLook.looksLikeHTML(text) else { return text }
        let plain = PlainText.line(fromHTML: text)
        return plain.isEmpty ? text : plain
    }
}

/// HTML that shows nothing.
enum BlankMarkup {
    /// Longer ones are not looked at.
    private static let longest = 512

    /// Tags that frame or style what is not there, blanks, and comments; no picture, no player, no rule.
    static func isBlank(_ html: String) -> Bool {
        guard html.utf8.count <= longest, html.utf8.first == UInt8(ascii: "<") || html.utf8.first == UInt8(ascii: "&")
        else {
            return false
        }
        var rest = html[...]
        while let first = rest.first {
            if first.isWhitespace {
                rest.removeFirst()
            } else if let blank = blanks.first(where: { rest.hasPrefix($0) }) {
                rest.removeFirst(blank.count)
            } else if rest.hasPrefix("<!--"), let end = rest.firstRange(of: "-->") {
                rest = rest[end.upperBound...]
            } else if first == "<", let end = rest.firstIndex(of: ">") {
                let name = rest[..<end].dropFirst().drop { $0 == "/" }.prefix { $0.isLetter || $0.isNumber }
                guard frames.contains(name.lowercased()) else { return false }
                rest = rest[rest.index(after: end)...]
            } else {
                return false
            }
        }
        return true
    }

    private static let blanks = ["&nbsp;", "&#160;", "&#xa0;", "&#xA0;"]
    private static let frames: Set<String> = [
        "a", "b", "blockquote", "body", "br", "center", "div", "em", "font", "h1", "h2", "h3", "h4", "html", "i", "li",
        "ol",
        "p", "section", "span", "strong", "u", "ul",
    ]
}
