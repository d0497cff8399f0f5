import Files
import Schedule
import Store
import Synchronization

/// What this machine is among those that share its store, for all who ask at any moment.
final class NodeStanding: Sendable {
    private struct State {
        var term = LeaseTerm(seconds: Lease.seconds)
        var webhooks: Set<Int> = []
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
}
