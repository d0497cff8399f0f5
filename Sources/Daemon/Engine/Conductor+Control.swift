import Config
import Control
import Deliver
import Foundation
import Logging
import Model
import Polling
import Schedule
import Settings

/// What is asked of the conductor while it works.
extension Conductor {
    /// Makes feeds due now, whatever their interval or back-off say; not those that are gone, disabled or under Retry-After.
    /// - Parameter names: nil: all. A name that no feed has changes nothing at all.
    func poll(_ names: [String]?) -> PollAnswer {
        let now = now
        var answer = PollAnswer(feeds: feeds.count)
        let byName = feeds.byName
        for name in names ?? [] where byName[name] == nil {
            answer.unknown.append(unknown(name))
        }
        guard answer.unknown.isEmpty else { return answer }
        for name in names ?? byName.keys.sorted() {
            guard let key = byName[name] else { continue }
            if schedule.pollNow(key, now: now) {
                answer.asked += 1
            } else if let timing = schedule.timing(of: key), names != nil || ![.disabled, .push].contains(timing.why) {
                answer.heldBack.append(.init(name: name, timing))
            }
        }
        pump()
        return answer
    }

    /// - Parameter name: that no feed has.
    func unknown(_ name: String) -> PollAnswer.Unknown {
        .init(name: name, didYouMean: Suggestion.nearest(to: name, among: configuration.feeds.map(\.name)))
    }

    /// Polls a retired (410) feed now.
    /// - Returns: whether there is such a feed.
    func revive(_ name: String) -> Bool {
        guard let key = feeds.key(named: name), schedule.timing(of: key)?.isGone == true else { return false }
        schedule.revive(key, now: now)
        pump()
        return true
    }

    var result: PollTally {
        var tally = tally
        tally.heldBack = schedule.heldBack
        return tally
    }

    /// What `systemctl status` shows: `polling 812 feeds, 3 failing`.
    var statusText: String {
        if let trouble = gauge.reading.trouble { return trouble }
        if network.awaySince != nil { return "no network: polls wait for it" }
        return "polling \(feeds.enabled) feed\(feeds.enabled == 1 ? "" : "s")"
            + (feeds.failing > 0 ? ", \(feeds.failing) failing" : "")
    }

    /// Since when polls wait for the network; nil: it is there.
    var networkAwaySince: Date? { network.awaySince }

    func networkIsAway(isPrivate: Bool, _ polls: [NetworkWatch.Held], at now: Date) {
        // `run --once` tries all that is left: it ends soon, and nothing is counted.
        if case .forever = mode { schedule.networkIsAway(isPrivate: isPrivate, now: now) }
        let error = polls.last?.report.failure?.sentence ?? ""
        logger.error(
            "no network: polls wait for it, and one is tried each minute; no failures are counted",
            metadata: ["feeds": "\(polls.count)", "error": "\(error)"])
        notifier.status(statusText)
    }

    func networkIsBack(isPrivate: Bool, at now: Date) {
        schedule.networkIsBack(isPrivate: isPrivate, now: now)
        logger.notice("the network is back: what is overdue is polled")
        notifier.status(statusText)
    }

    /// Polls under way.
    var polling: Int { schedule.running }

    /// When feeds are polled next: one for each; nil for a feed that is not polled here.
    func plans(of keys: ArraySlice<FeedKey>) -> [PlannedPoll?] {
        keys.map { key in schedule.timing(of: key).map { PlannedPoll($0) } }
    }

    /// The outbox is full or has room again, or the spool cannot be written or can.
    func outboxDidChange() {
        let outbox = gauge.reading  // the latest, whichever change brought the caller here
        if outbox.isFull, !isPaused {
            logger.error(
                "polling stopped: the outbox is full", metadata: ["max_outbox": .stringConvertible(outbox.limit)])
        } else if isPaused, !outbox.isFull {
            logger.notice("polling goes on: the outbox has room again")
        }
        isPaused = outbox.isFull
        // `run --once` does not wait for room on a disk: what was polled is kept, and the command says why it ends.
        if isPaused, case .once = mode, outbox.error != nil { isAccepting = false }
        notifier.status(statusText)
        pump()
    }
}
