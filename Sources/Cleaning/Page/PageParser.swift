import Characters
public import FoundationEssentials
import HTML
import Page
public import Model
import Parse
public import Selectors
import Web

/// Reads article pages: the encoding is settled, the article and what the page says of it are taken out and cleaned.
public struct PageParser: Sendable {
    /// The article where a reader chose it, and what is cut from it.
    public var selector: CSSSelector?
    public var remove: [CSSSelector] = []
    /// Also writes the article as CommonMark.
    public var markdown = false
    private let cleaner: Cleaner

    public init(cleaner: Cleaner = Cleaner()) { self.cleaner = cleaner }

    /// - Parameters:
    ///   - body: the page as served, with any encoding of the transfer undone.
    ///   - url: where it came from; nil where that is not known: then a canonical link names the item, and relative
    /// links stay.   - contentType: the HTTP header's value: its `charset` counts.
    public func parse(
        _ body: [UInt8], url: String? = nil, contentType: String? = nil, now: Date? = nil
    ) -> ParsedPage {
        unsafe body.withUnsafeBufferPointer { bytes in
            var document = unsafe DocumentBytes(
                bytes, charset: Charset.parameter(of: contentType), declared: MetaCharset.find(in: bytes))
            unsafe document.proveUTF8(bytes)
            guard unsafe Self.isMarkup(bytes, document.encoding) else { return ParsedPage(encoding: document.encoding) }
            return unsafe document.withBytes(of: bytes) { text in
                let page = unsafe HTMLDocument(text, selectors: [selector].compactMap { $0 } + remove)
                return read(page, url: url, encoding: document.encoding, now: now)
            }
        }
    }

    /// Not a picture or a program that somebody serves as a page (no text has a NUL but in UTF-16 and UTF-32), nor JSON
    /// or plain text: a page has tags.
    private static func isMarkup(_ bytes: UnsafeBufferPointer<UInt8>, _ encoding: String) -> Bool {
        let isWide = encoding.hasPrefix("utf-16") || encoding.hasPrefix("utf-32")
        return unsafe bytes.contains(UInt8(ascii: "<")) && (isWide || !bytes.prefix(1_024).contains(0))
    }

    private func read(_ page: HTMLDocument, url: String?, encoding: String, now: Date?) -> ParsedPage {
        let own = url.flatMap { try? WebURL(parsing: $0) }  // an address that is none is not a base
        let base =
            page.base.flatMap { reference in own?.resolving(reference) ?? (try? WebURL(parsing: reference)) } ?? own
        let clues = page.clues()
        var facts = PageMetadata(page, clues, base: base, now: now)
        if let own { facts.readAddress(own) }
        var hints = ArticleHints()
        (hints.title, hints.body, hints.facts) = (facts.title, facts.body, facts.facts)
        (hints.authors, hints.selector, hints.remove) = (facts.authors.compactMap(\.name), selector, remove)
        let host = (own ?? facts.canonical.flatMap { try? WebURL(parsing: $0) })?.host
        hints.host = host.map { $0.hasPrefix("www.") ? String($0.dropFirst(4)) : $0 }
        let found = page.article(hints)
        var parsed = ParsedPage(encoding: encoding)
        parsed.isPaid = facts.isPaid
        parsed.asksPassword = page.asksPassword
        parsed.nextReferences = clues.next.compactMap { base?.resolving($0)?.href }
        var item = facts.item(url: own?.href ?? facts.canonical, printed: found?.byline)
        guard let found else {
            parsed.item = item
            return parsed
        }
        (parsed.hasArticle, parsed.isSelected) = (true, found.isSelected)
        parsed.characters = found.characters
        parsed.cutText = found.cutText
        let raw = RawText(found.html, kind: .html, base: base?.href)
        parsed.markdown = cleaner.cleanPage(&item, raw, image: facts.image, markdown: markdown)
        parsed.item = item
        return parsed
    }
}

/// What a page holds.
public struct ParsedPage: Sendable {
    /// IANA name, lower case.
    public internal(set) var encoding: String
    /// Clean.
    public internal(set) var item = Item()
    /// Whether there is an article; without one, `item` has no content.
    public internal(set) var hasArticle = false
    /// The article is where `selector` says.
    public internal(set) var isSelected = false
    /// Of the article's text.
    public internal(set) var characters = 0
    /// The article as CommonMark, where that was asked for.
    public internal(set) var markdown: String?
    /// There is a field for a password.
    public internal(set) var asksPassword = false
    /// What stood among the article and was cut from it, as text.
    public internal(set) var cutText = ""
    /// The page says that it shows only those who pay all of it.
    public internal(set) var isPaid = false
    /// Addresses behind `rel=next`, absolute; of the article's next part, or of another article.
    public internal(set) var nextReferences: [String] = []

    init(encoding: String) { self.encoding = encoding }
}

extension PageMetadata {
    /// - Parameter printed: a by-line that was met in the text.
    fileprivate func item(url: String?, printed: String?) -> Item {
        var item = Item()
        item.url = url
        (item.title, item.siteName, item.summary) = (title, siteName, description)
        (item.published, item.modified) = (published, modified)
        (item.language, item.direction, item.tags) = (language, direction, tags)
        (item.byline, item.authors) = (byline, authors)
        if authors.isEmpty, let printed, Byline.isBelievable(printed) {
            item.authors = Byline.people(printed)
            item.byline = Byline.cleaned(printed)
        }
        return item
    }
}
