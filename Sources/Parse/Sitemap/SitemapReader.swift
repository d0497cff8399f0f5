import Bytes
import Dates
import FoundationEssentials
import Model
import Web
import XML

extension XMLVocabulary {
    static let sitemaps = XMLVocabulary(
        tags: SitemapReader.Tag.allCases.map(\.rawValue),
        namespaces: [
            Namespace(
                id: 1, prefixes: ["news"],
                uris: [
                    "http://www.google.com/schemas/sitemap-news/0.9", "https://www.google.com/schemas/sitemap-news/0.9",
                ]),
            Namespace(
                id: 2, prefixes: ["image"],
                uris: [
                    "http://www.google.com/schemas/sitemap-image/1.1",
                    "https://www.google.com/schemas/sitemap-image/1.1",
                ]),
            Namespace(
                id: 3, prefixes: ["video"],
                uris: [
                    "http://www.google.com/schemas/sitemap-video/1.1",
                    "https://www.google.com/schemas/sitemap-video/1.1",
                ]),
        ])
}

/// Reads a sitemap, or the index of several (<https://www.sitemaps.org/protocol.html>), with the extensions for news, images
/// and videos. An entry's address is all that makes it the same: it is its guid.
final class SitemapReader: XMLDocumentReader {
    enum Tag: String, CaseIterable {
        case urlset, sitemapindex, url, sitemap, loc, lastmod
        case news, title, language, keywords, publication
        case publicationDate = "publication_date"
        case image, video, description, tag
        case thumbnail = "thumbnail_loc"
        case content = "content_loc"
    }

    /// What the namespaces of `XMLVocabulary.sitemaps` are; all others are a sitemap's own.
    private enum Space: UInt8 { case plain = 0, news, image, video }

    /// Entries of one document.
    static let most = 50_000
    private static let mostTags = 100

    let scope: Scope
    let limits: ParseLimits
    private(set) var dates: DateReader
    private(set) var isIndex = false
    private(set) var isNews = false
    private(set) var warnings: Warnings
    var line: (() -> Int)?

    private var entries: [SitemapItems.Entry] = []
    private var extras: [SitemapItems.Extra] = []
    private var entry: SitemapItems.Entry?
    /// What the open entry says beyond its address and its change.
    private var extra: SitemapItems.Extra?
    private var open: [(tag: Tag?, space: Space, mark: Int)] = []
    private var isFull = false

    init(scope: Scope, limits: ParseLimits, now: Date?) {
        (self.scope, self.limits, dates) = (scope, limits, DateReader(now: now))
        warnings = Warnings(limit: limits.warnings)
    }

    /// The name of the first element, if it is a sitemap's.
    static func isSitemap(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var rest = bytes.prefix(64 << 10)
        while let start = rest.firstIndex(of: UInt8(ascii: "<")) {
            rest = rest[(start + 1)...]
            guard let first = rest.first else { return false }
            if rest.starts(with: "!--".utf8) {
                rest = rest.dropFirst(3)
                while !rest.isEmpty, !rest.starts(with: "-->".utf8) { rest = rest.dropFirst() }
                continue
            }
            if first == UInt8(ascii: "?") || first == UInt8(ascii: "!") { continue }
            let name = rest.prefix { $0 > 0x20 && $0 != UInt8(ascii: ">") && $0 != UInt8(ascii: "/") }
            let local = name.lastIndex(of: UInt8(ascii: ":")).map { name[($0 + 1)...] } ?? name
            return local.elementsEqual("urlset".utf8) || local.elementsEqual("sitemapindex".utf8)
        }
        return false
    }

    func start(_ element: borrowing XMLElement, _ text: inout XMLText) {
        let number = Int(element.name.tag)
        let tag = number == 0 ? nil : Tag.allCases[number - 1]
        let space = Space(rawValue: element.name.space) ?? .plain
        open.append((tag, space, text.count))
        text.isCollecting = false
        guard open.count < limits.depth else { return }
        switch (space, tag) {
        case (.plain, .sitemapindex): isIndex = true
        case (.plain, .url), (.plain, .sitemap): (entry, extra) = (SitemapItems.Entry(url: ""), nil)
        case (.plain, .loc), (.plain, .lastmod), (.image, .loc), (.news, .title), (.news, .language),
            (.news, .keywords),
            (.news, .publicationDate), (.video, .title), (.video, .description), (.video, .thumbnail),
            (.video, .content),
            (.video, .publicationDate), (.video, .tag):
            text.isCollecting = entry != nil
        default: break
        }
    }

    func end(_ localName: XMLLocalName, _ text: inout XMLText) {
        guard let (tag, space, mark) = open.popLast() else { return }
        defer {
            text.cut(to: mark)
            text.isCollecting = false
        }
        guard entry != nil, let tag else { return }
        if space == .plain {
            switch tag {
            case .loc: entry?.url = TextBytes.string(text, from: mark)
            case .lastmod: entry?.modified = date(text.bytes(from: mark))
            case .url, .sitemap: close()
            default: break
            }
            return
        }
        let value = TextBytes.string(text, from: mark)
        guard !value.isEmpty else { return }
        switch (space, tag) {
        case (.news, .title), (.video, .title): extend { $0.title = $0.title ?? value }
        case (.news, .language): extend { $0.language = value }
        case (.news, .keywords): extend { $0.tags += Self.words(value, room: Self.mostTags - $0.tags.count) }
        case (.video, .tag): extend { if $0.tags.count < Self.mostTags { $0.tags.append(value) } }
        case (.news, .publicationDate), (.video, .publicationDate):
            let date = date(text.bytes(from: mark))
            if space == .news { isNews = true }
            extend { $0.published = $0.published ?? date }
        case (.video, .description): extend { $0.summary = $0.summary ?? value }
        case (.image, .loc), (.video, .thumbnail): extend { $0.image = $0.image ?? value }
        case (.video, .content): extend { $0.video = $0.video ?? value }
        default: break
        }
    }

    func note(_ message: String, line: Int?) { warnings.add(message, line: line) }

    /// What is cut off has no end, and an address that may be half of one.
    func finish() { entry = nil }

    private func extend(_ body: (inout SitemapItems.Extra) -> Void) {
        var changed = extra ?? SitemapItems.Extra()
        body(&changed)
        extra = changed
    }

    private func date(_ text: UnsafeBufferPointer<UInt8>) -> Date? {
        warnings.date(dates.read(text), original: TextBytes.string(text), line: line?())
    }

    private static func words(_ text: String, room: Int) -> [String] {
        text.split(separator: ",").prefix(max(0, room)).map { String($0).trimmed }.filter { !$0.isEmpty }
    }

    private func close() {
        defer { (entry, extra) = (nil, nil) }
        guard let entry, let url = scope.page(entry.url) else { return }
        guard entries.count < Self.most else {
            if !isFull { warnings.add("more than \(Self.most) entries: the rest is left out", line: line?()) }
            isFull = true
            return
        }
        var place: Int32?
        if var extra {
            (extra.image, extra.video) = (extra.image.flatMap(scope.page), extra.video.flatMap(scope.page))
            place = Int32(extras.count)
            extras.append(extra)
        }
        entries.append(
            .init(url: url, date: extra?.published ?? entry.modified, modified: entry.modified, extra: place))
    }

    /// The newest first, those without a date last, as they came.
    func items() -> RawItems {
        defer { (entries, extras) = ([], []) }
        return RawItems(SitemapItems(entries, extras))
    }
}
