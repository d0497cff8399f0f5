import Model
import Schedule

/// What a hub's subscriber has to know of a feed.
enum HubNews: Sendable {
    /// Where its news can be had; `.none` where they cannot, or are not to be.
    case wants(FeedKey, name: String, HubLinks)
    /// It is polled elsewhere from now on, and so are its subscriptions.
    case elsewhere(FeedKey)

    var feed: FeedKey {
        switch self {
        case .wants(let feed, _, _), .elsewhere(let feed): feed
        }
    }
}
