import Foundation
import Model
import Schedule
import Store
import Synchronization

/// Which subscription has which path: looked up for each push, from any thread.
final class HubTargets: Sendable {
    private struct State {
        var byPath: [String: HubSubscription] = [:]
        var paths: [FeedKey: [String]] = [:]
        var served: [FeedKey: Date] = [:]
    }

    private let state = Mutex(State())
    /// Whether other processes have subscriptions too.
    let isShared: Bool

    init(store: any Store) { isShared = store.nodes != nil }

    subscript(path: String) -> HubSubscription? { state.withLock { $0.byPath[path] } }

    /// For how long pushes of a feed are to be expected; nil: they are not.
    func servedUntil(_ feed: FeedKey) -> Date? { state.withLock { $0.served[feed] } }

    func set(_ subscriptions: [HubSubscription], of feed: FeedKey, servedUntil: Date?) {
        state.withLock { state in
            for path in state.paths[feed] ?? [] { state.byPath[path] = nil }
            for subscription in subscriptions { state.byPath[subscription.path] = subscription }
            state.paths[feed] = subscriptions.isEmpty ? nil : subscriptions.map(\.path)
            state.served[feed] = servedUntil
        }
    }
}
