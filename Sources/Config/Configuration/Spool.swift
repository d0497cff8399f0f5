extension Configuration {
    /// `[spool]`: what lands on disk and how long it stays.
    public struct Spool: Sendable, Equatable {
        public var path = "spool"
        /// May be empty: the journal alone. No format twice.
        public var formats: [Format] = [.json, .markdown]
        /// YAML ahead of the Markdown.
        public var frontMatter = false
        /// The picture itself above its caption in the Markdown.
        public var leadImage = false
        public var journal = Journal.thin
        public var keepArticles: Duration = .seconds(30 * 86400)
        public var keepJournal: Duration = .seconds(90 * 86400)
        /// Older days of the journal are compressed; nil: never.
        public var archiveJournal: Duration?
        /// In bytes; at least 1.
        public var maxOutbox = 1 << 30

        public init() {}
    }

    public enum Format: String, CaseIterable, Sendable {
        case json, markdown
    }

    public enum Journal: String, CaseIterable, Sendable {
        /// A line of at most 8 KiB, without content.
        case thin
        /// The whole item in each line.
        case full
        case off
    }
}
