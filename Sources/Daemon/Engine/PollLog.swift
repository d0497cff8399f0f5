import Config
import Files
import Foundation
import Logging
import Model
import Polling
import Schedule
import Store

/// What the log says of a poll. A feed is logged when it breaks, when it has been broken for a day, and when it is back;
/// level debug has a line for each poll.
///
/// All is read off the feed's state before and after, which the store keeps: a restart forgets nothing and repeats nothing.
struct PollLog {
    private static let longTime = 86_400.0

    /// Something that is worth more than a line for those who debug.
    enum Event: Equatable {
        case broke, stillBroken, gone, back
        /// It began to have more new entries than may come in at once, or has no more of them.
        case floods, drained
    }

    let logger: Logger

    static func event(before: FeedState?, after: FeedState, now: Date) -> Event? {
        let failed = before?.failures ?? 0
        if after.failures == 0 {
            if failed > 0 { return .back }
            let waited = before?.waiting ?? 0
            if after.waiting == 0 { return waited > 0 ? .drained : nil }
            return waited == 0 ? .floods : nil
        }
        if after.why == Why.gone.rawValue { return before?.why == after.why ? nil : .gone }
        if failed == 0 { return .broke }
        guard let since = after.since, let last = before?.lastPoll else { return nil }
        let day = since + longTime
        return now >= day && last < day ? .stillBroken : nil
    }

    func tell(
        of feed: PolledFeed, _ before: FeedState?, _ report: PollReport, _ record: PollRecord,
        _ brought: CommitResult.Poll, took: Duration
    ) {
        let (after, now) = (record.state, record.outcome.time)
        let event = Self.event(before: before, after: after, now: now)
        let articles = brought.new + brought.updated
        // Most polls are not logged: nothing is put into words for them.
        guard event != nil || logger.logLevel <= (articles > 0 ? .info : .debug) else { return }
        var facts: Logger.Metadata = [
            "feed": "\(feed.configuration.name)", "ms": .stringConvertible(Int(took.seconds * 1000)),
        ]
        if let status = after.lastStatus { facts["status"] = .stringConvertible(status) }
        if let failure = report.failure {
            facts["url"] = "\(LoggedURL(feed.configuration.url))"
            facts["reason"] = "\(failure.kind.rawValue)"
            facts["error"] = "\(failure.sentence)"
            facts["failures"] = .stringConvertible(after.failures)
            if let next = after.nextPoll { facts["next"] = "in \(Int(next.timeIntervalSince(now))) s" }
            if event == .stillBroken, let since = after.since { facts["since"] = "\(since.formatted(.iso8601))" }
        }
        if report.isCutShort, report.failure == nil {
            facts["note"] = "the answer broke off, but the document is whole"
        }
        switch event {
        case .broke: logger.warning("poll failed", metadata: facts)
        case .stillBroken: logger.warning("feed has been broken for a day", metadata: facts)
        case .gone: logger.warning("feed retired (410 Gone); no longer polled", metadata: facts)
        case .back:
            var past = facts
            past["failures"] = .stringConvertible(before?.failures ?? 0)
            if let since = before?.since { past["since"] = "\(since.formatted(.iso8601))" }
            logger.notice("feed is back", metadata: past)
        case .floods:
            facts["waiting"] = .stringConvertible(after.waiting)
            logger.warning("more new entries than max_new allows; the rest waits for the next polls", metadata: facts)
        case .drained: logger.notice("all entries that waited have come in", metadata: facts)
        case nil: break
        }
        if articles > 0 { facts["articles"] = .stringConvertible(articles) }
        if report.failure == nil || articles > 0 {
            logger.log(level: articles > 0 ? .info : .debug, articles > 0 ? "new articles" : "polled", metadata: facts)
        } else if event == nil {
            logger.debug("poll failed", metadata: facts)
        }
    }
}
