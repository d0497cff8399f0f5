import Foundation
import Model
import Schedule
import Store

/// What came of one poll: what the schedule must know, and what the store will keep.
struct PollReport: Sendable {
    var outcome: Outcome
    /// nil where there was no answer.
    var status: Int?
    /// Why it failed, in a sentence without a full stop; nil where it did not.
    var error: String?
    /// New state of the feed's row; the schedule's part is filled in when it is done.
    var update: FeedUpdate
    var examination: Examination?
    var articles: [PollRecord.Article] = []

    /// A poll that brought no document.
    static func failure(_ error: String, status: Int? = nil, outcome: Outcome = .failed) -> PollReport {
        PollReport(outcome: outcome, status: status, error: error, update: FeedUpdate())
    }

    /// What the store is to write, with what the schedule made of it.
    func record(of feed: PolledFeed, timing: FeedTiming, at now: Date) -> PollRecord {
        var update = update
        update.timing = timing.encoded
        update.why = timing.why.rawValue
        update.nextPoll = timing.nextPoll
        update.failures = Int(timing.failures)
        update.polledAt = now
        update.isSuccess = error == nil
        update.status = status
        update.error = error
        return PollRecord(feed: feed.key, update: update, examination: examination, articles: articles)
    }
}
