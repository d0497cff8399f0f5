import Foundation

/// What of the status is asked for.
public struct StatusQuery: Sendable {
    /// Only feeds that fail or are gone.
    public var failing = false
    /// One feed, with all that is known of it.
    public var feed: String?

    public init(failing: Bool = false, feed: String? = nil) { (self.failing, self.feed) = (failing, feed) }

    /// As the daemon is asked.
    public var target: String {
        var components = URLComponents()
        components.path = "/status.json"
        var items: [URLQueryItem] = []
        if failing { items.append(.init(name: "failing", value: "1")) }
        if let feed { items.append(.init(name: "feed", value: feed)) }
        components.queryItems = items.isEmpty ? nil : items
        // A plus sign would be read as one, by us, but not by everything in between.
        components.percentEncodedQuery = components.percentEncodedQuery?.replacing("+", with: "%2B")
        return components.string ?? "/status.json"
    }
}
