extension Configuration {
    /// `keep` or `drop`: patterns that an article is held against, known to compile. All that are given must match.
    public struct ItemPattern: Sendable, Equatable {
        /// Any of title, URL, authors and tags.
        public var any: String?
        public var title: String?
        public var url: String?
        public var author: String?
        public var tag: String?
        /// The text of the article.
        public var content: String?

        public init(any: String? = nil) { self.any = any }
    }
}

extension Configuration.ItemPattern: ExpressibleByStringLiteral {
    public init(stringLiteral text: String) { self.init(any: text) }
}
