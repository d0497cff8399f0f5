extension Configuration {
    /// `[status]`: the read-only HTTP listener.
    public struct Status: Sendable, Equatable {
        /// Nil: no listener.
        public var listen: ListenAddress?
        /// Names by which it is asked for, beside those of this machine and that of `baseURL`: lower-case, without port.
        public var hosts: [String] = []
        /// Where readers find it, with a slash at the end: `https://news.example.org/`. Nil: by `listen`.
        public var baseURL: String?
        /// What who asks must show, but for health (RFC 6750). Nil: nothing.
        public var token: Secret?

        public init() {}

        /// Whether any machine that reaches the listener gets its answers.
        public var isOpenToOthers: Bool { token == nil && listen?.isOpenToOthers == true }

        /// What there is to say of `isOpenToOthers`, half a sentence.
        public static let openToOthers = "every machine that reaches this address may read feeds and articles"

        /// What there is to say of a token that can be guessed by asking the listener over and over, half a sentence; nil:
        /// nothing. 16 hexadecimal digits are 64 bits.
        public var shortToken: String? {
            guard listen != nil, let token, token.bytes.count < 16 else { return nil }
            let count = token.bytes.count
            return "the token has \(count) character\(count == 1 ? "" : "s") and can be guessed: 16 are enough"
        }

        /// How to get a better one.
        public static let betterToken = "make one with: openssl rand -hex 24"
    }

    public enum ListenAddress: Sendable, Equatable, CustomStringConvertible {
        /// An IPv4 or IPv6 address without brackets, or `localhost`.
        case tcp(host: String, port: UInt16)
        /// An absolute path.
        case unix(path: String)

        /// Whether other machines may ask: an address beyond this machine's own (127/8, ::1).
        public var isOpenToOthers: Bool {
            guard case .tcp(let host, _) = self else { return false }
            return host != "localhost" && host != "::1" && !host.hasPrefix("127.")
        }

        /// As in feeds.toml.
        public var description: String {
            switch self {
            case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
            case .unix(let path): "unix:" + path
            }
        }
    }
}
