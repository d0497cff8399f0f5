import Files
import Foundation

/// The manners of fetching pages: so many at a time from a host, with a pause between, and so many in all. Also knows
/// which articles wait for their page, so that no poll asks for one twice.
///
/// The tasks of one host wait in a line, and only its first looks for a place: a page that comes wakes two tasks at
/// most, however many wait.
package actor PageLimiter {
    struct Limits: Sendable {
        var perHost: Int
        var hostDelay: Duration
        var total: Int
    }

    private struct Host {
        var running = 0
        /// The first of the line looks for a place.
        var isServed = false
        /// When the next page may be asked for.
        var next = Duration.zero
        /// The first of the line, when it waits for a page of its host.
        var first: CheckedContinuation<Void, Never>?
        /// Those behind the first.
        var line = WaitingTasks()
    }

    private let clock: Timekeeper
    private var hosts: [String: Host] = [:]
    private var running = 0
    /// The first ones of their hosts, where all places are taken.
    private var crowd = WaitingTasks()
    private var claimed: Set<String> = []
    private(set) var isStopped = false

    init(clock: Timekeeper = .system) { self.clock = clock }

    /// Whether nothing else waits for the article's page; then it is the caller's until `release`.
    func claim(_ article: String) -> Bool { claimed.insert(article).inserted }

    package func release(_ article: String) { claimed.remove(article) }

    /// Waits for a place; false where the daemon ends or the task is cancelled.
    func enter(_ host: String, _ limits: Limits) async -> Bool {
        if isStopped { return false }
        if hosts[host, default: Host()].isServed {
            await withCheckedContinuation { hosts[host, default: Host()].line.append($0) }
        } else {
            hosts[host, default: Host()].isServed = true
        }
        let isIn = await takePlace(at: host, limits)
        if let next = hosts[host]?.line.popFirst() { next.resume() } else { hosts[host]?.isServed = false }
        forget(host)
        return isIn
    }

    private func takePlace(at host: String, _ limits: Limits) async -> Bool {
        while !isStopped, !Task.isCancelled {
            let pause = (hosts[host]?.next ?? .zero) - clock.uptime()
            if hosts[host]?.running ?? 0 >= limits.perHost {
                await withCheckedContinuation { hosts[host]?.first = $0 }
            } else if pause > .zero {
                await clock.sleep(min(pause, .seconds(1)))  // then the loop looks again
            } else if running >= limits.total {
                await withCheckedContinuation { crowd.append($0) }
            } else {
                running += 1
                hosts[host]?.running += 1
                hosts[host]?.next = clock.uptime() + limits.hostDelay
                return true
            }
        }
        return false
    }

    func leave(_ host: String) {
        running -= 1
        hosts[host]?.running -= 1
        wakeFirst(of: host)
        crowd.popFirst()?.resume()
        forget(host)
    }

    /// No one enters any more.
    package func stop() {
        isStopped = true
        for host in hosts.keys { wakeFirst(of: host) }  // the others of its line follow
        while let waiting = crowd.popFirst() { waiting.resume() }
    }

    private func wakeFirst(of host: String) {
        hosts[host]?.first?.resume()
        hosts[host]?.first = nil
    }

    private func forget(_ host: String) {
        guard let state = hosts[host], state.running == 0, !state.isServed, state.next <= clock.uptime() else { return }
        hosts[host] = nil
    }
}

/// First in, first out, in amortized constant time.
private struct WaitingTasks {
    private var tasks: [CheckedContinuation<Void, Never>] = []
    private var head = 0

    mutating func append(_ task: CheckedContinuation<Void, Never>) { tasks.append(task) }

    mutating func popFirst() -> CheckedContinuation<Void, Never>? {
        guard head < tasks.count else { return nil }
        defer {
            head += 1
            if head == tasks.count || head > 64 && head > tasks.count / 2 {
                tasks.removeFirst(head)
                head = 0
            }
        }
        return tasks[head]
    }
}
