/// Who is told about a feed's articles: of all, or of those that its filter passes.
package struct Subscription: Sendable {
    /// The queue that the article is put into.
    package let queue: String
    /// Names of feeds; nil: every feed.
    package let feeds: Set<String>?
    package let filter: ArticleFilter

    package init(queue: String, feeds: Set<String>?, filter: ArticleFilter) {
        (self.queue, self.feeds, self.filter) = (queue, feeds, filter)
    }
}
