public import Bytes

/// One GET or POST, redirects included, with everything that bounds it.
@dynamicMemberLookup
public struct Request: Sendable {
    /// What is asked for, and how.
    public struct Fields: Sendable {
        /// http or https. Userinfo in it serves as `credentials` where there are none; raw UTF-8 and spaces are
        /// percent-encoded; else it is sent as written.
        public var url: String
        public var method = Method.get
        /// Makes a GET conditional (RFC 9110 section 13.1).
        public var validators: Validators?
        /// Offers RFC 3229 `A-IM: feed` where an entity tag is sent: a 226 then holds only the new entries.
        public var acceptsDelta = true
        /// Sent in this order, only to `secretsURL`'s origin, and in place of newspool's own of the same name.
        public var headers: [(name: String, value: String)] = []
        public var userAgent = "newspool"
        /// The `Accept` header.
        public var accept = Request.feedTypes
        /// Who asks, told only at `secretsURL`'s origin.
        public var credentials: Credentials?
        /// The password goes as a digest (RFC 7616), after the server has asked for it.
        public var usesDigest = false
        /// The URL whose origin owns `headers` and `credentials`; nil: `url`. It differs once a feed has moved;
        /// one that is no web address owns them alone, and they are sent nowhere.
        public var secretsURL: String?
        /// `http:`, `https:`, `socks5:` or `socks5h:` URL. The environment's proxies are never used.
        public var proxy: String?
        /// PEM certificates that are trusted in place of the system's.
        public var caFile: String?
        /// Another number where the files of certificates hold something else than before.
        package var certificateVersion: UInt32 = 0
        /// PEM files with which newspool proves who it is.
        public var clientCertificate: String?
        public var clientKey: String?
        /// HTTP/1.1 is the highest version that is spoken.
        public var isHTTP1 = false
        public var addresses = AddressPolicy.publicOnly
        /// Redirects that a GET follows; 0 makes the redirect itself the answer. A POST is never redirected.
        public var maxRedirects = 10
        public var limits = Limits()
        /// A large body must find room among all others (`TransferLoop.Options.bodies`); else the request waits.
        package var sharesRoom = false
        /// Asked on the loop's queue in the moment before each of its requests goes out; with false it ends as cancelled.
        package var maySend: (@Sendable () -> Bool)?

        init(url: String) { self.url = url }
    }

    // A request goes through six hands before it is sent, and only two of them change it.
    @usableFromInline var shared: CopyOnWrite<Fields>

    public init(url: String) { shared = CopyOnWrite(Fields(url: url)) }

    @inlinable public subscript<Field>(dynamicMember field: KeyPath<Fields, Field>) -> Field {
        shared.value[keyPath: field]
    }

    @inlinable public subscript<Field>(dynamicMember field: WritableKeyPath<Fields, Field>) -> Field {
        get { shared.value[keyPath: field] }
        _modify { yield &shared.value[keyPath: field] }
    }

    /// Whether names are looked up here although a proxy connects to what they stand for.
    package var looksUpNames: Bool { self.proxy == nil || looksUpForProxy }
    var looksUpForProxy: Bool { self.proxy?.lowercased().hasPrefix("socks5:") ?? false }

    /// What feeds are served as, best first, and then anything: servers label feeds in every way there is.
    public static let feedTypes = """
        application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, \
        application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, */*;q=0.5
        """

    public enum Method: Equatable, Sendable {
        case get
        /// The body is sent as it is; its `Content-Type` comes from `headers`.
        case post(body: [UInt8])
    }

    /// A user name and a password for Basic authentication (RFC 7617).
    public struct Credentials: Equatable, Sendable {
        public var username: String
        public var password: String

        public init(username: String, password: String) {
            self.username = username
            self.password = password
        }
    }

    /// When a request is given up.
    public struct Limits: Equatable, Sendable {
        /// For all hops together, from the call to the last byte.
        public var total = Duration.seconds(30)
        /// For looking up, connecting and the TLS handshake of one hop.
        public var connect = Duration.seconds(10)
        /// Bytes of a body after decoding.
        public var body = 16 << 20
        /// Bytes of the header blocks of one hop, interim answers and trailers included.
        public var headers = 256 << 10
        /// Bytes a second below which a transfer that lasts `lowSpeedTime` is given up; 0: never.
        var lowSpeed = 16
        var lowSpeedTime = Duration.seconds(15)

        public init() {}
    }
}
