import Fetch
import Foundation
import Model
import Schedule
import Store

/// A poll whose answer is being read: the feed's state as it will be, and where the feed lives.
struct Reading {
    let feed: PolledFeed
    var state: FeedState
    private var address: FeedAddress
    /// The URL that the poll began with.
    private let polled: String

    init(feed: PolledFeed, state: FeedState, address: FeedAddress, polled: String) {
        (self.feed, self.state, self.address, self.polled) = (feed, state, address, polled)
    }

    /// - Parameter target: the end of the redirects' permanent beginning.
    mutating func success(_ outcome: Outcome, target: String?, evidence: FeedAddress.Evidence) -> PollReport {
        address.succeeded(polled: polled, target: target, evidence: evidence, now: Date())
        state.take(address)
        return PollReport(outcome: outcome, state: state)
    }

    mutating func failure(_ failure: PollFailure, _ outcome: Outcome = .failed) -> PollReport {
        address.failed()
        state.take(address)
        state.failure = failure
        return PollReport(outcome: outcome, state: state)
    }

    mutating func gone() -> PollReport {
        let isGone = address.gone(polled: polled)
        state.take(address)
        state.failure = .gone
        return PollReport(outcome: isGone ? .gone : .failed, state: state)
    }
}

extension FeedState {
    /// The pair, with the URL that it belongs to.
    var validators: Validators {
        get { Validators(etag: etag, lastModified: lastModified, url: validatorsURL) }
        set { (etag, lastModified, validatorsURL) = (newValue.etag, newValue.lastModified, newValue.url) }
    }

    func address(of configured: String) -> FeedAddress {
        FeedAddress(
            configured: configured, moved: movedTo, candidate: moveTarget, candidateSince: moveSince,
            failures: moveFailures)
    }

    fileprivate mutating func take(_ address: FeedAddress) {
        (movedTo, moveTarget) = (address.moved, address.candidate)
        (moveSince, moveFailures) = (address.candidateSince, address.failures)
    }
}
