/// Why `add` has no feed for an address. Each reason is a sentence without a full stop.
public enum FinderError: Error, Sendable {
    /// The text is not an address that can be fetched.
    case badAddress(String)
    /// No answer, or only an excuse (429, 5xx). `isConnected`: there is a server that speaks as the address says.
    case unreachable(String, isConnected: Bool = true)
    /// The server answered, but not with the page.
    case withheld(String)
    /// The server answered, and there is no feed.
    case noFeed(String)

    public var reason: String {
        switch self {
        case .badAddress(let reason), .unreachable(let reason, _), .withheld(let reason), .noFeed(let reason): reason
        }
    }
}
