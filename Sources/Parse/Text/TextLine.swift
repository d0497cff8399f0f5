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
