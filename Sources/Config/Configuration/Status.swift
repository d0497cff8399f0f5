extension Configuration {
    /// `[status]`: the read-only HTTP listener.
    public struct Status: Sendable, Equatable {
        /// Nil: no listener.
        public var listen: ListenAddress?

        public init() {}
    }

    public struct ListenAddress: Sendable, Equatable {
        /// An IPv4 or IPv6 address without brackets, or `localhost`.
        public var host: String
        public var port: UInt16

        public init(host: String, port: UInt16) {
            self.host = host
            self.port = port
        }
    }
}
