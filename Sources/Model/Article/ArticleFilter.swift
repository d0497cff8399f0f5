/// `keep` and `drop` of a feed: patterns over title, URL, authors and tags.
package struct ArticleFilter: Sendable {
    // Compiled from text, so there are no closures inside that another thread could race with.
    private nonisolated(unsafe) let keep: Regex<AnyRegexOutput>?
    private nonisolated(unsafe) let drop: Regex<AnyRegexOutput>?

    /// The patterns are known to compile: `check` compiled them.
    package init(keep: String?, drop: String?) {
        self.keep = keep.flatMap { try? Regex($0) }  // checked when feeds.toml was read
        self.drop = drop.flatMap { try? Regex($0) }
    }

    package func passes(_ item: Item) -> Bool {
        guard isSet else { return true }
        return passes([item.title, item.url].compactMap { $0 } + item.authors.compactMap(\.name) + item.tags)
    }

    package var isSet: Bool { keep != nil || drop != nil }

    /// - Parameter texts: title, URL, authors and tags.
    package func passes(_ texts: [String]) -> Bool {
        if let drop, texts.contains(where: { $0.contains(drop) }) { return false }
        if let keep, !texts.contains(where: { $0.contains(keep) }) { return false }
        return true
    }
}
