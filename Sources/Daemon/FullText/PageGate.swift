import Config
import Foundation

/// The manners of fetching pages: so many at a time from a host, with a pause between, and so many in all. Also knows which
/// articles wait for their page, so that no poll asks for one twice.
actor PageGate {
    struct Limits: Sendable {
        var perHost: Int
        var hostDelay: Duration
        var total: Int
    }

    private struct Host {
        var running = 0
        var next = ContinuousClock.now
    }

    private var hosts: [String: Host] = [:]
    private var running = 0
    private var waiters: [CheckedContinuation<Void, Never>] = []
    private var claimed: Set<String> = []
    private(set) var isStopped = false

    /// Whether nobody else waits for the article's page; then it is the caller's until `release`.
    func claim(_ article: String) -> Bool { claimed.insert(article).inserted }

    func release(_ article: String) { claimed.remove(article) }

    /// Waits for a place; false where the daemon ends.
    func enter(_ host: String, _ limits: Limits) async -> Bool {
        while !isStopped {
            let state = hosts[host] ?? Host()
            let pause = state.next - .now
            if running >= limits.total || state.running >= limits.perHost {
                await withCheckedContinuation { waiters.append($0) }
            } else if pause > .zero {
                try? await Task.sleep(for: min(pause, .seconds(1)))  // cancelled or not, the loop looks again
                if Task.isCancelled { return false }
            } else {
                running += 1
                hosts[host] = Host(running: state.running + 1, next: .now + limits.hostDelay)
                return true
            }
        }
        return false
    }

    func leave(_ host: String) {
        running -= 1
        hosts[host]?.running -= 1
        if let state = hosts[host], state.running == 0, state.next <= .now { hosts[host] = nil }
        wake()
    }

    /// Nobody enters any more.
    func stop() {
        isStopped = true
        wake()
    }

    private func wake() {
        let woken = waiters
        waiters = []
        for waiter in woken { waiter.resume() }
    }
}
