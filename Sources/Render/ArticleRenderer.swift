package import Model

/// Renders an article into the bytes that every sink will carry.
package struct ArticleRenderer: Sendable {
    /// Nil: no Markdown file is written.
    package var markdown: ArticleMarkdown?
    package var hasJSONFile: Bool
    package var journal: RenderedItem.JournalForm
    /// Near-duplicates are looked for: the article carries a hash of what it says.
    package var marksNear: Bool

    package init(
        markdown: ArticleMarkdown?, hasJSONFile: Bool, journal: RenderedItem.JournalForm, marksNear: Bool
    ) {
        (self.markdown, self.hasJSONFile) = (markdown, hasJSONFile)
        (self.journal, self.marksNear) = (journal, marksNear)
    }

    /// - Parameters:
    ///   - body: the text as Markdown; nil where none is wanted.
    ///   - feed: the feed that brought it.
    package func render(_ item: Item, body: String?, as article: NewArticle, of feed: FeedLabel) -> RenderedItem {
        let file = markdown?.render(item, body: body ?? "", id: article.id, feed: feed)
        let text = item.contentText ?? item.summary ?? ""
        return RenderedItem(
            item, id: article.id, feed: feed, alsoIn: article.alsoIn, revision: article.revision,
            isBackfill: article.isBackfill, markdown: file ?? [], hasJSONFile: hasJSONFile, journal: journal,
            simHash: marksNear ? SimHash(title: item.title ?? "", text: text) : nil)
    }
}

/// An entry that is to be delivered, as a new article or as the next revision of one.
package struct NewArticle: Sendable {
    package var id: ItemID
    package var revision: Int
    /// Names of other feeds that brought it.
    package var alsoIn: [String]
    /// It is delivered, but no webhook is notified.
    package var isBackfill: Bool

    package init(id: ItemID, revision: Int = 1, alsoIn: [String] = [], isBackfill: Bool = false) {
        (self.id, self.revision, self.alsoIn, self.isBackfill) = (id, revision, alsoIn, isBackfill)
    }
}
