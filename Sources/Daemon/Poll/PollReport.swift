import Foundation
import Identity
import Model
import Schedule
import Store

/// What came of one poll: what the schedule must know, and what the store will keep.
struct PollReport: Sendable {
    var outcome: Outcome
    /// The feed's state after the poll, but for what the schedule makes of the outcome.
    var state: FeedState
    var examination: Examination?
    var articles: [PollRecord.Article] = []
    /// Articles that are not in `articles` yet, for their pages have not come.
    var pending: [PendingFullText] = []

    /// The bytes of its document, decompressed; 0 where none came.
    var received = 0

    /// Why it failed; nil where it did not.
    var failure: PollFailure? { state.failure }

    /// What the store is to write, with the date that the schedule gave.
    func record(of feed: PolledFeed, timing: FeedTiming, at now: Date, took: Duration) -> PollRecord {
        var state = state
        if !state.goesOn(failing: failure != nil) { state.since = now }
        state.timing = timing.encoded
        state.why = timing.why.rawValue
        state.nextPoll = timing.nextPoll
        state.retiredAs = timing.isGone ? feed.configuration.digest : nil
        state.failures = Int(timing.failures)
        state.lastPoll = now
        if failure == nil { state.lastSuccess = now }
        return PollRecord(
            feed: feed.key, state: state,
            outcome: PollOutcome(
                time: now, status: state.lastStatus, milliseconds: Int(took.seconds * 1000), failure: failure),
            examination: examination, articles: articles)
    }
}

extension FeedState {
    /// Whether a poll that failed, or did not, is one more like the last.
    fileprivate func goesOn(failing: Bool) -> Bool { since != nil && (failures > 0) == failing }
}
