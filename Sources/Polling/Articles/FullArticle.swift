import Cleaning
import Model
import Parse

/// An article as its page has it, all its parts together.
struct FullArticle: Sendable {
    private(set) var item: Item
    private(set) var markdown: String?

    init(_ page: ParsedPage) { (item, markdown) = (page.item, page.markdown) }

    mutating func append(_ part: ParsedPage) {
        item.contentHTML = [item.contentHTML, part.item.contentHTML].compactMap { $0 }.joined()
        item.contentText = [item.contentText, part.item.contentText].compactMap { $0 }.joined(separator: "\n\n")
        if let more = part.markdown { markdown = [markdown, more].compactMap { $0 }.joined(separator: "\n\n") }
    }

    /// Of the content.
    var bytes: Int { item.contentHTML?.utf8.count ?? 0 }
    /// Of the text.
    var characters: Int { item.contentText?.count ?? 0 }

    /// The feed's item with the page's content, and with what only the page says.
    func completing(_ feedItem: Item) -> Item {
        var item = feedItem
        (item.contentHTML, item.contentText) = (self.item.contentHTML, self.item.contentText)
        item.title = item.title ?? self.item.title
        item.summary = item.summary ?? self.item.summary
        item.published = item.published ?? self.item.published
        item.modified = item.modified ?? self.item.modified
        item.language = item.language ?? self.item.language
        if item.tags.isEmpty { item.tags = self.item.tags }
        (item.byline, item.siteName, item.direction) = (self.item.byline, self.item.siteName, self.item.direction)
        item.authors = authors(item.authors)
        // The caption is that of the page's picture.
        if item.image == nil || self.item.imageCaption != nil {
            item.image = self.item.image ?? item.image
            if item.media.thumbnails.isEmpty { item.media.thumbnails = self.item.media.thumbnails }
        }
        item.imageCaption = self.item.imageCaption
        return item
    }

    /// The feed's own, with the addresses that the page gives them; the page's where the feed names none.
    private func authors(_ authors: [Person]) -> [Person] {
        if !authors.contains(where: { $0.name != nil }), !item.authors.isEmpty { return item.authors }
        return authors.map { author in
            var author = author
            let twin = item.authors.first { $0.name != nil && $0.name?.lowercased() == author.name?.lowercased() }
            author.url = author.url ?? twin?.url
            return author
        }
    }
}

/// Why the feed's own content stays.
enum PageFailure: Error {
    /// A sentence without a full stop.
    case unusable(String)
    /// The daemon ends: there is no answer.
    case stopped
}
