import Foundation
import Store
import Synchronization

/// What has been counted since the start, for `/metrics`.
final class Meter: Sendable {
    struct Histogram: Sendable {
        /// Upper bounds in seconds, rising.
        let bounds: [Double]
        /// Of each bound alone, and last of what exceeds them all.
        private(set) var counts: [Int]
        private(set) var sum = 0.0

        init(_ bounds: [Double]) { (self.bounds, counts) = (bounds, Array(repeating: 0, count: bounds.count + 1)) }

        mutating func observe(_ seconds: Double) {
            counts[bounds.firstIndex { seconds <= $0 } ?? bounds.count] += 1
            sum += seconds
        }
    }

    struct Feed: Sendable {
        var polls = 0
        var failures = 0
        var articles = 0
    }

    struct Figures: Sendable {
        var succeeded = 0
        var failed = 0
        var new = 0
        var updated = 0
        var duplicates = 0
        var pollSeconds = Histogram([0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60])
        /// From the date that an entry claims to the poll that found it; not of a feed's first document.
        var age = Histogram([60, 300, 900, 1_800, 3_600, 7_200, 21_600, 43_200, 86_400, 604_800])
        /// By name.
        var feeds: [String: Feed] = [:]
    }

    private let state = Mutex(Figures())

    var figures: Figures { state.withLock { $0 } }

    func count(_ body: (inout Figures) -> Void) { state.withLock { body(&$0) } }
}

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
            if report.failure == nil { figures.succeeded += 1 } else { figures.failed += 1 }
            figures.new += brought.new
            figures.updated += brought.updated
            figures.duplicates += brought.duplicates
            let name = feed.configuration.name
            // Feeds beyond the limit have no series anyway.
            guard figures.feeds[name] != nil || figures.feeds.count < 4 * MetricsText.feedLimit else { return }
            figures.feeds[name, default: Feed()].polls += 1
            if report.failure != nil { figures.feeds[name]?.failures += 1 }
            figures.feeds[name]?.articles += brought.new + brought.updated
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
