import Config
import Control
import Deliver
import Files
import Foundation
import Model
import Schedule
import Store

/// Documents that come by themselves.
extension Conductor {
    /// Reads a document as if a poll of the feed had brought it, after the poll that is under way.
    func ingest(_ document: PushedDocument, for name: String) async -> IngestAnswer {
        guard let key = feeds.key(named: name) else {
            return IngestAnswer(unknown: unknown(name))
        }
        while schedule.isRunning(key) || feeds[key]?.isSaving == true {
            await withCheckedContinuation { pushWaiters[key, default: []].append($0) }
        }
        guard isAccepting else { return IngestAnswer(refused: "the daemon stops") }
        guard !gauge.isFull else {
            return IngestAnswer(refused: gauge.reading.trouble ?? "the outbox is full, so nothing is taken in")
        }
        guard let feed = feeds[key], schedule.receive(key, now: now) else {
            return IngestAnswer(refused: "'\(name)' is switched off in feeds.toml")
        }
        underWay += 1
        let (polled, uptime) = (feed.polled, surroundings.clock.uptime)
        let started = uptime()
        let report = await poller.read(document, of: polled, feed.state)
        defer { pumpSoon() }
        guard let report else {
            dismiss(polled, nil, .failed)
            return IngestAnswer(refused: "the daemon stops")
        }
        let end = NetworkWatch.Held(feed: polled, report: report, took: uptime() - started, until: now)
        return await withCheckedContinuation { continuation in
            settle(end) { outcome in
                continuation.resume(returning: Self.answer(report, outcome))
            }
        }
    }

    private static func answer(_ report: PollReport, _ outcome: GroupCommitter.Outcome?) -> IngestAnswer {
        switch outcome {
        case .success(let brought):
            return IngestAnswer(
                new: brought.new, updated: brought.updated, duplicates: brought.duplicates, failure: report.failure)
        case .failure(let error): return IngestAnswer(failure: PollFailure(error))
        case nil: return IngestAnswer(refused: "the feed was removed meanwhile")
        }
    }

    func wakePushWaiters(of key: FeedKey) {
        guard !pushWaiters.isEmpty else { return }
        for waiter in pushWaiters.removeValue(forKey: key) ?? [] { waiter.resume() }
    }
}
