import Cleaning
import Config
import Identity
import Model
import Parse
import Render

/// Makes an article of an item that the store does not know: completes it from its page and its feed, and asks the filters
/// of the feed and the webhooks.
struct ArticleMaker: Sendable {
    private let renderer: ArticleRenderer

    init(_ configuration: Configuration) { renderer = ArticleRenderer(configuration) }

    /// - Parameters:
    ///   - page: the article as its page has it; nil is returned where that is shorter than the feed's.
    /// - Returns: the article, and the names of the webhooks that are notified of it; nil where `keep` or `drop` of the feed
    ///   leaves the item out.
    func make(
        _ clean: CleanItem, in feed: Feed, as article: NewArticle, of polled: PolledFeed, page: FullArticle? = nil
    ) -> (item: RenderedItem, webhooks: [String])? {
        var clean = clean
        if let page {
            if page.characters < clean.item.contentText?.count ?? 0 { return nil }
            clean.item = page.completing(clean.item)
            clean.markdownBody = page.markdown
        }
        let item = Self.complete(clean.item, from: feed)
        guard polled.filter.passes(item, feedTags: polled.configuration.tags) else { return nil }
        let configured = polled.configuration
        let label = FeedLabel(
            name: configured.name, title: configured.title ?? feed.title, tags: configured.tags)
        let rendered = renderer.render(item, body: clean.markdownBody, as: article, of: label)
        // What a feed digs out of its archive is delivered, but no webhook is notified.
        let notified =
            article.isBackfill
            ? []
            : polled.subscriptions.filter { $0.wants(item, of: configured.name, feedTags: configured.tags) }
        return (rendered, notified.map(\.queue))
    }

    /// An article leaves its feed behind, so what the feed says for all of its items goes with it.
    private static func complete(_ item: Item, from feed: Feed) -> Item {
        var item = item
        if item.authors.isEmpty { item.authors = feed.authors }
        if item.language == nil { item.language = feed.language }
        return item
    }
}

extension ArticleRenderer {
    init(_ configuration: Configuration) {
        let spool = configuration.spool
        let markdown = ArticleMarkdown(frontMatter: spool.frontMatter, leadImage: spool.leadImage)
        let journal: RenderedItem.JournalForm =
            switch spool.journal {
            case .off: .off
            case .thin: .thin
            case .full: .full
            }
        self.init(
            markdown: spool.formats.contains(.markdown) ? markdown : nil, hasJSONFile: spool.formats.contains(.json),
            journal: journal, marksNear: configuration.dedupe.near == .mark)
    }
}

extension NewArticle {
    /// Nil for what is not to be delivered.
    init?(_ verdict: Verdict) {
        switch verdict {
        case .new(let id, let isBackfill): self.init(id: id, isBackfill: isBackfill)
        case .updated(let id, let revision, let alsoIn): self.init(id: id, revision: revision, alsoIn: alsoIn)
        case .known, .duplicate, .seeded: return nil
        }
    }
}
