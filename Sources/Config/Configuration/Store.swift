extension Configuration {
    /// `[store]`: where what is known of feeds and articles is kept.
    public struct Store: Sendable, Equatable {
        /// `postgresql://user@host/database`, as libpq takes it, without a password. Nil: SQLite, in `daemon.state`.
        public var url: String?
        public var password: Secret?
        /// PEM certificates that the database's own must be signed by.
        public var caFile: String?

        public init() {}
    }
}
