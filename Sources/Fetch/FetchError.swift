/// Why there is no response. Sizes are bytes; texts are for the log and hold no secret.
public enum FetchError: Error, Equatable, Sendable {
    /// The request itself is at fault: nothing was sent.
    case badURL(String), unsupportedScheme(String), badHeader(name: String)
    /// The address is private, loopback or otherwise not of the public Internet, and not allowed.
    case refusedAddress(String)
    /// A name of Tor's without a proxy that looks it up.
    case onionWithoutProxy
    case resolve(String), connect(String), tls(String)
    /// The total time, or that for connecting, is over.
    case timedOut(after: Duration)
    /// Too few bytes came for too long.
    case tooSlow(bytesPerSecond: Int, over: Duration)
    case bodyTooLarge(limit: Int), headersTooLarge(limit: Int)
    /// Far more came than an answer with a body of that size can take.
    case tooMuchTraffic(limit: Int)
    case tooManyRedirects(limit: Int)
    /// A `Location` that is not a URL, or one that is not to be followed.
    case badRedirect(String)
    /// The connection ended before the answer did; what came of it is thrown away.
    case truncated
    /// The body is not what `Content-Encoding` says.
    case badEncoding(String)
    case emptyReply, notHTTP
    /// 304 to a request without conditions.
    case unaskedNotModified
    /// By the task that waits, or by `TransferLoop.stop`.
    case cancelled, stopped
    /// A CURLcode without a case of its own.
    case curl(code: UInt32, message: String)
}

extension FetchError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .badURL(let url): "“\(url)” is not a URL"
        case .unsupportedScheme(let scheme): "only http and https are fetched, not “\(scheme)”"
        case .badHeader(let name): "the header “\(name)” has a name or a value that HTTP does not allow"
        case .refusedAddress(let address): "\(address) is not a public address, and http.allow_private does not list it"
        case .onionWithoutProxy: "a .onion address is reached through Tor: set 'proxy' to socks5h://127.0.0.1:9050"
        case .resolve(let message), .connect(let message): message
        case .tls(let message): "TLS: \(message)"
        case .timedOut(let limit): "no full answer within \(limit)"
        case .tooSlow(let rate, let time): "fewer than \(rate) bytes a second for \(time)"
        case .bodyTooLarge(let limit): "the body is larger than \(limit) bytes"
        case .headersTooLarge(let limit): "the headers are larger than \(limit) bytes"
        case .tooMuchTraffic(let limit):
            "the server sent several times what an answer of \(limit) bytes takes, and most of it is not part of an answer"
        case .tooManyRedirects(let limit): "more than \(limit) redirects"
        case .badRedirect(let reason): "redirected \(reason)"
        case .truncated: "the connection ended in the middle of the answer"
        case .badEncoding(let message): "the body cannot be decoded: \(message)"
        case .emptyReply: "the server closed the connection without an answer"
        case .notHTTP: "the answer is not HTTP"
        case .unaskedNotModified: "304 Not Modified, though no condition was sent"
        case .cancelled: "cancelled"
        case .stopped: "stopped"
        case .curl(let code, let message): "\(message) (curl \(code))"
        }
    }
}
