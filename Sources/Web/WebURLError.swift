/// Why a text is not a URL, or a URL has no canonical form.
public enum WebURLError: Error, Equatable, Sendable {
    /// The text is relative, and there is no base (or none that it can be relative to).
    case noScheme
    /// The scheme asks for a host (`http:` and its like) and none is there.
    case noHost
    /// The host is not a domain name, no IPv4 and no IPv6 address.
    case badHost(String)
    /// The port is not a number from 0 to 65535.
    case badPort(String)
    /// A scheme that names no article: `javascript:`, `data:`, `file:`, ...
    case refusedScheme(String)
}

extension WebURLError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .noScheme: "no scheme"
        case .noHost: "no host"
        case .badHost(let host): "bad host '\(host)'"
        case .badPort(let port): "bad port '\(port)'"
        case .refusedScheme(let scheme): "refused scheme '\(scheme)'"
        }
    }
}
