import Config
import Identity
import Model
import Parse
import Settings
import Store

/// Turns a raw item that the store does not know into the bytes that every sink will carry.
struct ArticleRenderer: Sendable {
    private let cleaner: Cleaner
    private let markdown: ArticleMarkdown?
    private let journal: RenderedItem.JournalForm
    var wantsMarkdown: Bool { markdown != nil }
    private let hasJSONFile: Bool
    private let marksNear: Bool

    init(_ configuration: Configuration) {
        let spool = configuration.spool
        let wantsMarkdown = spool.formats.contains(.markdown)
        cleaner = Cleaner(stripTracking: configuration.dedupe.stripTracking, folding: configuration.folds)
        markdown = wantsMarkdown ? ArticleMarkdown(frontMatter: spool.frontMatter, leadImage: spool.leadImage) : nil
        hasJSONFile = spool.formats.contains(.json)
        marksNear = configuration.dedupe.near == .mark
        journal =
            switch spool.journal {
            case .off: .off
            case .thin: .thin
            case .full: .full
            }
    }

    /// The feed with its own texts: title, description, rights.
    func clean(_ parsed: ParsedFeed) -> Feed { cleaner.clean(parsed) }

    /// - Parameters:
    ///   - feed: cleaned.
    ///   - page: the article as its page has it; nil is returned where that is shorter than the feed's.
    /// - Returns: the article, and the names of the webhooks that are told of it; nil where `keep` or `drop` of the feed
    ///   leaves the item out.
    func render(
        _ raw: RawItem, in feed: Feed, as article: NewArticle, of polled: PolledFeed, page: FullArticle? = nil
    ) -> (item: RenderedItem, webhooks: [String])? {
        var clean = cleaner.clean(raw, feed: feed, markdown: markdown != nil)
        if let page {
            if page.characters < clean.item.contentText?.count ?? 0 { return nil }
            clean.item = page.completing(clean.item)
            clean.markdownBody = page.markdown
        }
        let item = Self.complete(clean.item, from: feed)
        guard polled.filter.passes(item) else { return nil }
        let name = polled.configuration.name
        let file = markdown?.render(item, body: clean.markdownBody ?? "", id: article.id, feed: name)
        let text = item.contentText ?? item.summary ?? ""
        let rendered = RenderedItem(
            item, id: article.id, feed: name, alsoIn: article.alsoIn, revision: article.revision,
            isBackfill: article.isBackfill, markdown: file ?? [], hasJSONFile: hasJSONFile, journal: journal,
            simHash: marksNear ? SimHash(title: item.title ?? "", text: text) : nil)
        // What a feed digs out of its archive is delivered, but nobody is notified.
        let told = article.isBackfill ? [] : polled.webhooks.filter { $0.filter.passes(item) }
        return (rendered, told.map(\.name))
    }

    /// An article leaves its feed behind, so what the feed says for all of its items goes with it.
    private static func complete(_ item: Item, from feed: Feed) -> Item {
        var item = item
        if item.authors.isEmpty { item.authors = feed.authors }
        if item.language == nil { item.language = feed.language }
        return item
    }
}

/// An entry that the store wants delivered, as a new article or as the next revision of one.
struct NewArticle {
    var id: ItemID
    var revision = 1
    /// Names of other feeds that brought it.
    var alsoIn: [String] = []
    var isBackfill = false

    /// Nil for what is not to be delivered.
    init?(_ verdict: Verdict) {
        switch verdict {
        case .new(let id, let isBackfill): (self.id, self.isBackfill) = (id, isBackfill)
        case .updated(let id, let revision, let alsoIn):
            (self.id, self.revision, self.alsoIn) = (id, revision, alsoIn)
        case .known, .duplicate, .seeded: return nil
        }
    }
}
