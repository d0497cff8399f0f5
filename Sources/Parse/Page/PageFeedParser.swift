import Bytes
import Characters
import Dates
public import FoundationEssentials
import HTML
import Model
public import Selectors
import Web

/// Reads a page whose elements are the items of a feed. Scripts are not run, and next pages not followed.
public struct PageFeedParser: Sendable {
    private let selectors: ItemSelectors
    /// A page without items is a feed without items, and not a failure.
    private let mayBeEmpty: Bool

    /// The keys of feeds.toml by which parts are called.
    public static let parts = ["item_title", "item_link", "item_date", "item_content", "item_author", "item_image"]

    /// - Parameters:
    ///   - items: a CSS selector.
    ///   - parts: by their names.
    /// - Throws: the first fault of a selector.
    public init(items: String, parts: [String: String], mayBeEmpty: Bool = false) throws(CSSSelectorError) {
        var selectors = ItemSelectors(items: try CSSSelector(items))
        for (name, text) in parts {
            let part = try PartSelector(text)
            switch name {
            case "item_title": selectors.title = part
            case "item_link": selectors.link = part
            case "item_date": selectors.date = part
            case "item_content": selectors.content = part
            case "item_author": selectors.author = part
            case "item_image": selectors.image = part
            default: preconditionFailure("there is no part \(name)")
            }
        }
        (self.selectors, self.mayBeEmpty) = (selectors, mayBeEmpty)
    }

    /// - Parameters: as those of `FeedParser.parse`.
    /// - Throws: `notAFeed` where there is no item, with what each selector found.
    public func parse(
        _ body: [UInt8], url: String? = nil, contentType: String? = nil, now: Date? = nil,
        limits: ParseLimits = .default
    ) throws(ParseError) -> ParsedFeed {
        guard body.count <= limits.bytes else { throw .tooLarge(limit: limits.bytes) }
        return try body.withUnsafeBufferPointer { bytes in
            var document = DocumentBytes(
                bytes, charset: Charset.parameter(of: contentType), declared: MetaCharset.find(in: bytes))
            document.proveUTF8(bytes)
            return document.withBytes(of: bytes) { text in
                let page = HTMLDocument(text, itemsBy: selectors)
                return Result { () throws(ParseError) in
                    try read(page, url: url, encoding: document.encoding, length: text.count, now: now, limits)
                }
            }
        }.get()
    }

    private func read(
        _ page: HTMLDocument, url: String?, encoding: String, length: Int, now: Date?, _ limits: ParseLimits
    ) throws(ParseError) -> ParsedFeed {
        let own = url.flatMap { try? WebURL(parsing: $0) }  // an address that is none is not a base
        let base =
            page.base.flatMap { reference in own?.resolving(reference) ?? (try? WebURL(parsing: reference)) } ?? own
        let found = page.items(by: selectors)
        let isLong = found.items.count > limits.items
        let dates = dates(of: found.items.prefix(limits.items), now: now, language: page.language)
        var items: [RawItem] = []
        let scope = Scope(
            base: base, language: LanguageTag.normalized(page.language), room: AddressRoom(document: length))
        for (item, date) in zip(found.items, dates) {
            if let raw = raw(item, date, scope) { items.append(raw) }
        }
        guard !items.isEmpty || mayBeEmpty else { throw .notAFeed("a page without items: \(Self.words(found.counts))") }
        var feed = Feed(format: .html)
        (feed.encoding, feed.homePageURL) = (encoding, own?.href)
        feed.language = LanguageTag.normalized(page.language)
        func links(_ relation: String) -> [String] {
            page.links.filter { $0.relations.contains(relation) }.compactMap { scope.page($0.href) }
        }
        feed.feedURL = links("self").first
        feed.hubs = links("hub").prefix(limits.parts).map { Hub(type: "WebSub", url: $0) }
        for count in found.counts.dropFirst() where count.found == 0 && !items.isEmpty {
            feed.warnings.append("\(count.part) = \"\(count.selector)\" found nothing")
        }
        if isLong { feed.warnings.append("more than \(limits.items) items: the rest is left out") }
        return ParsedFeed(
            feed: feed, title: page.title.map { RawText($0, kind: .plain) }, description: nil, rights: nil,
            items: RawItems(items))
    }

    /// `items = "article" found 0 elements, item_link = "a" found 12`
    private static func words(_ counts: [(part: String, selector: String, found: Int)]) -> String {
        counts.map { "\($0.part) = \"\($0.selector)\" found \($0.found)" }.joined(separator: ", ")
    }

    /// Nil where it has neither a link nor a title.
    private func raw(_ item: PageItems.Item, _ date: Date?, _ scope: Scope) -> RawItem? {
        var raw = RawItem()
        raw.item.url = item.link.nonEmpty.flatMap(scope.page)
        raw.item.image = item.image.nonEmpty.flatMap(scope.page)
        raw.item.published = date
        raw.item.language = scope.language
        if let name = item.author.nonEmpty { raw.item.authors = [Person(name: name)] }
        raw.title = item.title.nonEmpty.map { RawText($0, kind: .plain) }
        raw.content = item.content.map { RawText($0, kind: .html, scope.setting) }
        return raw.item.url == nil && raw.title == nil ? nil : raw
    }

    /// Dates of a page are written alike: what one tells of the order of day and month holds for all.
    private func dates(of items: ArraySlice<PageItems.Item>, now: Date?, language: String?) -> [Date?] {
        var reader = DateReader(now: now)
        let read = items.map { date($0.date, &reader) }
        guard reader.sawAmbiguous, let order = reader.provenOrder ?? NumericOrder(language: language) else {
            return read
        }
        reader = DateReader(now: now, order: order)
        return items.map { date($0.date, &reader) }
    }

    private func date(_ text: String?, _ reader: inout DateReader) -> Date? {
        guard let text, case .date(let date) = reader.read(text) else { return nil }
        return date
    }
}
