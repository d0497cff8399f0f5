import Bytes
import HTML
public import Model
public import Parse
public import Web

/// Makes finished items of raw ones: HTML sanitized, links inside absolute, titles and summaries in plain text.
public struct Cleaner: Sendable {
    private let stripTracking: Bool
    private let sanitize: Bool
    private let folds: CanonicalURL.Folds
    private var limits = HTMLLimits.default
    /// Bytes that all items of a document together may become longer by, beside what is in proportion to them.
    private static let documentRoom = 4 << 20

    /// Characters of a summary that is made from the content.
    private static let summaryLength = 300

    /// - Parameters:
    ///   - stripTracking: take the trackers out of `url` that track in any link.
    ///   - sanitize: false leaves HTML as published, and does no work on it (`parse --raw`).
    ///   - folds: what canonical URLs merge besides the usual.
    public init(stripTracking: Bool = true, sanitize: Bool = true, folding folds: CanonicalURL.Folds = []) {
        (self.stripTracking, self.sanitize, self.folds) = (stripTracking, sanitize, folds)
    }

    /// The same for one of so many items of a document: what is a trifle for one of them is too much for thousands.
    public func among(_ items: Int) -> Cleaner {
        var cleaner = self
        cleaner.limits.room = min(HTMLLimits.default.room, Self.documentRoom / max(1, items))
        return cleaner
    }

    /// - Parameters:
    ///   - feed: what the item came in.
    ///   - markdown: whether the body is wanted as CommonMark too.
    public func clean(_ raw: RawItem, feed: Feed, markdown: Bool = false) -> CleanItem {
        var raw = raw
        let body = finish(&raw, feed: feed, markdown: markdown)
        return CleanItem(item: raw.item, markdownBody: body)
    }

    /// Finishes the `item` of a raw one where it is, because an item is large to move about; returns the body as
    /// CommonMark where that is wanted.
    @discardableResult
    public func finish(_ raw: inout RawItem, feed: Feed, markdown: Bool = false) -> String? {
        cleanAddress(of: &raw.item)
        if let title = raw.title {
            let text = CleanText(title, as: .title, sanitize: sanitize, limits)
            (raw.item.title, raw.item.titleHTML) = (
                text.plain.map { TextLimit.title.cut($0) }, text.html.flatMap(TextLimit.title.whole)
            )
        }
        if let rights = raw.rights { raw.item.rights = CleanText(rights, as: .title, sanitize: sanitize, limits).plain }
        if let caption = raw.imageCaption, raw.item.image != nil {
            raw.item.imageCaption = CleanText(caption, as: .summary, sanitize: sanitize, limits).plain
        }
        if let title = raw.sourceTitle {
            raw.item.source?.title = CleanText(title, as: .title, sanitize: sanitize, limits).plain
        }
        for index in raw.item.tags.indices where raw.item.tags[index].utf8.count > TextLimit.tag.bytes {
            raw.item.tags[index] = TextLimit.tag.cut(raw.item.tags[index])
        }
        let limit = RenderedLimit(published: raw.textLength)  // before the texts move out
        var body = cleanBody(of: &raw, markdown: markdown)
        limit.apply(to: &raw.item, &body)
        return body
    }

    /// The feed with its texts. What each of its items will take along, its title and its authors, is held to an item's share.
    public func clean(_ parsed: ParsedFeed) -> Feed {
        var feed = parsed.feed
        let share = among(parsed.items.count).limits.room
        if let title = parsed.title {
            let text = CleanText(title, as: .title, sanitize: sanitize, limits)
            (feed.title, feed.titleHTML) = (
                text.plain.map { TextLimit.title.cut($0, to: share) }, text.html.flatMap(TextLimit.title.whole)
            )
        }
        var length = 0
        feed.authors = Array(
            feed.authors.prefix { author in
                length += [author.name, author.url, author.email, author.avatar].reduce(0) {
                    $0 + ($1?.utf8.count ?? 0)
                }
                return length <= share
            })
        if let description = parsed.description {
            let text = CleanText(description, as: .summary, sanitize: sanitize, limits)
            (feed.descriptionText, feed.descriptionHTML) = (text.plain, text.html)
        }
        feed.rights = parsed.rights.flatMap { CleanText($0, as: .title, sanitize: sanitize, limits).plain }
        return feed
    }

    /// The published link without its trackers, and the identity of what it leads to.
    private func cleanAddress(of item: inout Item) {
        guard let published = item.url, let url = try? WebURL(parsing: published) else { return }  // stays as published
        if stripTracking { item.url = url.strippingTrackers().href }
        item.canonicalURL = try? CanonicalURL(url, folding: folds).string  // none for a link that names no page
    }

