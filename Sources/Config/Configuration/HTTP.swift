extension Configuration {
    /// `[http]`: how newspool presents itself and what it may reach.
    public struct HTTP: Sendable, Equatable {
        /// The whole header, in place of newspool's own.
        public var userAgent: String?
        /// Where a server's operator finds out about this fetcher; part of newspool's own `User-Agent`.
        public var contact: String?
        /// A http, https, socks5 or socks5h URL. A secret, for it may hold a password.
        public var proxy: Secret?
        /// A file of PEM certificates.
        public var caFile: String?
        /// Changes with what it holds; 0 where there is none.
        package var certificateVersion: UInt32 = 0
        /// Host names with their subdomains, addresses and networks that are asked without the proxy.
        public var noProxy: [String] = []
        public var version = HTTPVersion.two
        public var allowPrivate = AllowPrivate.no

        public init() {}

        /// The `User-Agent` header: who we are, and where to complain (RFC 9110 section 10.1.5).
        public func userAgent(version: String) -> String {
            userAgent ?? contact.map { "newspool/\(version) (+\($0))" } ?? "newspool/\(version)"
        }
    }

    /// Which private, loopback and link-local addresses may be fetched from.
    public enum AllowPrivate: Sendable, Equatable {
        case no, yes
        /// Addresses (`10.1.2.3`, `fd00::1`), networks (`10.1.2.0/24`) and host names (`rsshub.lan`), as written.
        case only([String])
    }
}
