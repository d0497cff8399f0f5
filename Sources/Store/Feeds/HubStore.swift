public import Model

/// Subscriptions at hubs, by their paths. They outlive their feeds: a hub is told when they end.
public protocol HubStore {
    /// Writes subscriptions whole, in place of those of the same paths, and removes others.
    func save(_ subscriptions: [HubSubscription], removing paths: [String]) throws(StoreError)
}
