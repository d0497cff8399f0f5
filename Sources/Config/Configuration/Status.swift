extension Configuration {
    /// `[status]`: the read-only HTTP listener.
    public struct Status: Sendable, Equatable {
        /// Nil: no listener.
        public var listen: ListenAddress?
        /// Names by which it is asked for, beside those of this machine and that of `baseURL`: lower-case, without port.
        public var hosts: [String] = []
        /// Where readers find it, with a slash at the end: `https://news.example.org/`. Nil: by `listen`.
        public var baseURL: String?

        public init() {}
    }

    public enum ListenAddress: Sendable, Equatable, CustomStringConvertible {
        /// An IPv4 or IPv6 address without brackets, or `localhost`.
        case tcp(host: String, port: UInt16)
        /// An absolute path.
        case unix(path: String)

        /// As in feeds.toml.
        public var description: String {
            switch self {
            case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
            case .unix(let path): "unix:" + path
            }
        }
    }
}
