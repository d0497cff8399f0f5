import Bytes
import HTML
import Parse
import Web

/// A short text made fit to show: plain, and as sanitized HTML where that says more.
struct CleanText {
    enum Use {
        /// HTML only where it surely is: titles speak of `<a>` and of `List<String>`.
        case title
        /// HTML where it has a tag that HTML knows, unless it says otherwise.
        case summary
    }

    /// One paragraph without markup; nil where there is nothing in it.
    private(set) var plain: String?
    private(set) var html: String?

    init(_ text: RawText, as use: Use, sanitize: Bool, _ limits: HTMLLimits = .default) {
        guard Self.isHTML(text, use) else {
            let value = text.kind == .unknown && use == .summary ? BodyLook.plain(text.value) : text.value
            plain = Optional(FoldedText.of(value)).nonEmpty
            return
        }
        plain = Optional(PlainText.line(fromHTML: text.value)).nonEmpty
        guard text.value.holds("<") else { return }
        guard sanitize else {
            html = text.value
            return
        }
        let sanitized = unsafe HTMLContent(text.value, limits: limits, resolver: text.resolver).html
        // Without a tag left it says nothing that the plain text does not.
        if sanitized.holds("<") { html = sanitized }
    }

    private static func isHTML(_ text: RawText, _ use: Use) -> Bool {
        guard text.value.holds("<") || text.value.holds("&") else { return false }
        switch text.kind {
        case .plain, .literal: return false
        case .html: return true
        case .unknown: return use == .summary ? text.isMarkup : HTMLLook.looksLikeHTML(text.value)
        }
    }
}

extension RawText {
    /// Whether a body or a summary is HTML; where no one said so, its tags tell.
    var isMarkup: Bool {
        switch kind {
        case .plain, .literal: false
        case .html: true
        case .unknown: !BodyLook.needsLook(value) || BodyLook.isHTML(value)
        }
    }

    /// Whether it is short markup with nothing to see in it: empty paragraphs, counters.
    var showsNothing: Bool {
        guard kind == .html || kind == .unknown, value.utf8.count < 4096, !BodyLook.beginsWithWord(value) else {
            return false
        }
        return unsafe HTMLContent(value, resolver: resolver).isEmpty
    }

    /// Makes links inside the text absolute; those of a text without a base stay as they are.
    var resolver: ReferenceResolver {
        // The base was resolved when it was read.
        if let base, base.utf8.count <= AddressLimit.bytes, let base = try? WebURL(parsing: base) {
            return { unsafe base.resolve($0, into: &$1) }
        }
        return { reference, address in
            unsafe address.append(contentsOf: reference)
            return true
        }
    }
}
