extension Configuration {
    /// `[search]`
    public struct Search: Sendable, Equatable {
        /// An index of the words of all articles is kept.
        public var isEnabled = false

        public init() {}
    }
}
