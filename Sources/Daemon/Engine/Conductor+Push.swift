import Config
import Control
import Deliver
import Files
import Foundation
import Model
import Polling
import Schedule
import Store

/// Documents that come by themselves.
extension Conductor {
    /// Reads a document as if a poll of the feed had brought it, after the poll that is under way.
    func ingest(_ document: PushedDocument, for name: String) async -> IngestAnswer {
        guard let key = feeds.key(named: name) else {
            return IngestAnswer(unknown: unknown(name))
        }
        await waitForTurn(of: key)
        guard isAccepting else { return IngestAnswer(refused: "the daemon stops") }
        guard !gauge.isFull else {
            return IngestAnswer(refused: gauge.reading.trouble ?? "the outbox is full, so nothing is taken in")
        }
        guard let feed = feeds[key], schedule.receive(key, now: now) else {
            return IngestAnswer(refused: "'\(name)' is switched off in feeds.toml")
        }
        guard let (report, took) = await read(document, of: feed) else {
            return IngestAnswer(refused: "the daemon stops")
        }
        return Self.answer(report, await settled(feed.polled, report, took))
    }

    /// Returns when no poll of the feed is under way.
    func waitForTurn(of key: FeedKey) async {
        while schedule.isRunning(key) || feeds[key]?.isSaving == true {
            await withCheckedContinuation { pushWaiters[key, default: []].append($0) }
        }
    }

    /// Reads a document of a feed whose poll the schedule has begun; `settled` or `dismiss` must follow.
    /// - Returns: nil where the daemon stops, and all is over.
    func read(_ document: PushedDocument, of feed: KeptFeed) async -> (report: PollReport, took: Duration)? {
        underWay += 1
        let (polled, uptime) = (feed.polled, surroundings.clock.uptime)
        let started = uptime()
        guard let report = await poller.read(document, of: polled, feed.state) else {
            dismiss(polled, nil, .failed)
            pumpSoon()
            return nil
        }
        return (report, uptime() - started)
    }

    /// - Returns: what came of it, once it is on disk or cannot be; nil: the feed was removed meanwhile.
    func settled(_ feed: PolledFeed, _ report: PollReport, _ took: Duration) async -> GroupCommitter.Outcome? {
        await withCheckedContinuation { continuation in
            settle(NetworkWatch.Held(feed: feed, report: report, took: took, until: now)) {
                continuation.resume(returning: $0)
            }
            pumpSoon()
        }
    }

    private static func answer(_ report: PollReport, _ outcome: GroupCommitter.Outcome?) -> IngestAnswer {
        switch outcome {
        case .success(let brought):
            return IngestAnswer(
                new: brought.new, updated: brought.updated, duplicates: brought.duplicates, failure: report.failure)
        case .failure(.store(let error)): return IngestAnswer(failure: PollFailure(error))
        case .failure(.stopped): return IngestAnswer(refused: "the daemon stops")
        case nil: return IngestAnswer(refused: "the feed was removed meanwhile")
        }
    }

    func wakePushWaiters(of key: FeedKey) {
        guard !pushWaiters.isEmpty else { return }
        for waiter in pushWaiters.removeValue(forKey: key) ?? [] { waiter.resume() }
    }
}
