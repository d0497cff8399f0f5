package import Config
package import Model
import Patterns

extension ArticleFilter {
    /// `keep` and `drop` of a table of feeds.toml.
    package init(keep: Configuration.ItemPattern?, drop: Configuration.ItemPattern?) {
        self.init(keep: keep.map { Patterns($0) }, drop: drop.map { Patterns($0) })
    }
}

extension ArticleFilter.Patterns {
    fileprivate init(_ patterns: Configuration.ItemPattern) {
        // `check` has compiled them.
        func compiled(_ text: String?) -> Pattern? { text.flatMap { try? Pattern($0) } }
        self.init()
        (any, title, url) = (compiled(patterns.any), compiled(patterns.title), compiled(patterns.url))
        (author, tag, content) = (compiled(patterns.author), compiled(patterns.tag), compiled(patterns.content))
    }
}
