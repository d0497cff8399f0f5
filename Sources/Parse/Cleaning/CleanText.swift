import HTML
import Web

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
            plain = Optional(FoldedText.of(text.value)).nonEmpty
            return
        }
        plain = Optional(PlainText.line(fromHTML: text.value)).nonEmpty
        guard text.value.holds("<") else { return }
        guard sanitize else {
            html = text.value
            return
        }
        let sanitized = HTMLContent(text.value, resolver: text.resolver).html
        // Without a tag left it says nothing that the plain text does not.
        if sanitized.holds("<") { html = sanitized }
    }

    private static func isHTML(_ text: RawText, _ use: Use) -> Bool {
        if text.kind == .plain { return false }
        guard text.value.holds("<") || text.value.holds("&") else { return false }
        switch text.kind {
        case .plain: return false
        case .html: return true
        case .unknown: return use == .summary || HTMLLook.looksLikeHTML(text.value)
        }
    }
}

extension RawText {
    /// Makes links inside the text absolute; those of a text without a base stay as they are.
    var resolver: ReferenceResolver {
        // The base was resolved when it was read.
        if let base = base.flatMap({ try? WebURL(parsing: $0) }) { return { base.resolve($0, into: &$1) } }
        return { reference, address in
            address.append(contentsOf: reference)
            return true
        }
    }
}
