import Bytes
import Web

/// The base URL and language in force inside an element (`xml:base`, `xml:lang`; XML Base, RFC 4287 section 2).
final class Scope {
    let base: WebURL?
    /// Nil where none is set, or the document took it back with `xml:lang=""`.
    let language: String?
    /// The document took an inherited language back: not even that of the whole feed holds here.
    let isWithoutLanguage: Bool

    init(base: WebURL?, language: String?, isWithoutLanguage: Bool = false) {
        (self.base, self.language, self.isWithoutLanguage) = (base, language, isWithoutLanguage)
    }

    /// The absolute form of a link; the link as it stands where it has none (no base, not a URL).
    func resolve(_ link: String) -> String {
        resolved(link)?.href ?? link
    }

    /// Nil for what is empty or can only harm or mislead (`javascript:`).
    func address(_ link: String?) -> String? {
        guard let link, !link.isEmpty else { return nil }
        let address = resolve(link)
        return address.utf8.first == UInt8(ascii: "j") && address.hasPrefix("javascript:") ? nil : address
    }

    func entering(base: String?, language: String?) -> Scope {
        let inherited = language == nil ? self.language : nil
        return Scope(
            base: base.nonEmpty.flatMap(resolved) ?? self.base, language: language.nonEmpty ?? inherited,
            isWithoutLanguage: language.map { $0.trimmed.isEmpty } ?? isWithoutLanguage)
    }

    private func resolved(_ link: String) -> WebURL? {
        if let base { return base.resolving(link) }
        // Not a URL by itself, and nothing to take it relative to: it stays as it is.
        return try? WebURL(parsing: link)
    }
}
