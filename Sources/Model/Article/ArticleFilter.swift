package import Patterns

/// `keep` and `drop` of a feed or a webhook.
package struct ArticleFilter: Sendable {
    /// Patterns that an article is held against; all that are given must match.
    package struct Patterns: Sendable {
        /// Any of title, URL, authors and tags.
        package var any: Pattern?
        package var title: Pattern?
        package var url: Pattern?
        package var author: Pattern?
        package var tag: Pattern?
        package var content: Pattern?

        package init() {}

        /// A text that does not compile, which `check` has refused, matches nothing.
        package init(any text: String) { any = try? Pattern(text) }

        fileprivate func match(_ texts: Texts) -> Bool {
            let fields: [(Pattern?, [String])] = [
                (title, texts.title), (url, texts.url), (author, texts.authors), (tag, texts.tags),
            ]
            for case (let pattern?, let values) in fields where !values.contains(where: pattern.matches) {
                return false
            }
            if let any, !fields.contains(where: { $1.contains(where: any.matches) }) { return false }
            return content.map { $0.matches(texts.content()) } ?? true
        }
    }

    /// What of an article the patterns look into.
    package struct Texts {
        fileprivate let title: [String], url: [String], authors: [String], tags: [String]
        fileprivate let content: () -> String

        /// - Parameter tags: the article's, and those of its feed in feeds.toml.
        package init(
            title: String?, url: String?, authors: [String], tags: [String],
            content: @autoclosure @escaping () -> String
        ) {
            (self.title, self.url) = ([title].compactMap { $0 }, [url].compactMap { $0 })
            (self.authors, self.tags, self.content) = (authors, tags, content)
        }
    }

    private let keep: Patterns?, drop: Patterns?

    package init(keep: Patterns?, drop: Patterns?) { (self.keep, self.drop) = (keep, drop) }

    package var isSet: Bool { keep != nil || drop != nil }

    /// - Parameter feedTags: the tags of its feed in feeds.toml.
    package func passes(_ item: Item, feedTags: [String]) -> Bool {
        guard isSet else { return true }
        return passes(
            Texts(
                title: item.title, url: item.url, authors: item.authors.compactMap(\.name),
                tags: item.tags + feedTags, content: item.contentText ?? item.summary ?? ""))
    }

    package func passes(_ texts: Texts) -> Bool {
        if let drop, drop.match(texts) { return false }
        return keep?.match(texts) ?? true
    }
}
