import Files
import Schedule
import Store
import Synchronization

/// What this machine is among those that share its store, for all who ask at any moment.
final class NodeStanding: Sendable {
    private struct State {
        var term = LeaseTerm(seconds: Lease.seconds)
        var webhooks: Set<Int> = []
        var pushed: Set<Int> = []
        var onPushed: (@Sendable () -> Void)?
    }

    private let state = Mutex(State())
    private let uptime: @Sendable () -> Duration

    init(_ clock: Timekeeper) { uptime = clock.uptime }

    /// Whether this machine tells a webhook now.
    func mayTell(_ webhook: String) -> Bool {
        state.withLock { $0.term.isValid(at: uptime()) && $0.webhooks.contains(Shard.ofWebhook(webhook)) }
    }

    func note(_ term: LeaseTerm) { state.withLock { $0.term = term } }

    /// - Returns: whether there are any that it did not have.
    func note(webhooks: Set<Int>) -> Bool {
        state.withLock { state in
            defer { state.webhooks = webhooks }
            return !webhooks.isSubset(of: state.webhooks)
        }
    }

    /// Shards whose feeds others poll and this machine subscribes at hubs.
    var pushedShards: Set<Int> { state.withLock { $0.pushed } }

    func note(pushedShards: Set<Int>) {
        let onChange = state.withLock { state in
            defer { state.pushed = pushedShards }
            return state.pushed == pushedShards ? nil : state.onPushed
        }
        onChange?()
    }

    /// - Parameter body: called from any thread when those shards have changed.
    func onPushedShards(_ body: @escaping @Sendable () -> Void) { state.withLock { $0.onPushed = body } }
}
