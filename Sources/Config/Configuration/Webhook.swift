extension Configuration {
    /// One `[[webhook]]`: who is told about articles, and how.
    public struct Webhook: Sendable, Equatable {
        /// Not empty; unique among webhooks.
        public var name: String
        /// http or https.
        public var url: String
        /// The signing keys, decoded: 24 to 64 bytes each. Several while rotating, none for unsigned messages.
        public var secrets: [Secret] = []
        /// Names of feeds, and tags; both empty means every feed. See `Configuration.feeds(of:)`.
        public var feeds: [String] = []
        public var tags: [String] = []
        /// Regular expressions over title, URL, authors and tags of an article: which it is told about, and which not.
        public var keep: ItemPattern?
        public var drop: ItemPattern?
        public var content = Content.full
        /// In the order of the file.
        public var headers: [Header] = []
        /// In place of the one that fits the body.
        public var contentType: String?
        public var timeout = Duration.seconds(20)
        /// Nil: as `[http]` says.
        public var proxy: Secret?
        /// `proxy = "none"`: not even that of `[http]`.
        public var isWithoutProxy = false
        /// Bytes of a body; an article beyond goes without its contents.
        public var maxSize = 1 << 20
        /// Mustache text of the body, in place of Standard Webhooks' own.
        public var template: String?
        /// Articles in one message, at most; 1 to `batchLimit`.
        public var batch = 1
        static let batchLimit = 1_000
        public var enabled = true
        /// The line of the table's header, from 1; 0 if it comes from no file.
        public var line = 0

        public init(name: String, url: String) {
            self.name = name
            self.url = url
        }
    }

    public enum Content: String, CaseIterable, Sendable {
        case full
        /// Without `content_html` and `content_text`.
        case thin
    }
}
