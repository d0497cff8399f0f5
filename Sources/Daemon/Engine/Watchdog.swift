import Files
import ParserProcess

/// Answers systemd's watchdog. Each ping comes from a request that went through Swift's pool, a thread of the parser with its
/// process and the conductor: where one of them hangs, systemd is to know.
struct Watchdog: Sendable {
    private static let probe = Array("<rss version='2.0'><channel><title>probe</title></channel></rss>".utf8)

    let notifier: Notifier
    let parser: ParseQueue
    let conductor: Conductor
    let clock: Timekeeper

    /// Returns when the task is cancelled, or at once where there is no watchdog.
    func run() async {
        guard let interval = notifier.watchdogInterval else { return }
        while !Task.isCancelled {
            if await isAlive() { notifier.ping() }
            await clock.sleep(interval)
        }
    }

    private func isAlive() async -> Bool {
        do throws(ParseQueue.Failure) {
            let isRead = try await parser.read(isUrgent: true) { (try? $0.open(Self.probe, DocumentRequest())) != nil }
            _ = await conductor.polling
            return isRead
        } catch {
            return false  // overdue, or the daemon stops
        }
    }
}
