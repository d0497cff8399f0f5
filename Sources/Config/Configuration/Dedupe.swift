extension Configuration {
    /// `[dedupe]`: when two entries are one article.
    public struct Dedupe: Sendable, Equatable {
        public var scope = Scope.all
        /// What canonical URLs fold on top of what they always do. No rule twice.
        public var fold: [Fold] = []
        public var updates = Updates.ignore
        public var near = Near.off
        /// How long an article that its feed no longer shows is remembered.
        public var keepSeen: Duration = .seconds(365 * 86400)
        public var stripTracking = true

        public init() {}
    }

    public enum Scope: String, CaseIterable, Sendable {
        /// An article that several feeds carry is delivered once.
        case all
        /// Each feed on its own.
        case feed
    }

    public enum Fold: String, CaseIterable, Sendable {
        case mobile, amp, slashes, print, sites, referrer, fragment
        case letterCase = "case"
    }

    /// What an edit of a known article is.
    public enum Updates: String, CaseIterable, Sendable {
        case ignore, emit
    }

    /// What is done about articles that say nearly the same.
    public enum Near: String, CaseIterable, Sendable {
        case off, mark
    }
}
