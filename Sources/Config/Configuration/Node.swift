extension Configuration {
    /// `[node]`: this machine among those that share a PostgreSQL database.
    public struct Node: Sendable, Equatable {
        /// Nil: the host's name.
        public var name: String?
        public var roles = Role.allCases

        public init() {}
    }

    /// What a node does; the raw values are those of the file.
    public enum Role: String, CaseIterable, Sendable {
        case poll, spool, webhook
    }
}
