import Deliver
import Fetch
import Files
import Store

/// `run --once`: all is polled once, delivered, and reported.
extension Runtime {
    /// SIGTERM: what is in flight gets its grace, and nothing more is begun.
    func interrupt() async {
        isInterrupted = true
        await endPolls()
    }

    /// The end: all that waits is delivered, or the reason why not is thrown.
    func finish() async throws(DaemonError) -> RunSummary {
        let sinks = await self.sinks.drain()
        await self.sinks.stop()
        await member?.leave()
        await cutPolls()
        if !isInterrupted { await housekeeper.tidy(configuration, now: clock.now()) }
        var summary = RunSummary(polls: await conductor.result)
        for (claim, condition) in sinks {
            switch claim {
            case .cursor: summary.delivered = max(summary.delivered, condition.delivered)
            case .queue where !isInterrupted:
                summary.webhooksWaiting += condition.waiting
                summary.webhooksFailed += condition.failed
            case .queue, nil: break
            }
        }
        tidyStore()
        if let error = fatal.error ?? sinks.lazy.compactMap(\.condition.error).first.map({ .deliver($0) }) {
            throw error
        }
        if let error = summary.polls.storeError { throw .store(error) }
        return summary
    }
}
