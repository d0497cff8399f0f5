import FoundationEssentials
import Model

/// The entries of a sitemap, small: there may be fifty thousand, of which few become articles.
struct SitemapItems: Sendable {
    struct Entry: Sendable {
        var url: String
        /// By which entries are ordered.
        var date: Date?
        var modified: Date?
        /// Its place in `extras`.
        var extra: Int32?
    }

    struct Extra: Sendable {
        var title: String?, language: String?, summary: String?, image: String?, video: String?
        var published: Date?
        var tags: [String] = []
    }

    private var entries: [Entry]
    private let extras: [Extra]

    /// Puts the newest first, those without a date last, as they came.
    init(_ entries: [Entry], _ extras: [Extra]) {
        self.extras = extras
        let order = entries.indices.map { (date: entries[$0].date ?? .distantPast, place: Int32($0)) }.sorted {
            $0.date == $1.date ? $0.place < $1.place : $0.date > $1.date
        }
        self.entries = order.map { entries[Int($0.place)] }
    }

    var count: Int { entries.count }

    func url(_ index: Int) -> String { entries[index].url }

    subscript(index: Int) -> RawItem {
        let entry = entries[index]
        var raw = RawItem()
        (raw.item.guid, raw.item.guidIsPermalink) = (entry.url, true)
        (raw.item.url, raw.item.modified) = (entry.url, entry.modified)
        guard let extra = entry.extra.map({ extras[Int($0)] }) else { return raw }
        raw.title = extra.title.map { RawText($0, kind: .plain) }
        raw.summary = extra.summary.map { RawText($0, kind: .plain) }
        (raw.item.published, raw.item.tags) = (extra.published, extra.tags)
        raw.item.image = extra.image
        raw.item.language = LanguageTag.normalized(extra.language)
        if let video = extra.video { raw.item.attachments = [Attachment(url: video)] }
        return raw
    }
}
