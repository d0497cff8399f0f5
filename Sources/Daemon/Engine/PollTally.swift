import Polling
public import Store

/// Counts of polls since the start: the summary of `run --once`.
public struct PollTally: Sendable {
    public internal(set) var feeds = 0
    public internal(set) var polled = 0
    public internal(set) var failed = 0
    public internal(set) var articles = 0
    /// Feeds that were not read because their hosts want to be left alone, and polls that found no network.
    public internal(set) var heldBack = 0
    public internal(set) var unreached = 0
    /// A poll that could not be saved: the store's own words, the last ones.
    public internal(set) var storeError: StoreError?

    mutating func count(_ report: PollReport, _ brought: CommitResult.Poll) {
        polled += 1
        articles += brought.new + brought.updated
        if report.failure != nil { failed += 1 }
    }

    mutating func countUnreached() { unreached += 1 }

    /// Articles that came after their poll.
    mutating func countLate(_ brought: CommitResult.Poll) { articles += brought.new + brought.updated }

    mutating func countUnsaved(_ error: StoreError) {
        polled += 1
        failed += 1
        storeError = error
    }
}