    /// Content and summary. Where a feed has only one of the two, it is the content, and the summary is made from it.
    private func cleanBody(of raw: inout RawItem, markdown: Bool) -> String? {
        // They move out: a text of megabytes is not kept beside what is made of it.
        var summary = raw.summary.take()
        var content = raw.content.take()
        // What shows nothing does not hide what does.
        if summary != nil, content?.showsNothing == true { content = nil }
        if let summary, content != nil {
            let text = CleanText(summary, as: .summary, sanitize: sanitize, limits)
            (raw.item.summary, raw.item.summaryHTML) = (text.plain, text.html)
        }
        if content == nil { swap(&content, &summary) }
        guard let content else { return nil }
        guard sanitize else {
            if content.kind == .plain || content.kind == .literal {
                raw.item.contentText = content.value
            } else {
                raw.item.contentHTML = content.value
            }
            return nil
        }
        if !content.isMarkup { return cleanPlain(content, &raw.item, markdown: markdown) }
        let html = cleaned(content, &raw.item)
        addImage(html, to: &raw.item)
        guard markdown else { return nil }
        // The Markdown article has the caption of its lead image ahead of the text.
        guard let image = raw.item.image, raw.item.imageCaption != nil else { return html.markdown }
        return html.omittingFigure(of: image).markdown
    }

    /// A plain body. Where a feed could have meant HTML, there is HTML that shows the same.
    private func cleanPlain(_ content: consuming RawText, _ item: inout Item, markdown: Bool) -> String? {
        let isPublishedAsPlain = content.kind == .plain
        let text = content.kind == .unknown ? BodyLook.plain(content.value) : BodyLook.withLineFeeds(content.value)
        item.contentText = text
        if item.summary == nil {
            item.summary = Optional(PlainText.summary(of: text, limit: Self.summaryLength)).nonEmpty
        }
        guard markdown || !isPublishedAsPlain else { return nil }
        let html = HTMLContent(PlainParagraphs.html(text), limits: limits) { $0 }
        if !isPublishedAsPlain { item.contentHTML = html.html }
        return markdown ? html.markdown : nil
    }

    /// The article of a page: content, texts, lead image with caption.
    /// - Parameter image: what the page itself shows elsewhere for the article.
    /// - Returns: the content as CommonMark, where that is wanted.
    func cleanPage(
        _ item: inout Item, _ content: RawText, image: (url: String, width: Int?, height: Int?, caption: String?)?,
        markdown: Bool
    ) -> String? {
        cleanAddress(of: &item)
        let limit = RenderedLimit(published: content.value.utf8.count)
        let html = cleaned(content, &item)
        var body: String?
        let lead = LeadImage(
            html, published: image.map { .init(url: $0.url, width: $0.width, height: $0.height, caption: $0.caption) })
        item.image = lead.url
        item.imageCaption = lead.caption
        if let url = lead.url, lead.width != nil || lead.height != nil {
            item.media.thumbnails = [.init(url: url, width: lead.width, height: lead.height)]
        }
        if markdown {
            let shown = item.imageCaption == nil ? nil : lead.shown
            body = (shown.map(html.omittingFigure(of:)) ?? html).markdown
        }
        limit.apply(to: &item, &body)
        return body
    }

    /// The content of an item as HTML and as text, and a summary where the item has none.
    private func cleaned(_ content: consuming RawText, _ item: inout Item) -> HTMLContent {
        let html = unsafe HTMLContent(content.value, limits: limits, resolver: content.resolver)
        let text = html.text
        if !html.isEmpty {
            item.contentHTML = html.html
            item.contentText = Optional(text).nonEmpty
        }
        if item.summary == nil {
            item.summary = Optional(html.summary(of: text, limit: Self.summaryLength)).nonEmpty
        }
        return html
    }

    /// The lead image is the feed's own choice, else the first large one in the content; a caption is looked for there.
    private func addImage(_ html: HTMLContent, to item: inout Item) {
        if let image = item.image, EmojiPolicy.isAddress(image) { item.image = nil }
        if item.image == nil { item.image = html.leadImage?.url }
        guard let image = item.image else { return }
        item.imageCaption = html.image(at: image)?.caption ?? item.imageCaption
    }
}

/// An item ready for the spool.
public struct CleanItem: Sendable {
    public var item: Item
    /// The content as CommonMark; nil where it was not asked for or there is none.
    public var markdownBody: String?
}
