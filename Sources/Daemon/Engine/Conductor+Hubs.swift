import Config
import Control
import Deliver
import Files
import Foundation
import Logging
import Model
import Polling
import Schedule
import Store

/// Feeds and their hubs.
extension Conductor {
    /// Before the start.
    func tellHubs(_ body: @escaping @Sendable ([HubNews]) -> Void) { onHubNews = body }

    /// What feeds want, those among them that were removed: nothing any more.
    func tellHubs(of keys: [FeedKey], removed: Set<FeedKey>) {
        guard let onHubNews else { return }
        let gone = removed.map { HubNews.wants($0, name: "", .none) }
        onHubNews(keys.compactMap { key in feeds[key].map { hubNews(of: $0.polled, $0.state) } } + gone)
    }

    /// After a poll, where that has changed.
    func tellHubs(of feed: PolledFeed, _ before: FeedState?, _ after: FeedState) {
        guard let onHubNews else { return }
        let isChanged = before?.hubs != after.hubs || before?.isRetired != after.isRetired
        if isChanged, let kept = feeds[feed.key] { onHubNews([hubNews(of: kept.polled, after)]) }
    }

    private func hubNews(of feed: PolledFeed, _ state: FeedState) -> HubNews {
        let isWanted = configuration.subscribes(to: feed.configuration) && !state.isRetired
        return .wants(feed.key, name: feed.configuration.name, isWanted ? state.hubs ?? .none : .none)
    }

    // MARK: - What hubs do

    /// Pushes are to be expected of these feeds alone.
    func keepPushes(of feeds: [FeedKey: Date]) {
        schedule.keepPushes(of: feeds, now: now)
        pump()
    }

    /// Whether any feed is polled seldom because a hub pushes.
    var expectsPushes: Bool { schedule.expectsPushes }

    /// Reads what a hub sent to another node. What cannot be read, or not now, a poll brings.
    /// - Returns: false where the feed is not polled here.
    func take(_ document: PushedDocument, of key: FeedKey, until: Date) async -> Bool {
        guard let result = await receive(document, of: key, until: until) else { return false }
        if result == .putOff {
            schedule.pollNow(key, now: now)
            pumpSoon()
        }
        return true
    }

    /// For how long a feed's hub is to push; nil: it does not.
    nonisolated func note(pushesOf key: FeedKey, until: Date?) {
        executor.queue.async {
            self.assumeIsolated {
                $0.schedule.note(pushesOf: key, until: until, now: $0.now)
                $0.pumpSoon()
            }
        }
    }

    /// Reads what a hub sent as if a poll had brought it. Where it cannot be read the feed is polled instead: it has news.
    /// - Parameter until: pushes are to be expected until then; nil: that is not known.
    /// - Returns: nil where it is not polled here.
    func receive(_ document: PushedDocument, of key: FeedKey, until: Date?) async -> HubPushResult? {
        await waitForTurn(of: key)
        if feeds[key] == nil { return nil }
        guard isAccepting, !gauge.isFull, let feed = feeds[key],
            schedule.receive(key, pushedUntil: until, now: now)
        else { return .putOff }
        var document = document
        document.address = feed.state.validatorsURL
        guard case (var report, let took)? = await read(document, of: feed) else { return .putOff }
        let failure = report.failure
        if let failure {
            logger.debug(
                "a push cannot be read; the feed is polled",
                metadata: ["feed": "\(feed.polled.configuration.name)", "error": "\(failure.sentence)"])
            guard report.examination != nil else {
                dismiss(feed.polled, report, .unreadable)
                pumpSoon()
                return .unreadable
            }
            // What came of it is kept, and is no failure of the feed.
            (report.outcome, report.state.failure) = (.unreadable, nil)
        }
        guard case .success? = await settled(feed.polled, report, took) else { return .putOff }
        return failure == nil ? .taken : .unreadable
    }
}

extension FeedState.Fields {
    fileprivate var isRetired: Bool { FeedState.isRetired(why) }
}

extension FeedState {
    static func isRetired(_ why: String?) -> Bool { why == Why.gone.rawValue }
}
