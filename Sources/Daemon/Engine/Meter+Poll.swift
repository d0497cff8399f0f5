import Config
import Control
import Files
import Foundation
import Model
import Polling
import Schedule
import Store

extension Meter {
    /// - Parameter isFirst: it was the feed's first document, whose entries may be years old.
    func count(
        _ feed: PolledFeed, _ report: PollReport, _ brought: CommitResult.Poll, isFirst: Bool, at now: Date,
        took: Duration
    ) {
        var ages: [Double] = []
        if !isFirst, case .changed(let published, _) = report.outcome {
            ages = published.compactMap { $0.map { max(0, now.timeIntervalSince($0)) } }
        }
        count { figures in
            figures.pollSeconds.observe(took.seconds)
            for age in ages { figures.age.observe(age) }
            if let failure = report.failure {
                figures.failed += 1
                figures.failures[failure.kind, default: 0] += 1
            } else {
                figures.succeeded += 1
            }
            if let status = report.state.lastStatus { figures.statuses[status, default: 0] += 1 }
            figures.receivedBytes += report.received
            figures.new += brought.new
            figures.updated += brought.updated
            figures.duplicates += brought.duplicates
            let name = feed.configuration.name
            guard figures.feeds.count < Self.feedLimit || figures.feeds[name] != nil else { return }
            figures.feeds[name, default: Feed()].count(isFailure: report.failure != nil, brought)
        }
    }

    /// An article that came after its poll, because its page was late.
    func countLate(_ feed: PolledFeed, _ brought: CommitResult.Poll) {
        count { figures in
            figures.new += brought.new
            figures.updated += brought.updated
            figures.duplicates += brought.duplicates
            figures.feeds[feed.configuration.name]?.articles += brought.new + brought.updated
        }
    }
}

extension Meter.Feed {
    fileprivate mutating func count(isFailure: Bool, _ brought: CommitResult.Poll) {
        polls += 1
        if isFailure { failures += 1 }
        articles += brought.new + brought.updated
    }
}
