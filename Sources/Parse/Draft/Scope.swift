import Bytes
import HTML
import Web

/// The base URL and language in force inside an element (`xml:base`, `xml:lang`; XML Base, RFC 4287 section 2).
final class Scope {
    let base: WebURL?
    /// What holds for the texts inside.
    let setting: TextSetting
    /// The document says so itself (`xml:base`), and did not only come from there.
    let isDeclared: Bool
    /// Nil where none is set, or the document took it back with `xml:lang=""`.
    let language: String?
    /// The document took an inherited language back: not even that of the whole feed holds here.
    let isWithoutLanguage: Bool
    /// Of the whole document.
    private let room: AddressRoom

    init(
        base: WebURL?, language: String?, isWithoutLanguage: Bool = false, isDeclared: Bool = false, room: AddressRoom
    ) {
        (self.base, self.language, self.isWithoutLanguage, self.room) = (base, language, isWithoutLanguage, room)
        setting = TextSetting(base: base?.href, language: language, isDeclared: isDeclared)
        self.isDeclared = isDeclared
    }

    /// The absolute form of a link; the link as it is where it has none (no base, not a URL, no more room).
    func resolve(_ link: String) -> String {
        resolved(link)?.href ?? link
    }

    /// Nil for what is empty, and for schemes that a reader cannot use or that can harm (`javascript:`, `file:`,
    /// `data:`).
    func address(_ link: String?) -> String? { address(link, for: .link) }

    /// The address of a picture: of the web alone.
    func picture(_ link: String?) -> String? { address(link, for: .media) }

    /// The address of what may be asked for, a hub or another part of the feed: of the web alone.
    func source(_ link: String?) -> String? { address(link, for: .media) }

    /// The scheme of a category: a word, the name of a taxonomy (`tag:`, `urn:`), or an address, for readers may link to
    /// it. Nil for an address that could not be a link.
    static func taxonomy(_ scheme: String?) -> String? {
        guard let scheme = (scheme?.trimmed).nonEmpty, scheme.utf8.count <= AddressLimit.bytes else { return nil }
        let isName = ["tag:", "urn:"].contains { scheme.prefix(4).lowercased() == $0 }
        return isName || URLPolicy.admits(scheme, for: .link) ? scheme : nil
    }

    /// The address of a page of the web; nil for all else.
    func page(_ link: String) -> String? {
        guard !link.isEmpty, link.utf8.count <= AddressLimit.bytes else { return nil }
        if WebURL.isClean(link) { return link }
        return resolved(link).flatMap { $0.isHTTP && $0.href.utf8.count <= AddressLimit.bytes ? $0.href : nil }
    }

    /// Whether it may be asked for, or shown as a picture.
    static func isOfTheWeb(_ address: String) -> Bool { URLPolicy.admits(address, for: .media) }

    private func address(_ link: String?, for use: URLPolicy.Use) -> String? {
        guard let link, !link.isEmpty, link.utf8.count <= AddressLimit.bytes else { return nil }
        let reference = link.holds("&") ? Self.unescaped(link) : link
        if WebURL.isClean(reference) { return reference }
        let address = resolve(reference)
        return address.utf8.count <= AddressLimit.bytes && URLPolicy.admits(address, for: use) ? address : nil
    }

    /// Without the references that an address still has where it was escaped twice.
    private static func unescaped(_ link: String) -> String {
        var link = link
        return link.withUTF8(AddressText.unescaped).map { String(decoding: $0, as: UTF8.self) } ?? link
    }

    func entering(base: String?, language: String?) -> Scope {
        let inherited = language == nil ? self.language : nil
        let declared = base.nonEmpty.flatMap { $0.utf8.count <= AddressLimit.bytes ? resolved($0) : nil }
        return Scope(
            base: declared ?? self.base, language: LanguageTag.normalized(language) ?? inherited,
            isWithoutLanguage: language.map { $0.trimmed.isEmpty } ?? isWithoutLanguage,
            isDeclared: declared != nil || isDeclared, room: room)
    }

    /// The same with another base.
    func with(base: WebURL) -> Scope {
        Scope(base: base, language: language, isWithoutLanguage: isWithoutLanguage, room: room)
    }

    private func resolved(_ link: String) -> WebURL? { room.resolve(link, at: base) }
}
