import Config
import Files
import Intake
package import Foundation
package import Identity
package import Model
package import Schedule
package import Store

/// What came of one poll: what the schedule must know, and what the store will keep.
package struct PollReport: Sendable {
    package var outcome: PollResult
    /// The feed's state after the poll, but for what the schedule makes of the outcome.
    package var state: FeedState
    package var examination: Examination?
    package var articles: [PollRecord.Article] = []
    /// Articles that are not in `articles` yet, for their pages have not come.
    package var pending: [PendingFullText] = []

    /// The bytes of its document, decompressed; 0 where none came.
    package var received = 0
    /// The transfer of its document ended before its framing did.
    package var isCutShort = false
    /// The host limits requests: what it said of this one, which is not a failure of the feed.
    private(set) var limited: PollFailure?

    /// Why it failed; nil where it did not.
    package var failure: PollFailure? { limited == nil ? state.failure : nil }

    /// Takes what there is to say of its document, whatever is in it.
    mutating func note(_ document: Document) {
        (received, isCutShort) = (document.bytes.count, document.facts.isCutShort)
    }

    /// Makes it the report of a poll that the host put off.
    package mutating func holdBack(as before: FeedState) {
        limited = failure
        let status = state.lastStatus
        state = before
        state.lastStatus = status
    }

    /// Completes the state with the date that the schedule gave.
    /// - Parameter http: the digest of what all requests have in common.
    /// - Returns: what the store is to write.
    package mutating func record(
        of feed: PolledFeed, timing: FeedTiming, http: [UInt8], at now: Date, took: Duration
    ) -> PollRecord {
        if limited == nil, !state.fields.goesOn(failing: failure != nil) { state.since = now }
        state.timing = timing.encoded
        state.why = timing.why.rawValue
        state.nextPoll = timing.nextPoll
        state.configurationWhenRetired = timing.isGone || timing.failures > 0 ? feed.configuration.digest + http : nil
        state.failures = Int(timing.failures)
        state.lastPoll = now
        if failure == nil, limited == nil { state.lastSuccess = now }
        var record = PollRecord(
            feed: feed.key, state: state,
            outcome: PollOutcome(
                time: now, status: state.lastStatus, milliseconds: Int(took.seconds * 1000), failure: limited ?? failure
            ),
            examination: examination, articles: articles)
        record.lease = feed.lease
        return record
    }
}

extension FeedState.Fields {
    /// Whether a poll that failed, or did not, is one more like the last.
    fileprivate func goesOn(failing: Bool) -> Bool { since != nil && (failures > 0) == failing }
}
