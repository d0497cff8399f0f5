import Markup
import Model

/// A short text made fit to show: plain, and as sanitized HTML where that says more.
struct CleanText {
    enum Use {
        /// HTML only where it surely is: titles speak of `<a>` and of `List<String>`.
        case title
        /// HTML unless it says otherwise.
        case summary
    }

    /// One paragraph without markup; nil where there is nothing in it.
    private(set) var plain: String?
    private(set) var html: String?

    init(_ text: RawText, as use: Use, sanitize: Bool) {
        guard Self.isHTML(text, use) else {
            plain = Optional(PlainText.folded(text.value)).nonEmpty
            return
        }
        let tree = HTMLTree(text.value)
        plain = Optional(PlainText.folded(tree.plainText())).nonEmpty
        guard text.value.utf8.contains(UInt8(ascii: "<")) else { return }
        guard sanitize else {
            html = text.value
            return
        }
        let base = text.base.flatMap { try? WebURL(parsing: $0) }  // the base was resolved once already
        let sanitized = tree.sanitizedHTML { link in base.map { $0.resolving(link)?.href } ?? link }
        // Without a tag left it says nothing that the plain text does not.
        if sanitized.utf8.contains(UInt8(ascii: "<")) { html = sanitized }
    }

    private static func isHTML(_ text: RawText, _ use: Use) -> Bool {
        let hasAngle = text.value.utf8.contains(UInt8(ascii: "<"))
        guard hasAngle || text.value.utf8.contains(UInt8(ascii: "&")) else { return false }
        switch text.kind {
        case .plain: return false
        case .html: return true
        case .unknown: return use == .summary || HTMLLook.looksLikeHTML(text.value)
        }
    }
}
