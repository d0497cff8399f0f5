package import Deliver
package import Model
import Synchronization

/// What has been counted since the start, for `/metrics`.
package final class Meter: Sendable {
    package struct Histogram: Sendable {
        /// Upper bounds in seconds, rising.
        package let bounds: [Double]
        /// Of each bound alone, and last of what exceeds them all.
        package private(set) var counts: [Int]
        package private(set) var sum = 0.0

        init(_ bounds: [Double]) { (self.bounds, counts) = (bounds, Array(repeating: 0, count: bounds.count + 1)) }

        package mutating func observe(_ seconds: Double) {
            counts[bounds.firstIndex { seconds <= $0 } ?? bounds.count] += 1
            sum += seconds
        }
    }

    package struct Feed: Sendable {
        package var polls = 0
        package var failures = 0
        package var articles = 0

        package init() {}
    }

    package struct Figures: Sendable {
        package var succeeded = 0
        package var failed = 0
        /// Of those, by kind.
        package var failures: [PollFailure.Kind: Int] = [:]
        /// Answers to polls, by HTTP status; 304 where nothing had changed.
        package var statuses: [Int: Int] = [:]
        /// Of the documents that polls brought, after decompression.
        package var receivedBytes = 0
        package var new = 0
        package var updated = 0
        package var duplicates = 0
        package var pollSeconds = Histogram([0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60])
        /// From the date that an entry claims to the poll that found it; not of a feed's first document.
        package var age = Histogram([60, 300, 900, 1_800, 3_600, 7_200, 21_600, 43_200, 86_400, 604_800])
        /// Messages to webhooks: by the webhook's name, then by what came of them.
        var deliveries: [String: [SinkAttempt: Int]] = [:]
        /// What hubs sent, by what became of it.
        var pushes: [HubPushResult: Int] = [:]
        /// By name.
        package var feeds: [String: Feed] = [:]
    }

    private let state = Mutex(Figures())

    /// Feeds that are counted by themselves; those beyond `MetricsText.feedLimit` have no series.
    package static let feedLimit = 4 * MetricsText.feedLimit

    package init() {}

    package var figures: Figures { state.withLock { $0 } }

    /// A message to a webhook.
    package func count(_ sink: String, _ attempt: SinkAttempt) {
        count { $0.deliveries[sink, default: [:]][attempt, default: 0] += 1 }
    }

    /// Something that a hub sent.
    package func count(_ result: HubPushResult) { count { $0.pushes[result, default: 0] += 1 } }

    package func count(_ body: (inout Figures) -> Void) { state.withLock { body(&$0) } }
}
